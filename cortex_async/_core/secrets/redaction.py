"""Keeping secrets out of what people read: messages of errors, bodies of errors, excerpts, logs.

Two nets: the values that this request carried (credentials, secret fields of its body) are masked wherever they turn up,
and members of a response with a secret name are masked whatever they hold.
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, cast

import orjson

from cortex_async._core.secrets.header_names import SECRET_HEADERS as SECRET_HEADERS
from cortex_async._core.secrets.masking import MASK
from cortex_async._core.secrets.members import mask_members
from cortex_async._core.secrets.members import plain_name as plain_name
from cortex_async._core.secrets.sent import Sent
from cortex_async._core.secrets.spellings import GRAM, find
from cortex_async._core.unset import UNSET

if TYPE_CHECKING:
    from cortex_async._core.request import Request

SHORTEST = GRAM
"""Characters below which a value is not searched for: masking each ``a`` in a text would spell the secret out."""

_SECRETIVE = re.compile("token|secret|passw|api-?key|auth|signature|cookie|credential", re.IGNORECASE)
_ASSIGNED = re.compile(r'=\s*"?([^\s;,"]+)')
_LONGEST_BASE64 = 4096
_LONGEST_JSON = 1024 * 1024
_EXCERPT = 4096
_WIDE = ("\0", "\0\0\0")
"""What stands between the characters of ASCII text in UTF-16 and UTF-32."""


def secret_values(value: object, names: frozenset[str]) -> Iterator[str]:
    """Every value within ``value`` that stands under a secret name, or in a model's field that hides itself in its repr."""
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
            # A body that was written by hand.
            value = value.encode("utf-8", "replace")
        yield value, secret or attribute.repr is not True or plain_name(attribute.name) in names


def _parsed(body: bytes) -> object:
    """What a body written by hand holds, if it is JSON."""
    if len(body) > _LONGEST_JSON or body.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        return orjson.loads(body)
    except ValueError:
        return None


def header_secrets(
    headers: Mapping[str, str], names: frozenset[str] | None = SECRET_HEADERS
) -> Iterator[str]:
    """Values of header fields with these names, or names that sound secret; None for all.

    Each whole, without its scheme (``Bearer abc`` and ``abc``), and taken apart: values of cookies, user and password.
    """
    for name, value in headers.items():
        if names is None or name.lower() in names or _SECRETIVE.search(name):
            yield value
            scheme, _, credential = value.rpartition(" ")
            yield credential
            yield from _ASSIGNED.findall(value)
            if scheme.lower() == "basic":
                yield from _login(credential)


def _login(credential: str) -> tuple[str, ...]:
    try:
        login = b64decode(credential, validate=True).decode()
    except (binascii.Error, ValueError):
        return ()
    return login, login.partition(":")[2]


def redactor_of(request: Request | None, sent: Sent | None, names: frozenset[str]) -> Redactor:
    """Knows every secret that a call has sent, and the personal values in its path. ``names`` are those of secret members."""
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

    values: secrets of this request. names: secret member names, as ``plain_name`` writes them.
    """

    __slots__ = ("_names", "_values")

    def __init__(self, values: Iterable[str], names: frozenset[str]) -> None:
        self._names = names
        forms = {form for value in set(values) if len(value) >= SHORTEST for form in _forms(value)}
        self._values = sorted(form for form in forms if len(form) >= SHORTEST)

    def text(self, text: str, *, truncated: bool = False) -> str:
        """``text`` with the request's secrets masked. A ``truncated`` one may end within a secret."""
        kept = 0
        pieces: list[str] = []
        values = self._values
        if values and "\0" in text:
            values = [*values, *(zeros.join(value) for value in values for zeros in _WIDE)]
        for start, stop in find(text, values, truncated=truncated) if values else ():
            pieces += text[kept:start], MASK
            kept = stop
        return "".join([*pieces, text[kept:]])

    def body(self, body: bytes, *, truncated: bool = False) -> bytes:
        """A body with the request's secrets and its secret members masked. ``truncated`` bodies may end within a secret."""
        if b"\0" in body:
            # In UTF-16 or UTF-32, perhaps. What else it may be is looked at as well.
            body = self._masked(body, json.detect_encoding(body), "replace", truncated)
        return self._masked(body, "utf-8", "surrogateescape", truncated)

    def _masked(self, body: bytes, encoding: str, errors: str, truncated: bool) -> bytes:
        text = body.decode(encoding, errors)
        masked = mask_members(self.text(text, truncated=truncated), self._names)
        return body if masked == text else masked.encode(encoding, errors)

    def excerpt(self, value: object, path: Iterable[str | int] = (), *, limit: int = 60) -> str:
        """The start of one value for an error's message; ``path`` are the names that lead to it."""
        if any(isinstance(key, str) and plain_name(key) in self._names for key in path):
            return MASK
        if isinstance(value, str):
            shown = self.text(value[:_EXCERPT], truncated=len(value) > _EXCERPT)
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
            # The decimal form of a long one takes quadratic time, and Python refuses it past some length.
            return f"an integer of {value.bit_length()} bits"
        return self.text(str(value))


def _forms(value: str) -> Iterator[str]:
    """A value as it is, and as other encodings than escapes write it."""
    yield value
    if " " in value:
        # Forms and queries; what else they escape is found as any escape is.
        yield value.replace(" ", "+")
    if not value.isascii():
        yield value.encode("latin-1", "ignore").decode("utf-8", "surrogateescape")
    if len(value) <= _LONGEST_BASE64:
        yield from _base64(value.encode("utf-8", "surrogatepass"))


def _base64(value: bytes) -> Iterator[str]:
    """What all base64 of a text that contains ``value`` has in common, by how the value lies in its groups of three bytes."""
    for before in range(3):
        for encode in (b64encode, urlsafe_b64encode):
            whole = encode(b"\0" * before + value).decode()
            # Characters at the edges hold bits of the neighbours as well.
            bits = 8 * (before + len(value))
            core = "".join(islice(whole, -(-8 * before // 6), bits // 6))
            if len(core) > SHORTEST:
                yield core
