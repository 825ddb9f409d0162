"""Lists page by page, for blocking code. ``cortex_async._core.paging`` decides how the pages are fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from cortex_async._core.paging import Page
from cortex_async._core.paging import Pager as AsyncPager
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_sync.bridge.runner import Runner

T = TypeVar("T")


class Pager(NotCopyable, Generic[T]):
    """A list that is fetched page by page: ``for`` yields all items, ``pages()`` its pages, ``first_page()``
    the first one.

    Pages are fetched when they are needed; each iteration starts at the beginning, and raises what its calls
    raise.
    """

    __slots__ = ("_inner", "_runner")

    def __init__(self, runner: Runner, inner: AsyncPager[T]) -> None:
        self._runner = runner
        self._inner = inner

    def first_page(self) -> Page[T]:
        """The page at ``offset``. Raises what the call raises."""
        return self._runner.run(self._inner.first_page)

    def all(self) -> list[T]:
        """All items in one list, at most ``max_items``."""
        return list(self)

    def __iter__(self) -> Iterator[T]:
        # Page by page: one hand-over to the loop thread costs as much as some hundred items.
        for page in self.pages():
            yield from page.items

    def pages(self) -> Iterator[Page[T]]:
        """The pages in order, each without items that an earlier page had.

        The first page is yielded even if it is empty.
        """
        pages = self._inner.pages()
        while (page := self._runner.following(pages)) is not None:
            yield page
