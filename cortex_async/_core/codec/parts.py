"""Decoding of long lists in parts, so that the parsed JSON of all their items never exists at once.

A dict of parsed JSON takes more memory than the model that is made of it, and memory that the system has to
find first takes more time than parsing into memory that the process already has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import orjson

_PART: Final = 64 * 1024
"""Bytes of a part, which fit into a processor's cache with what is parsed from them."""

_BETWEEN: Final = b"},{"

_TRIES: Final = 4
"""Ends that are tried for one part."""

_HUGE: Final = 8 * 1024 * 1024
"""Bytes from which on the garbage collector would cost more than placeholders, since it looks at all models
again each time their number has grown by a quarter."""

_SMALL: Final = 64
"""Bytes of an item from which on each has a placeholder. Strings and lists of tiny objects may hold millions
of what looks like the end of an item."""

_NEARBY: Final = 4096
"""Bytes around the end of an item that are searched for brackets."""


def decoded_in_parts(body: bytes, decode: Callable[[Any], Any]) -> list[Any] | None:
    """Parse and decode a JSON array of objects. ``decode`` converts a list and may overwrite it.

    Returns None for a body that cannot be taken apart or decoded. The caller then decodes it as a whole,
    which also makes the error.
    """
    # The collector counts how many objects there are more than when it last ran. A model that comes when one
    # of these goes does not count.
    places = min(body.count(_BETWEEN), len(body) // _SMALL) if len(body) >= _HUGE else 0
    waiting: list[Any] = [{} for _ in range(places)]
    found: list[Any] = []
    try:
        for part in _parts(body):
            found += decode(part)
            del waiting[-len(part) :]
    except Exception:  # noqa: BLE001  (a response may be anything, and so may be what emitted code raises)
        return None
    return found


def _parts(body: bytes) -> Iterator[list[Any]]:
    """Yield the items of an array, in lists. Raises ``ValueError`` if it finds no place to take it apart.

    The parser decides whether a place is right: what precedes it is parsed with a ``]`` behind it, which is
    JSON only if the place is not within a string, an object or another array.
    """
    end = body.rfind(b"]")
    if not body.startswith(b"[{") or body[end - 1 :] not in (b"}]", b"}]\n"):
        raise ValueError("not a list of objects without spaces")
    begin = 1
    while begin < end:
        part, cut = _part(body, begin, end)
        yield part
        begin = cut + 1


def _part(body: bytes, begin: int, end: int) -> tuple[list[Any], int]:
    """Parse a part, and return where it ends."""
    cut = begin + _PART
    for _ in range(_TRIES):
        cut = _place(body, cut, end)
        try:
            return orjson.loads(b"[%b]" % body[begin:cut]), cut
        except ValueError:
            if cut == end:
                break
    raise ValueError("no place found")


def _place(body: bytes, start: int, end: int) -> int:
    """Find what is probably the end of an item, not of an item of a list within it."""
    while (found := body.find(_BETWEEN, start, end)) >= 0:
        nearby = max(0, found - _NEARBY)
        if body.rfind(b"[", nearby, found) <= body.rfind(b"]", nearby, found):
            return found + 1
        # Behind the list, rather than at its next item: each byte is searched only a few times.
        closed = body.find(b"]", found, found + _NEARBY)
        start = closed if closed >= 0 else found + _NEARBY
    return end
