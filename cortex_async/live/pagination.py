"""Fetches a list page by page without losing an object between two pages.

Each page begins with the last object of the page before. While that object is found in its place, what comes
after it in the list is still ahead; if it is not, the list has moved and the fetch starts over, a few times.
If the list never holds still, the snapshot is marked as incomplete.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from math import inf
from typing import Generic, TypeAlias, TypeVar

from cortex_async._core.paging import Page
from cortex_async.live.object_state import Reading
from cortex_async.live.reconcile import Snapshot
from cortex_async.live.time_bounds import TimeBounds

T = TypeVar("T")

ATTEMPTS = 4

FetchedPage: TypeAlias = tuple[Page[T], TimeBounds, int]
"""A page, when the server held it, and the number of the latest event when it was requested."""


async def fetch_pages(
    fetch: Callable[[int], Awaitable[FetchedPage[T]]],
    key: Callable[[T], str],
    row_bounds: Callable[[T, TimeBounds], TimeBounds] | None = None,
) -> Snapshot[T]:
    """All pages.

    ``fetch`` returns the page at an offset, ``row_bounds`` a row's bounds from those of its page; None if
    they are the same.
    """
    pages: _Pages[T] = _Pages(key, row_bounds)
    for attempt in range(1, ATTEMPTS + 1):
        pages = _Pages(key, row_bounds)
        while pages.offset is not None and (not pages.moved or attempt == ATTEMPTS):
            pages.add(*await fetch(pages.offset))
        if not pages.moved:
            break
    complete = pages.proven and not pages.moved
    as_of = TimeBounds(upper=pages.upper, dated=True)
    readings = pages.readings(Reading(as_of, pages.watermark))
    return Snapshot(pages.rows, as_of, pages.watermark, complete, readings)


class _Pages(Generic[T]):
    """The pages of one attempt.

    offset: of the next page, None at the end.
    moved: whether the pages do not fit together.
    proven: whether each page overlapped the one before.
    """

    def __init__(
        self, key: Callable[[T], str], row_bounds: Callable[[T, TimeBounds], TimeBounds] | None
    ) -> None:
        self.rows: dict[str, T] = {}
        self.upper = -inf
        self.watermark = -1
        self.moved = False
        self.proven = True
        self.offset: int | None = 0
        self._key = key
        self._row_bounds = row_bounds
        self._pages: list[tuple[list[str], Reading]] = []
        self._edge: str | None = None
        self._total: int | None = None

    def add(self, page: Page[T], as_of: TimeBounds, watermark: int) -> None:
        keys = [self._key(item) for item in page.items]
        if self.watermark < 0:
            self.watermark = watermark
        if self._edge is not None and keys[:1] != [self._edge]:
            self.moved = True
        self.upper = max(self.upper, as_of.upper)
        before = len(self.rows)
        self.rows.update(zip(keys, page.items, strict=True))
        self._pages.append((keys, Reading(as_of, watermark)))
        self._advance(page, keys, grown=len(self.rows) > before)

    def readings(self, whole: Reading) -> dict[str, Reading]:
        """When each row was read, unless all were read with the ``whole`` list."""
        if self._row_bounds is None and [reading for _, reading in self._pages] == [whole]:
            return {}
        found = {key: reading for keys, reading in self._pages for key in keys}
        bounds = self._row_bounds
        if bounds is not None:
            return {
                key: Reading(bounds(self.rows[key], reading.as_of), reading.watermark)
                for key, reading in found.items()
            }
        return found

    def _advance(self, page: Page[T], keys: list[str], *, grown: bool) -> None:
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
            # Nothing new, or one row a page: no row is left that the next page could begin with.
            self.offset = page.offset + len(keys)
            self.proven = False
