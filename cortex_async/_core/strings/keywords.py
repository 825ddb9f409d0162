"""What to say of a keyword that does not exist."""

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
"""What other APIs and HTTP libraries call them."""


def unknown_keyword(
    name: str, own: list[str], options: list[str], taker: str = "this operation"
) -> ArgumentTypeError:
    """Names the nearest keywords, then all: the ``own`` ones of what takes them, and the ``options`` of every call."""
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
