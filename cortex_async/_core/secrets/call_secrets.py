"""The secrets that a call sends: in its headers, and in its query and body."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from re import IGNORECASE
from typing import cast
from urllib.parse import parse_qsl

import orjson

from cortex_async._core.secrets.header_names import SECRET_HEADERS
from cortex_async._core.secrets.json_members import plain_name
from cortex_async._core.strings.patterns import lazily
from cortex_async._core.unset import UNSET

_SOUNDS_SECRET = lazily("token|secret|passw|api-?key|auth|signature|cookie|credential", IGNORECASE)
_ASSIGNED = lazily(r'=\s*"?([^\s;,"]+)')
_LONGEST_PARSED = 1024 * 1024
_OPENING = ("{", "[", b"{", b"[")


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
        elif hasattr(type(value), "__attrs_attrs__"):
            pending += _fields(value, names, secret)
        elif secret:
            yield str(getattr(value, "value", value))
        elif isinstance(value, bytes):
            pending.append((_form(value) or _parsed(value), False))
        elif isinstance(value, str):
            pending.append((_parsed(value), False))


def _fields(model: object, names: frozenset[str], secret: bool) -> Iterator[tuple[object, bool]]:
    for attribute in getattr(type(model), "__attrs_attrs__", ()):
        value = getattr(model, attribute.name, UNSET)
        if attribute.name == "content" and isinstance(value, str):
            # A body that the caller encoded.
            value = value.encode("utf-8", "replace")
        yield value, secret or attribute.repr is not True or plain_name(attribute.name) in names


def _form(body: bytes) -> list[object]:
    """The fields of a body that the caller encoded, if it is a form."""
    if len(body) > _LONGEST_PARSED or b"=" not in body or body.lstrip()[:1] in _OPENING:
        return []
    return [{name: value} for name, value in parse_qsl(body.decode("utf-8", "replace"))]


def _parsed(text: str | bytes) -> object:
    """What a body or a member that the caller encoded contains, if it is JSON."""
    if len(text) > _LONGEST_PARSED or text.lstrip()[:1] not in _OPENING:
        return None
    try:
        return orjson.loads(text)
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
        if names is None or name.lower() in names or _SOUNDS_SECRET().search(name):
            yield value
            scheme, _, credential = value.strip().rpartition(" ")
            yield credential
            yield from _ASSIGNED().findall(value)
            if scheme.strip().lower() == "basic":
                yield from _login(credential)


def _login(credential: str) -> Iterator[str]:
    # https://www.rfc-editor.org/rfc/rfc7617#section-2
    try:
        login = b64decode(credential + "=" * (-len(credential) % 4), validate=True)
    except (binascii.Error, ValueError):
        return
    # It declares no encoding: aiohttp's BasicAuth uses Latin-1.
    for encoding in ("utf-8", "latin-1"):
        written = login.decode(encoding, "replace")
        yield written
        yield written.partition(":")[2]
