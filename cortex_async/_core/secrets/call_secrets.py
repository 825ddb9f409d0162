"""The secrets that a call sends: in its headers, and in its query and body."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

import orjson

from cortex_async._core.secrets.header_names import SECRET_HEADERS
from cortex_async._core.secrets.json_members import plain_name
from cortex_async._core.unset import UNSET

_SOUNDS_SECRET = re.compile("token|secret|passw|api-?key|auth|signature|cookie|credential", re.IGNORECASE)
_ASSIGNED = re.compile(r'=\s*"?([^\s;,"]+)')
_LONGEST_JSON = 1024 * 1024


def secret_values(value: object, names: frozenset[str]) -> Iterator[str]:
    """Every value within ``value`` with a secret name, or in a field of a model that hides in its repr."""
    pending: list[tuple[object, bool]] = [(value, False)]
    while pending:
        value, secret = pending.pop()
        if value is None or value is UNSET or isinstance(value, bool):
            continue
        if isinstance(value, Mapping):
            members = cast("Mapping[object, object]", value).items()
            pending += [(member, secret or plain_name(str(name)) in names) for name, member in members]
        elif isinstance(value, (list, tuple, set, frozenset)):
            pending += [(member, secret) for member in cast("Iterable[object]", value)]
        elif secret and isinstance(value, bytes):
            yield value.decode("utf-8", "replace")
        elif isinstance(value, bytes):
            pending.append((_parsed(value), False))
        elif hasattr(type(value), "__attrs_attrs__"):
            pending += _fields(value, names, secret)
        elif secret:
            yield str(getattr(value, "value", value))


def _fields(model: object, names: frozenset[str], secret: bool) -> Iterator[tuple[object, bool]]:
    for attribute in getattr(type(model), "__attrs_attrs__", ()):
        value = getattr(model, attribute.name, UNSET)
        if attribute.name == "content" and isinstance(value, str):
            # A body that the caller encoded.
            value = value.encode("utf-8", "replace")
        yield value, secret or attribute.repr is not True or plain_name(attribute.name) in names


def _parsed(body: bytes) -> object:
    """What a body that the caller encoded contains, if it is JSON."""
    if len(body) > _LONGEST_JSON or body.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        return orjson.loads(body)
    except ValueError:
        return None


def header_secrets(
    headers: Mapping[str, str], names: frozenset[str] | None = SECRET_HEADERS
) -> Iterator[str]:
    """Values of header fields with these names or names that sound secret; of all if ``names`` is None.

    Gives each value whole, without its scheme (``Bearer abc`` and ``abc``), and in parts: values of cookies,
    user and password.
    """
    for name, value in headers.items():
        if names is None or name.lower() in names or _SOUNDS_SECRET.search(name):
            yield value
            scheme, _, credential = value.rpartition(" ")
            yield credential
            yield from _ASSIGNED.findall(value)
            if scheme.lower() == "basic":
                yield from _login(credential)


def _login(credential: str) -> tuple[str, ...]:
    # https://www.rfc-editor.org/rfc/rfc7617#section-2
    try:
        login = b64decode(credential, validate=True).decode()
    except (binascii.Error, ValueError):
        return ()
    return login, login.partition(":")[2]
