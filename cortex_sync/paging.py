"""Walking a list page by page from blocking code. The rules of the walk are those of ``cortex_async._core.paging``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from cortex_async._core.paging import Page
from cortex_async._core.paging import Pager as AsyncPager
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_sync.runner import Runner

T = TypeVar("T")


class Pager(NotCopyable, Generic[T]):
    """A list to come: ``.first_page()`` gives its first ``Page``, ``for`` walks all items, ``.pages()`` walks pages.

    Nothing is fetched before it is asked for; each walk starts anew. A walk raises what its calls raise.
    """

    __slots__ = ("_inner", "_runner")

    def __init__(self, runner: Runner, inner: AsyncPager[T]) -> None:
        self._runner = runner
        self._inner = inner

    def first_page(self) -> Page[T]:
        """The page at ``offset``."""
        return self._runner.run(self._inner.first_page)

    def __iter__(self) -> Iterator[T]:
        # By pages, since every crossing to the loop thread costs as much as some hundred items.
        for page in self.pages():
            yield from page.items

    def pages(self) -> Iterator[Page[T]]:
        """The pages in order, each with only the items that no earlier page had. The first comes even if it is empty."""
        pages = self._inner.pages()
        while (page := self._runner.following(pages)) is not None:
            yield page
