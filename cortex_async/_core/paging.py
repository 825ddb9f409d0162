"""Walking a list that the server gives in pieces by ``limit`` and ``offset``, while it may change underneath.

An item inserted before the current place shifts the rest, so items seen before come again: they are dropped. An item
removed shifts the rest the other way, so one can be missed: offsets cannot prevent that.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from typing import Generic, TypeVar, cast

from attrs import evolve, frozen

from cortex_async._core.arguments import check_count
from cortex_async._core.errors import CortexError
from cortex_async._core.runtime.not_copyable import NotCopyable

T = TypeVar("T")

MAX_BARREN_PAGES = 1000
"""Pages in a row without a new item before a walk gives up on a server that keeps promising more."""

MAX_PAST_TOTAL = 10
"""Of these, how many at offsets past the total: there is something only if the server counts filtered rows and skips raw ones."""


@frozen
class Page(Generic[T]):
    """One piece of a list.

    items: in the server's order.
    total: how many there are in all, where the API says so.
    offset: place of the first item in the list.
    """

    items: list[T]
    total: int | None
    offset: int


Fetch = Callable[[int, int], Awaitable[Page[T]]]
"""(offset, limit) -> page."""


class Pager(NotCopyable, Generic[T]):
    """A list to come: ``await`` it for its first ``Page``, ``async for`` to walk all items, ``.pages()`` to walk pages.

    page_size: items asked for at once, at least 1; the server may give fewer.
    max_items: stop after so many, None for all.
    offset: where to start, 0 for the beginning.

    Nothing is fetched before it is asked for; each walk starts anew. Raises ``ArgumentError`` for what is no size; a walk
    raises what its calls raise.
    """

    __slots__ = ("_fetch", "_max_items", "_offset", "_page_size")

    def __init__(
        self, fetch: Fetch[T], *, page_size: int, max_items: int | None = None, offset: int = 0
    ) -> None:
        check_count("page_size", page_size)
        check_count("offset", offset, 0)
        if max_items is not None:
            check_count("max_items", max_items)
        self._fetch = fetch
        self._page_size = page_size if max_items is None else min(page_size, max_items)
        self._max_items = max_items
        self._offset = offset

    def __await__(self) -> Generator[object, None, Page[T]]:
        return self.first_page().__await__()

    async def first_page(self) -> Page[T]:
        """The page at ``offset``."""
        return await self._fetch(self._offset, self._page_size)

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def pages(self) -> AsyncIterator[Page[T]]:
        """The pages in order, each with only the items that no earlier page had. The first comes even if it is empty."""
        walk: _Walk[T] = _Walk(start=self._offset, page_size=self._page_size)
        left = self._max_items
        first = True
        while left is None or left > 0:
            page = await self._fetch(walk.offset, self._page_size)
            fresh = walk.take(page)
            if left is not None:
                fresh = fresh[:left]
                left -= len(fresh)
            if fresh or first:
                yield evolve(page, items=fresh)
            first = False
            if walk.done:
                return


class _Walk(Generic[T]):
    """Where a walk stands: what was seen, which window comes next, whether it is done. No I/O."""

    __slots__ = (
        "_barren",
        "_count",
        "_edge",
        "_last",
        "_owed",
        "_page_size",
        "_seen",
        "_start",
        "done",
        "offset",
    )

    def __init__(self, *, start: int, page_size: int) -> None:
        self.offset = start
        self.done = False
        self._start = start
        self._page_size = page_size
        self._edge = start
        self._seen: set[object] = set()
        self._count = 0
        self._barren = 0
        # The least total seen: what was inserted since the walk began is not owed, and may lie behind it.
        self._owed: int | None = None
        self._last: list[T] = []

    def take(self, page: Page[T]) -> list[T]:
        """The items of ``page`` that are new; moves on to the next window."""
        fresh = self._unseen(page.items)
        self._count += len(fresh)
        self._barren = 0 if fresh else self._barren + 1
        self._last = page.items
        following = self._following(page, bool(fresh))
        if following is None:
            self.done = True
        elif self._barren > MAX_BARREN_PAGES:
            raise CortexError(
                f"paging: the server promises {page.total} items but {self._barren} pages brought none"
            )
        else:
            self.offset = following
        return fresh

    def _following(self, page: Page[T], fresh: bool) -> int | None:
        """The next offset, None at the end."""
        offset, received = self.offset, len(page.items)
        if page.total is not None:
            self._owed = page.total if self._owed is None else min(self._owed, page.total)
        if fresh:
            self._edge = offset + self._page_size
            return offset + received if page.total is None or self._lacks(page.total) else None
        if received:
            # A short page moves the window by less than its size, so this one may have shown only what the last new items
            # came with: what lies past that window is still unknown.
            return self._edge if offset < self._edge else None
        if page.total is None or self._owed is None or not self._lacks(self._owed):
            return None
        return offset + self._page_size if offset < page.total or self._barren <= MAX_PAST_TOTAL else None

    def _lacks(self, total: int) -> bool:
        return self._start + self._count < total

    def _unseen(self, items: list[T]) -> list[T]:
        # Without an id there is nothing to tell items apart by: only a page that repeats the one before counts as seen.
        repeated = items == self._last
        fresh: list[T] = []
        for item in items:
            key = _identity(item)
            if key in self._seen or (key is None and repeated):
                continue
            if key is not None:
                self._seen.add(key)
            fresh.append(item)
        return fresh


def _identity(item: object) -> str | int | None:
    key: object = (
        cast("dict[str, object]", item).get("id") if isinstance(item, dict) else getattr(item, "id", None)
    )
    return key if isinstance(key, (str, int)) else None
