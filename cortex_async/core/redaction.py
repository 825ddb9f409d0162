"""Keeping secrets out of what people read: error texts, bodies of errors, excerpts, logs.

Two nets: the values that this request carried (credentials, secret fields of its body) are masked wherever they turn up,
and members of an answer with a secret name are masked whatever they hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import cast
from urllib.parse import quote

from .masking import MASK
from .unset import UNSET

SECRET_HEADERS = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "x-api-key",
        "x-signature",
        "x-auth-token",
    }
)
"""Header fields whose value is never shown, beside those that an API adds."""

SHORTEST = 4
"""Characters below which a value is not searched for: masking each ``a`` in a text would spell the secret out."""


def plain_name(name: str) -> str:
    """``apiKey``, ``api_key`` and ``API-Key`` are one name."""
    return name.replace("_", "").replace("-", "").lower()


def secret_values(value: object, names: frozenset[str], *, secret: bool = False) -> Iterator[str]:
    """Every text within ``value`` that stands under a secret name, or in a model's field that hides itself in its repr."""
    if isinstance(value, str):
        if secret:
            yield value
    elif isinstance(value, Mapping):
        for name, member in cast("Mapping[str, object]", value).items():
            yield from secret_values(member, names, secret=secret or plain_name(str(name)) in names)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for member in cast("Iterable[object]", value):
            yield from secret_values(member, names, secret=secret)
    else:
        for attribute in getattr(type(value), "__attrs_attrs__", ()):
            hidden = secret or attribute.repr is not True or plain_name(attribute.name) in names
            yield from secret_values(getattr(value, attribute.name, UNSET), names, secret=hidden)


def header_secrets(
    headers: Mapping[str, str], names: frozenset[str] | None = SECRET_HEADERS
) -> Iterator[str]:
    """Values of header fields with these names, None for all; whole and without their scheme: ``Bearer abc`` and ``abc``."""
    for name, value in headers.items():
        if names is None or name.lower() in names:
            yield value
            yield value.rpartition(" ")[2]


class Redactor:
    """Masks given values, and members of JSON with given names.

    values: secrets of this request. names: secret member names, as ``plain_name`` writes them.
    """

    __slots__ = ("_literals", "_names", "_pattern")

    def __init__(self, values: Iterable[str], names: frozenset[str]) -> None:
        self._names = names
        spellings = {spelling for value in values if len(value) >= SHORTEST for spelling in _spellings(value)}
        # The longest first, so that no remainder of a secret stays behind a shorter one that it contains.
        self._literals = sorted(spellings, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, self._literals))) if self._literals else None

    def text(self, text: str) -> str:
        """``text`` with the request's secrets masked."""
        return self._pattern.sub(MASK, text) if self._pattern else text

    def body(self, body: bytes, *, truncated: bool = False) -> bytes:
        """A body with the request's secrets and its secret members masked. ``truncated`` bodies may end within a secret."""
        text = body.decode("utf-8", "surrogateescape")
        try:
            parsed: object = json.loads(text)
        except (ValueError, RecursionError):
            # Not JSON, or cut off: whatever looks like a secret member goes.
            masked = self.text(self._member_like(text))
        else:
            shown = self._masked(parsed)
            masked = text if shown == parsed else json.dumps(shown)
        if truncated:
            masked = self._without_partial(masked)
        return masked.encode("utf-8", "surrogateescape")

    def excerpt(self, value: object, path: Iterable[str | int] = (), *, limit: int = 60) -> str:
        """The start of one value for an error text; ``path`` are the names that lead to it."""
        if any(isinstance(key, str) and plain_name(key) in self._names for key in path):
            return MASK
        if isinstance(value, str):
            shown = self.text(value)
            return repr(shown) if len(shown) <= limit else f"{shown[:limit]!r}..."
        if isinstance(value, Mapping):
            return "an object"
        if isinstance(value, list):
            return f"a list of {len(cast('list[object]', value))}"
        return "null" if value is None else json.dumps(value)

    def _member_like(self, text: str) -> str:
        return _member_pattern(self._names).sub(rf'\g<1>"{MASK}"', text) if self._names else text

    def _masked(self, value: object) -> object:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._masked(member) for member in cast("list[object]", value)]
        if not isinstance(value, dict):
            return value
        members = cast("dict[str, object]", value)
        return {
            self.text(name): MASK
            if plain_name(name) in self._names and member is not None and not isinstance(member, bool)
            else self._masked(member)
            for name, member in members.items()
        }

    def _without_partial(self, text: str) -> str:
        for literal in self._literals:
            for length in range(min(len(literal), len(text)), 0, -1):
                if text.endswith(literal[:length]):
                    return text[:-length] + MASK
        return text


def _spellings(value: str) -> set[str]:
    """How a value may stand in a text: as it is, within JSON (either way of escaping), within a URL or a Python repr."""
    return {
        value,
        repr(value)[1:-1],
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        quote(value, safe=""),
        quote(value),
    }


@lru_cache(maxsize=8)
def _member_pattern(names: frozenset[str]) -> re.Pattern[str]:
    # Names compare without regard to case and separators, so each letter may be followed by one of them.
    alternatives = "|".join("[_-]?".join(map(re.escape, name)) for name in sorted(names))
    value = r'"(?:[^"\\]|\\.)*"?|\{[^}]*\}?|\[[^\]]*\]?|[^\s,}\]]+'
    return re.compile(rf'("(?:{alternatives})"\s*:\s*)(?:{value})', re.IGNORECASE)
