"""Masks secrets in what people read: messages and bodies of errors, excerpts, logs.

Masked are the values that this request carried (credentials, secret fields of its body) wherever they occur,
and the members of a response with a secret name whatever their value.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, cast

from cortex_async._core.secrets.call_secrets import header_secrets, secret_values
from cortex_async._core.secrets.escaped_search import PREFIX, find, readings
from cortex_async._core.secrets.json_members import mask_members, plain_name
from cortex_async._core.secrets.masking import MASK
from cortex_async._core.secrets.sent import Sent
from cortex_async._core.secrets.url_secrets import mask_urls
from cortex_async._core.strings.patterns import lazily

if TYPE_CHECKING:
    from cortex_async._core.request import Request

SHORTEST = PREFIX
"""Length of the shortest value that is masked: masking each ``a`` in a string would reveal the secret."""

_LONGEST_BASE64 = 4096
_LONGEST_EXCERPT = 4096
_PLAIN = lazily(r"[0-9A-Za-z._:-]*")
"""Strings without escapes."""

_LATIN = lazily("[\x80-\xff]+")
"""Characters that Latin-1 and Python's ``ascii`` write as one byte each."""

_WIDE = ("\0", "\0\0\0")
"""What separates the characters of ASCII text in UTF-16 and UTF-32."""


def redactor_of(request: Request | None, sent: Sent | None, names: frozenset[str]) -> Redactor:
    """Make a redactor that knows every secret a call has sent and the personal values in its path.

    names: names of secret members, as ``plain_name`` writes them.
    """
    values: set[str] = set()
    if sent is not None:
        credential, replaced, headers, service = sent
        for every in (credential, *replaced, service.proxy_login):
            values.update(header_secrets(every, None))
        values.update(header_secrets(headers, service.secret_headers))
    if request is not None:
        values.update(secret_values(request.body, names))
        values.update(secret_values(request.query, names))
        values.update(request.route.withheld(request.path))
    return Redactor(values, names)


class Redactor:
    """Masks given values, and members of JSON with given names.

    values: secrets of this request. names: names of secret members, as ``plain_name`` writes them.
    """

    __slots__ = ("_names", "_values")

    def __init__(self, values: Iterable[str], names: frozenset[str]) -> None:
        self._names = names
        forms = {form for value in set(values) if len(value) >= SHORTEST for form in _forms(value)}
        self._values = sorted(form for form in forms if len(form) >= SHORTEST)

    def text(self, text: str, *, truncated: bool = False) -> str:
        """``text`` with the request's secrets masked, and those of URLs that sound secret.

        If ``truncated``, it may end within a secret.
        """
        kept = 0
        pieces: list[str] = []
        values = self._values
        if values and "\0" in text:
            values = [*values, *(zeros.join(value) for value in values for zeros in _WIDE)]
        for start, stop in find(text, values, truncated=truncated) if values else ():
            pieces += text[kept:start], MASK
            kept = stop
        return mask_urls("".join([*pieces, text[kept:]]), self._names)

    def leaves(self, text: str) -> bool:
        """Whether ``text`` is a plain word that holds no secret, so that ``text`` would return it as it is.

        False proves nothing. It takes a tenth of the time.
        """
        return _PLAIN().fullmatch(text) is not None and all(value not in text for value in self._values)

    def body(self, body: bytes, *, truncated: bool = False) -> bytes:
        """``body`` with the request's secrets and secret members masked.

        If ``truncated``, it may end within a secret.
        """
        if b"\0" in body:
            # Perhaps UTF-16 or UTF-32. It is then searched as UTF-8, too.
            body = self._masked(body, json.detect_encoding(body), "replace", truncated)
        return self._masked(body, "utf-8", "surrogateescape", truncated)

    def _masked(self, body: bytes, encoding: str, errors: str, truncated: bool) -> bytes:
        text = body.decode(encoding, errors)
        masked = mask_members(self.text(text, truncated=truncated), self._names)
        return body if masked == text else masked.encode(encoding, errors)

    def excerpt(self, value: object, path: Iterable[str | int] = (), *, limit: int = 60) -> str:
        """The start of a value, for a message.

        ``path``: names that lead to it. ``limit``: characters of a string.
        """
        if any(isinstance(key, str) and plain_name(key) in self._names for key in path):
            return MASK
        if isinstance(value, str):
            shown = self.text(value[:_LONGEST_EXCERPT], truncated=len(value) > _LONGEST_EXCERPT)
            return repr(shown) if len(shown) <= limit else f"{shown[:limit]!r}..."
        if isinstance(value, Mapping):
            return "an object"
        if isinstance(value, list):
            return f"a list of {len(cast('list[object]', value))}"
        return self._scalar(value, limit)

    def _scalar(self, value: object, limit: int) -> str:
        if value is None or isinstance(value, bool):
            return {None: "null", True: "true", False: "false"}[value]
        if isinstance(value, int) and value.bit_length() > 4 * limit:
            # https://docs.python.org/3/library/stdtypes.html#int-max-str-digits
            return f"an integer of {value.bit_length()} bits"
        return self.text(str(value))


def _forms(value: str) -> Iterator[str]:
    """A value as it is, and in encodings that are not escapes."""
    yield from readings(value)
    if " " in value:
        # Forms and queries; their other escapes are found by the search itself.
        yield from readings(value.replace(" ", "+"))
    if not value.isascii():
        yield value.encode("latin-1", "ignore").decode("utf-8", "surrogateescape")
        yield from readings(_LATIN().sub(_as_bytes, value))
        # Imported late: most secrets are ASCII.
        import unicodedata

        # The server may have composed or decomposed its characters.
        yield from (unicodedata.normalize(form, value) for form in ("NFC", "NFD"))
    if len(value) <= _LONGEST_BASE64:
        yield from _base64(value.encode("utf-8", "surrogatepass"))


def _as_bytes(latin: re.Match[str]) -> str:
    return latin[0].encode("latin-1").decode("utf-8", "surrogateescape")


def _base64(value: bytes) -> Iterator[str]:
    """The part of the base64 of a longer string that ``value`` determines, for each offset in three bytes."""
    for before in range(3):
        for encode in (b64encode, urlsafe_b64encode):
            whole = encode(b"\0" * before + value).decode()
            # Characters at the edges also hold bits of the neighbouring bytes.
            bits = 8 * (before + len(value))
            core = "".join(islice(whole, -(-8 * before // 6), bits // 6))
            if len(core) > SHORTEST:
                yield core
