"""Headers of a request, whatever the framework makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, cast

HeaderValue: TypeAlias = "str | bytes | list[str] | tuple[str, ...]"
HeaderLike: TypeAlias = "Mapping[str, Any] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]"
"""What frameworks call headers: any mapping, a multi-dict, or pairs of text or bytes. Names in any case, repeated or not."""


def values_of(headers: HeaderLike, name: str) -> list[str]:
    """Every value of one header, as strings; none if it is not there."""
    wanted = name.lower()
    # Not isinstance: the multi-dicts of some frameworks are no Mapping.
    items = getattr(headers, "items", None)
    pairs = cast("Iterable[tuple[str | bytes, HeaderValue]]", headers if items is None else items())
    values: list[str] = []
    for key, value in pairs:
        if _text(key).lower() == wanted:
            values.extend(map(_text, value) if isinstance(value, (list, tuple)) else (_text(value),))
    return values


def _text(value: HeaderValue) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
