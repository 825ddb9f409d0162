"""The error for an unknown keyword argument."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from cortex_async._core.errors import ArgumentTypeError

_MEANT: Final[dict[str, tuple[str, ...]]] = {
    "limit": ("max_items", "page_size"),
    "size": ("page_size",),
    "per_page": ("page_size",),
    "page": ("offset", "page_size"),
    "skip": ("offset",),
    "params": ("query",),
    "json": ("body",),
    "data": ("body",),
}
"""Name in other APIs and HTTP libraries -> our names for it."""


def unknown_keyword(
    name: str, own: list[str], options: list[str], taker: str = "this operation"
) -> ArgumentTypeError:
    """The error for ``name``: suggests the nearest keywords, then lists all.

    own: keywords of ``taker``. options: keywords that every call takes.
    """
    near = [meant for meant in _MEANT.get(name, ()) if meant in own]
    near = near or get_close_matches(name, [*own, *options], 1)
    parts = [f"unexpected keyword argument {name!r}"]
    if near:
        parts.append(f"did you mean {' or '.join(near)}?")
    if own:
        parts.append(f"{taker} takes {', '.join(own)}")
    if options:
        parts.append(f"options are {', '.join(options)}")
    return ArgumentTypeError("; ".join(parts), parameter=name)
