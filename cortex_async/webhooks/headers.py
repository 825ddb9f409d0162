"""The headers of a request, in whatever form a framework has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, cast

HeaderValue: TypeAlias = "str | bytes | list[str] | tuple[str, ...]"
HeaderLike: TypeAlias = "Mapping[str, Any] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]"
"""Headers as frameworks have them: a mapping, a multi-dict, or pairs of strings or bytes.

Names in any case, repeated or not.
"""


def values_of(headers: HeaderLike, name: str) -> list[str]:
    """Every value of one header, as strings; an empty list if it is missing."""
    # Names are compared without regard to case: https://www.rfc-editor.org/rfc/rfc9110#section-5.1
    wanted = name.lower()
    # Not isinstance: the multi-dicts of some frameworks are not a Mapping.
    items = getattr(headers, "items", None)
    pairs = cast("Iterable[tuple[str | bytes, HeaderValue]]", headers if items is None else items())
    values: list[str] = []
    for key, value in pairs:
        if _decoded(key).lower() == wanted:
            values.extend(map(_decoded, value) if isinstance(value, (list, tuple)) else (_decoded(value),))
    return values


def _decoded(value: HeaderValue) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
