"""Pagers over lists that servers filter, cut, shift, and count wrongly."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from cortex_async._core import paging
from cortex_async._core.errors import CortexError
from cortex_async._core.paging import Page, Pager


@define
class Item:
    id: str


@define
class Server:
    """A list behind limit and offset, with the quirks of servers."""

    rows: list[Item]
    matches: Callable[[Item], bool] = lambda item: True
    most: int = 10**9
    knows_total: bool = True
    before_fetch: Callable[[Server, int], None] = lambda server, number: None
    calls: int = 0

    async def fetch(self, offset: int, limit: int) -> Page[Item]:
        self.calls += 1
        self.before_fetch(self, self.calls)
        window = self.rows[offset : offset + min(limit, self.most)]
        total = sum(map(self.matches, self.rows)) if self.knows_total else None
        return Page([item for item in window if self.matches(item)], total, offset)

    def pager(self, page_size: int = 10, **more: Any) -> Pager[Item]:
        return Pager(self.fetch, page_size=page_size, **more)


def items(count: int, start: int = 0) -> list[Item]:
    return [Item(f"i{number}") for number in range(start, start + count)]


async def walk(pager: Pager[Item]) -> list[Item]:
    return [item async for item in pager]


async def test_awaiting_returns_the_first_page() -> None:
    server = Server(items(25))
    page = await server.pager()
    assert (page.items, page.total, page.offset) == (items(10), 25, 0)
    assert server.calls == 1
    assert (await server.pager(offset=20).first_page()).items == items(5, 20)


async def test_iterating_returns_everything_with_no_more_requests_than_needed() -> None:
    server = Server(items(25))
    assert await walk(server.pager()) == items(25)
    assert server.calls == 3


async def test_a_pager_can_be_iterated_more_than_once() -> None:
    pager = Server(items(12)).pager()
    assert await walk(pager) == await walk(pager) == items(12)


async def test_pages_contain_only_new_items() -> None:
    server = Server(items(20))

    def insert(server: Server, number: int) -> None:
        if number == 2:
            server.rows.insert(0, Item("new"))

    server.before_fetch = insert
    pages = [page async for page in server.pager().pages()]
    assert [len(page.items) for page in pages] == [10, 9, 1]
    assert [item for page in pages for item in page.items] == items(20)


async def test_an_empty_list_has_one_empty_page() -> None:
    pages = [page async for page in Server([]).pager().pages()]
    assert pages == [Page([], 0, 0)]


async def test_max_items() -> None:
    server = Server(items(25))
    assert await walk(server.pager(max_items=13)) == items(13)
    assert server.calls == 2
    assert (await server.pager(max_items=3)).items == items(3)


async def test_a_start_in_the_middle() -> None:
    assert await walk(Server(items(25)).pager(offset=12)) == items(13, 12)


async def test_a_server_that_returns_fewer_items_than_asked() -> None:
    assert await walk(Server(items(25), most=4).pager()) == items(25)
    assert await walk(Server(items(25), most=4, knows_total=False).pager()) == items(25)


async def test_a_short_or_empty_page_is_not_the_end_while_the_total_is_higher() -> None:
    server = Server(items(60), matches=lambda item: int(item.id[1:]) not in range(8, 41))
    assert await walk(server.pager()) == [*items(8), *items(19, 41)]


async def test_without_a_total_a_short_page_is_not_the_end() -> None:
    server = Server(items(30), matches=lambda item: int(item.id[1:]) % 2 == 0, knows_total=False)
    assert await walk(server.pager()) == [item for item in items(30) if int(item.id[1:]) % 2 == 0]


@pytest.mark.parametrize("count", [4, 10, 13])
async def test_a_server_that_ignores_the_offset_ends_the_iteration_soon(count: int) -> None:
    calls = 0

    async def same(offset: int, limit: int) -> Page[Item]:
        nonlocal calls
        calls += 1
        return Page(items(count), None, offset)

    assert await walk(Pager(same, page_size=10)) == items(count)
    assert calls <= 3


async def test_items_without_an_id_are_recognised_by_their_page() -> None:
    calls = 0

    async def same(offset: int, limit: int) -> Page[str]:
        nonlocal calls
        calls += 1
        return Page(["a", "b"], None, offset)

    assert [item async for item in Pager(same, page_size=2)] == ["a", "b"]
    assert calls == 2

    async def letters(offset: int, limit: int) -> Page[str]:
        return Page(list("aabbccdd"[offset : offset + limit]), 8, offset)

    assert [item async for item in Pager(letters, page_size=3)] == list("aabbccdd")


async def test_a_total_that_is_never_reached_ends_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MAX_PAGES_WITHOUT_NEW", 5)

    async def promise(offset: int, limit: int) -> Page[Item]:
        return Page(items(10) if offset == 0 else [], 10**9, offset)

    seen: list[Item] = []

    async def collect() -> None:
        async for item in Pager(promise, page_size=10):
            seen.append(item)  # noqa: PERF401  (the items before the error are checked)

    with pytest.raises(
        CortexError, match="reports 1000000000 items in total, but 6 pages in a row had no new one"
    ):
        await collect()
    assert seen == items(10)


async def test_a_total_that_is_a_little_too_high_ends_quietly() -> None:
    calls = 0

    async def stale(offset: int, limit: int) -> Page[Item]:
        nonlocal calls
        calls += 1
        return Page(items(12)[offset : offset + limit], 14, offset)

    assert await walk(Pager(stale, page_size=10)) == items(12)
    assert calls <= 3 + paging.MAX_PAST_TOTAL


@pytest.mark.parametrize(
    "wrong", [{"page_size": 0}, {"page_size": True}, {"page_size": 1.5}, {"max_items": 0}, {"offset": -1}]
)
def test_sizes_are_checked_before_anything_is_fetched(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a whole number >="):
        Pager(Server([]).fetch, **{"page_size": 10, **wrong})


@given(
    count=st.integers(0, 60),
    page_size=st.integers(1, 15),
    most=st.integers(1, 15),
    hidden=st.sets(st.integers(0, 59)),
    knows_total=st.booleans(),
)
async def test_an_unchanging_list_is_iterated_without_repeats_or_endless_loops(
    count: int, page_size: int, most: int, hidden: set[int], knows_total: bool
) -> None:
    server = Server(
        items(count), lambda item: int(item.id[1:]) not in hidden, most=most, knows_total=knows_total
    )
    got = await walk(server.pager(page_size))
    wanted = [item for item in items(count) if server.matches(item)]
    assert len({item.id for item in got}) == len(got)
    assert [item for item in wanted if item in got] == got
    assert server.calls <= 2 * count + 13
    longest_gap = max(
        map(len, re.findall("x+", "".join("x" if n in hidden else "." for n in range(count)))), default=0
    )
    if not hidden or (knows_total and most >= page_size and longest_gap < page_size * paging.MAX_PAST_TOTAL):
        assert got == wanted


@given(
    count=st.integers(0, 40),
    page_size=st.integers(1, 10),
    inserts=st.dictionaries(st.integers(2, 12), st.tuples(st.integers(0, 40), st.integers(1, 3))),
    knows_total=st.booleans(),
)
async def test_inserts_shift_the_list_and_nothing_is_lost_or_repeated(
    count: int, page_size: int, inserts: dict[int, tuple[int, int]], knows_total: bool
) -> None:
    def insert(server: Server, number: int) -> None:
        place, how_many = inserts.get(number, (0, 0))
        server.rows[place:place] = [Item(f"n{number}-{index}") for index in range(how_many)]

    server = Server(items(count), knows_total=knows_total, before_fetch=insert)
    got = [item.id for item in await walk(server.pager(page_size))]
    assert len(set(got)) == len(got)
    originals = [key for key in got if key.startswith("i")]
    # A page of only known items ends the iteration: that takes as many inserts at once as a page is long.
    if all(how_many < page_size for _, how_many in inserts.values()):
        assert originals == [item.id for item in items(count)]


@given(
    deletions=st.lists(st.integers(0, 30), max_size=10),
    page_size=st.integers(1, 10),
    knows_total=st.booleans(),
)
async def test_deletions_shift_the_list_and_nothing_is_repeated(
    deletions: list[int], page_size: int, knows_total: bool
) -> None:
    def delete(server: Server, number: int) -> None:
        if number - 2 in range(len(deletions)) and server.rows:
            del server.rows[deletions[number - 2] % len(server.rows)]

    server = Server(items(30), knows_total=knows_total, before_fetch=delete)
    got = [item.id for item in await walk(server.pager(page_size))]
    assert len(set(got)) == len(got)
    assert server.calls <= 80


async def test_all_items_as_one_list() -> None:
    async def fetch(offset: int, limit: int) -> Page[int]:
        return Page(list(range(offset, min(offset + limit, 7))), 7, offset)

    assert await Pager(fetch, page_size=3).all() == list(range(7))
    assert await Pager(fetch, page_size=3, max_items=4).all() == list(range(4))
