"""Iteration over a list that the server pages by ``limit`` and ``offset``, and that may change meanwhile.

If an item is inserted before the current offset, items come a second time and are dropped. If one is removed,
an
item may be missed: offsets cannot prevent that.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from typing import Generic, TypeVar, cast

from attrs import evolve, frozen

from cortex_async._core.arguments import check_count
from cortex_async._core.errors import CortexError
from cortex_async._core.runtime.not_copyable import NotCopyable

T = TypeVar("T")

MAX_PAGES_WITHOUT_NEW = 1000
"""Pages in a row without a new item after which the iteration gives up, although the server reports more."""

MAX_PAST_TOTAL = 10
"""How many of these may be at offsets past the total: items are there only if ``total`` counts filtered rows
and ``offset`` raw ones."""


@frozen
class Page(Generic[T]):
    """One page of a list.

    items: in the server's order.
    total: number of items in the whole list, None if the API does not report it.
    offset: position of the first item in the list, from 0.
    """

    items: list[T]
    total: int | None
    offset: int


Fetch = Callable[[int, int], Awaitable[Page[T]]]
"""(offset, limit) -> page."""


class Pager(NotCopyable, Generic[T]):
    """A paged list: ``await`` it for its first ``Page``, iterate over it for all items.

    Iterate over ``.pages()`` for all pages.

    page_size: items per request, at least 1; the server may return fewer.
    max_items: how many items to stop after, None for all.
    offset: position to start at, 0 for the beginning.

    Nothing is fetched before it is needed; each iteration starts over. Raises ``ArgumentError`` for a size or
    offset that cannot be used; an iteration raises what its calls raise.
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
        """Fetch the page at ``offset``."""
        return await self._fetch(self._offset, self._page_size)

    async def all(self) -> list[T]:
        """All items in one list, at most ``max_items``."""
        return [item async for item in self]

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def pages(self) -> AsyncIterator[Page[T]]:
        """Iterate over the pages in order, each without the items of earlier ones.

        The first page is yielded even if it is empty.
        """
        walk: _Walk[T] = _Walk(start=self._offset, page_size=self._page_size)
        left = self._max_items
        first = True
        while left is None or left > 0:
            page = await self._fetch(walk.offset, self._page_size)
            new = walk.take(page)
            if left is not None:
                new = new[:left]
                left -= len(new)
            if new or first:
                yield evolve(page, items=new)
            first = False
            if walk.done:
                return


class _Walk(Generic[T]):
    """State of one iteration: which items were seen, which offset comes next, whether it is done. No I/O."""

    __slots__ = (
        "_count",
        "_edge",
        "_last",
        "_least_total",
        "_page_size",
        "_pages_without_new",
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
        self._pages_without_new = 0
        # What was inserted since the iteration began need not be found, and may be at offsets already passed.
        self._least_total: int | None = None
        self._last: list[T] = []

    def take(self, page: Page[T]) -> list[T]:
        """Return the new items of ``page`` and move to the next offset.

        Raises ``CortexError`` if that leads nowhere.
        """
        new = self._unseen(page.items)
        self._count += len(new)
        self._pages_without_new = 0 if new else self._pages_without_new + 1
        self._last = page.items
        following = self._next_offset(page, bool(new))
        if following is None:
            self.done = True
        elif self._pages_without_new > MAX_PAGES_WITHOUT_NEW:
            raise CortexError(
                f"the list cannot be read to its end: the server reports {page.total} items in total, "
                f"but {self._pages_without_new} pages in a row had no new one"
            )
        else:
            self.offset = following
        return new

    def _next_offset(self, page: Page[T], has_new: bool) -> int | None:
        """Return the next offset, None at the end."""
        offset, received = self.offset, len(page.items)
        if page.total is not None:
            self._least_total = (
                page.total if self._least_total is None else min(self._least_total, page.total)
            )
        if has_new:
            self._edge = offset + self._page_size
            return offset + received if page.total is None or self._lacks(page.total) else None
        if received:
            # After a short page the offset moves by less than the page size, so this page may overlap the one
            # with the last new items: what follows that one is still unknown.
            return self._edge if offset < self._edge else None
        if page.total is None or self._least_total is None or not self._lacks(self._least_total):
            return None
        more = offset < page.total or self._pages_without_new <= MAX_PAST_TOTAL
        return offset + self._page_size if more else None

    def _lacks(self, total: int) -> bool:
        return self._start + self._count < total

    def _unseen(self, items: list[T]) -> list[T]:
        # Items without an id cannot be told apart: they count as seen only if the whole page repeats the one
        # before.
        repeated = items == self._last
        new: list[T] = []
        for item in items:
            key = _identity(item)
            if key in self._seen or (key is None and repeated):
                continue
            if key is not None:
                self._seen.add(key)
            new.append(item)
        return new


def _identity(item: object) -> str | int | None:
    key: object = (
        cast("dict[str, object]", item).get("id") if isinstance(item, dict) else getattr(item, "id", None)
    )
    return key if isinstance(key, (str, int)) else None
