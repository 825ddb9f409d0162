"""Errors of file systems of fsspec, in one line and without credentials."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, ParamSpec, TypeVar, cast

from cortex_async._core.secrets.redaction import Redactor
from cortex_async._core.strings.wording import address, printable, shortened
from cortex_async.archives.errors import ArchiveError
from cortex_async.archives.storage.paths import shown

P = ParamSpec("P")
T = TypeVar("T")

_LONGEST = 200
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s\"'<>]+")
_OPEN_OPTIONS: Final = frozenset({"endpoint_url", "region_name", "protocol"})
"""Options that are no secrets, and explain errors."""

# https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
_CODES: Final = {
    "NoSuchBucket": "there is no such bucket",
    "AccessDenied": "access denied",
    "403": "access denied",
    "InvalidAccessKeyId": "the credentials are not accepted",
    "SignatureDoesNotMatch": "the credentials are not accepted",
    "ExpiredToken": "the credentials have expired",
    "NoSuchUpload": "the upload was removed before its end",
    "QuotaExceeded": "the quota is used up",
}
_TYPES: Final = (
    ("Credential", "no usable credentials were found"),
    ("EndpointConnection", "no connection"),
    ("ClientConnect", "no connection"),
    ("ConnectionRefused", "no connection"),
    ("Timeout", "no response in time"),
)
"""Part of the name of an error's class -> our reason."""


class Calls:
    """Calls methods of a file system, and makes ``ArchiveError`` of what they raise.

    where: the archive's place for messages. options: what the file system was made with.
    """

    def __init__(self, where: str, options: Mapping[str, object]) -> None:
        self.where: str = where
        self._redactor = Redactor(_leaves(options), frozenset())

    def __call__(
        self, path: str, done: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call ``function``. path: path within the archive for messages. done: what cannot be done to it."""
        try:
            return function(*args, **kwargs)
        except ArchiveError:
            raise
        except Exception as error:  # noqa: BLE001  (each file system has errors of its own)
            reason = self._reason(error)
        # Outside the handler: nothing may get chained to the error, which may show credentials.
        raise self.error(path, done, reason)

    def unless_missing(
        self, path: str, done: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """The same, None if there is no such file."""

        def attempt() -> T | None:
            try:
                return function(*args, **kwargs)
            except (FileNotFoundError, NotADirectoryError) as error:
                if code_of(error) in _CODES:
                    raise
                return None

        return self(path, done, attempt)

    def error(self, path: str, done: str, reason: str) -> ArchiveError:
        file = f"{shown(path)} of " if path else ""
        return ArchiveError(f"{file}archive {self.where} cannot be {done}: {reason}")

    def _reason(self, error: BaseException) -> str:
        code = code_of(error)
        if code in _CODES:
            return _CODES[code]
        names = f"{type(error).__name__} {type(error.__cause__).__name__}"
        known = next((reason for part, reason in _TYPES if part in names), None)
        quoted = self._quoted(error)
        return quoted if known is None else f"{known} ({quoted})"

    def _quoted(self, error: BaseException) -> str:
        strerror: object = getattr(error, "strerror", None)
        said = (strerror if isinstance(strerror, str) else str(error)).strip().partition("\n")[0]
        said = self._redactor.text(said)
        said = _URL.sub(lambda found: _without_login(found[0]), said)
        return shortened(printable(said), _LONGEST) or type(error).__name__


def code_of(error: BaseException) -> str:
    """The error code of an object store as botocore reports it; empty if there is none."""
    for one in (error, error.__cause__):
        response: object = getattr(one, "response", None)
        if isinstance(response, Mapping):
            found = cast("Mapping[str, Any]", response).get("Error")
            if isinstance(found, Mapping):
                return str(cast("Mapping[str, object]", found).get("Code", ""))
    return ""


def _without_login(url: str) -> str:
    scheme, _, rest = url.partition("://")
    if scheme in ("http", "https"):
        return address(url)
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"


def _leaves(value: object) -> Iterable[str]:
    """All strings within the options that may be secret."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "replace")
    elif isinstance(value, Mapping):
        for name, member in cast("Mapping[object, object]", value).items():
            if name not in _OPEN_OPTIONS:
                yield from _leaves(member)
    elif isinstance(value, (list, tuple, set)):
        for member in cast("Iterable[object]", value):
            yield from _leaves(member)
