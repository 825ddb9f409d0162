"""Fetching a list page by page such that no object slips through between two pages.

Each page begins with the last object of the one before. As long as that object is found in its place, whatever lies behind it
still lies behind it; if it is not, the list has moved and the walk begins anew, a few times. If the list never holds still, the
snapshot says that it is not complete.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from math import inf
from typing import Generic, TypeAlias, TypeVar

from cortex_async._core.paging import Page
from cortex_async.live.knowledge import Reading
from cortex_async.live.reconcile import Snapshot
from cortex_async.live.stamps import Stamp

T = TypeVar("T")

ATTEMPTS = 4

PageRead: TypeAlias = tuple[Page[T], Stamp, int]
"""A page, when the server held it, and the number of the latest event when it was asked for."""


async def walk(
    read: Callable[[int], Awaitable[PageRead[T]]],
    key: Callable[[T], str],
    stamp: Callable[[T, Stamp], Stamp] = lambda _, page: page,
) -> Snapshot[T]:
    """All pages. ``read`` gives the one at an offset, ``stamp`` makes that of a row from its page's."""
    pages: _Pages[T] = _Pages(key, stamp)
    for attempt in range(1, ATTEMPTS + 1):
        pages = _Pages(key, stamp)
        while pages.offset is not None and (not pages.moved or attempt == ATTEMPTS):
            pages.take(*await read(pages.offset))
        if not pages.moved:
            break
    complete = pages.proven and not pages.moved
    return Snapshot(pages.rows, Stamp(upper=pages.upper, dated=True), pages.mark, complete)


class _Pages(Generic[T]):
    """One walk.

    offset: of the next page, None at the end. moved: the pages do not fit together. proven: every seam between two could be seen.
    """

    def __init__(self, key: Callable[[T], str], stamp: Callable[[T, Stamp], Stamp]) -> None:
        self.rows: dict[str, Reading[T]] = {}
        self.upper = -inf
        self.mark = -1
        self.moved = False
        self.proven = True
        self.offset: int | None = 0
        self._key = key
        self._stamp = stamp
        self._edge: str | None = None
        self._total: int | None = None

    def take(self, page: Page[T], held: Stamp, asked: int) -> None:
        keys = [self._key(item) for item in page.items]
        if self.mark < 0:
            self.mark = asked
        if self._edge is not None and keys[:1] != [self._edge]:
            self.moved = True
        self.upper = max(self.upper, held.upper)
        before = len(self.rows)
        for key, item in zip(keys, page.items, strict=True):
            self.rows[key] = Reading(item, self._stamp(item, held), asked)
        self._go_on(page, keys, grown=len(self.rows) > before)

    def _go_on(self, page: Page[T], keys: list[str], *, grown: bool) -> None:
        if page.total is None:
            self.offset = None
            return
        if self._total not in (None, page.total):
            self.moved = True
        self._total = page.total
        self._edge = None
        if not keys or len(self.rows) >= page.total:
            self.offset = None
            self.moved = self.moved or len(self.rows) != page.total
        elif grown and len(keys) > 1:
            self.offset = page.offset + len(keys) - 1
            self._edge = keys[-1]
        else:
            # Nothing new, or one at a time: no row is left to recognise the place by.
            self.offset = page.offset + len(keys)
            self.proven = False
