"""The rules that order events and responses, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import pytest
from attrs import evolve

from cortex_async._core.paging import Page
from cortex_async._core.response import Headers
from cortex_async.live import replica as replica_module
from cortex_async.live.changes import Added, Modified, Removed, change_between
from cortex_async.live.object_state import Doubt, Fetched, MergeRules, ObjectState
from cortex_async.live.pagination import ATTEMPTS, FetchedPage, fetch_pages
from cortex_async.live.reconcile import UNKNOWN, Snapshot
from cortex_async.live.replica import Replica
from cortex_async.live.time_bounds import (
    FINAL,
    SLACK,
    ClockComparison,
    TimeBounds,
    bounds_of_event,
    bounds_of_response,
    read_date,
)
from cortex_async.live.transitions import apply_event, apply_response
from cortex_async.live.updates import Delete, Invalidate, Upsert
from tests.realtime.live_model import Thing

RULES: MergeRules[Thing] = MergeRules()
A, B, C = (Thing("t", 0, content) for content in range(3))
DATE = 1000.0
READ = bounds_of_response(DATE)
"""Bounds of a response. It may or may not include what happened until 1003."""


def fetched(value: Thing | None = A, watermark: int = 0) -> ObjectState[Thing]:
    return ObjectState(value, READ, seq=watermark)


def after_event(value: Thing, at: float, seq: int = 1) -> ObjectState[Thing]:
    return apply_event(
        ObjectState(None, TimeBounds(upper=-inf, dated=True)), Upsert("t", value, at), seq, RULES, agree=True
    )


def with_event(
    known: ObjectState[Thing], value: Thing, at: float, previous: Thing | None = None, **how: bool
) -> ObjectState[Thing]:
    event = Upsert("t", value, at, lambda: previous)
    return apply_event(known, event, known.seq + 1, RULES, agree=how.get("agree", True))


def with_response(
    known: ObjectState[Thing], value: Thing | None, watermark: int, date: float = DATE, agree: bool = True
) -> ObjectState[Thing]:
    return apply_response(known, Fetched(value, bounds_of_response(date), watermark), RULES, agree=agree)


# -- an event against a response


def test_an_event_after_the_response_is_applied() -> None:
    known = with_event(fetched(), B, DATE + 1 + SLACK + 0.001)
    assert (known.value, known.doubt) == (B, None)


def test_an_event_that_the_response_may_include_is_in_doubt() -> None:
    known = with_event(fetched(), B, DATE)
    assert known.value == A
    assert known.doubt is not None
    assert known.doubt.event is not None
    assert known.doubt.event.value == B


def test_an_event_with_a_matching_previous_value_is_applied() -> None:
    known = with_event(fetched(), B, DATE, previous=A)
    assert (known.value, known.doubt) == (B, None)
    assert with_event(known, C, DATE + 0.5).value == C


def test_but_not_if_another_value_was_shown_in_between() -> None:
    """B was shown and then A again; the event A -> B that arrives now is the first one."""
    known = with_response(fetched(B), A, watermark=0, date=DATE + 1)
    known = with_event(known, B, DATE + 0.5, previous=A)
    assert known.value == A
    assert known.doubt is not None


def test_an_event_with_the_shown_value_dates_it() -> None:
    known = with_event(fetched(), A, DATE)
    assert known.doubt is None
    known = with_event(known, B, DATE + 0.5)
    assert (known.value, known.doubt) == (B, None)


def test_if_the_clocks_disagree_nothing_is_compared_with_a_response() -> None:
    known = with_event(fetched(), B, DATE + 1_000_000, agree=False)
    assert known.value == A
    assert known.doubt is not None


# -- an event against an event


def test_an_event_long_before_another_is_ignored() -> None:
    known = after_event(B, 1000)
    assert with_event(known, A, 1000 - SLACK - 0.001) is known


@pytest.mark.parametrize("at", [1000 - SLACK / 2, 1000.0])
def test_an_event_that_comes_slightly_late_is_in_doubt(at: float) -> None:
    known = with_event(after_event(B, 1000), A, at)
    assert known.value == B
    assert known.doubt is not None


def test_the_same_event_again_changes_nothing() -> None:
    known = after_event(B, 1000)
    assert with_event(known, B, 1000) == known


def test_a_deletion_is_final() -> None:
    known = apply_event(after_event(B, 1000), Delete("t"), 2, RULES, agree=True)
    assert (known.value, known.as_of) == (None, FINAL)
    assert with_event(known, A, 2000) is known
    assert with_response(known, A, watermark=99) is known


def test_a_hint_is_a_doubt_that_only_something_later_resolves() -> None:
    known = apply_event(after_event(A, 1000), Invalidate("t", 1005), 2, RULES, agree=True)
    assert (known.value, known.doubt) == (A, Doubt(2, 1005))
    assert with_event(known, B, 1004).doubt == Doubt(2, 1005)
    assert with_event(known, B, 1006).doubt is None


# -- a response


def test_a_response_requested_after_the_doubt_resolves_it() -> None:
    doubtful = with_event(fetched(), B, DATE)
    known = with_response(doubtful, C, watermark=1, date=DATE)
    assert (known.value, known.doubt) == (C, None)


def test_a_response_requested_before_does_not() -> None:
    doubtful = with_event(fetched(), B, DATE)
    known = with_response(doubtful, C, watermark=0, date=DATE)
    assert known.value == C
    assert known.doubt is not None


def test_a_response_equal_to_the_event_gets_its_time() -> None:
    """Nothing was shown before, so later events are ordered at once instead of being in doubt for three
    seconds.
    """
    unknown: ObjectState[Thing] = ObjectState(None, READ)
    known = with_response(with_event(unknown, B, DATE), B, watermark=1)
    assert (known.value, known.doubt, known.as_of) == (B, None, bounds_of_event(DATE))
    assert with_event(known, C, DATE + 0.1).value == C


def test_a_response_overtaken_by_a_later_event_is_ignored() -> None:
    known = with_response(after_event(B, DATE + 10, seq=5), A, watermark=4)
    assert (known.value, known.doubt) == (B, None)


def test_a_response_overtaken_by_an_event_of_the_same_time_is_fetched_again() -> None:
    known = with_response(after_event(B, DATE, seq=5), A, watermark=4)
    assert known.value == B
    assert known.doubt is not None
    assert with_response(known, C, watermark=5).value == C


def test_a_response_that_agrees_does_not_put_later_events_in_doubt() -> None:
    known = with_response(after_event(B, DATE - 100), B, watermark=1, date=DATE)
    assert (with_event(known, C, DATE).value, known.seq) == (C, 1)


def test_a_response_from_a_cache_is_ignored() -> None:
    known = after_event(B, DATE)
    assert with_response(known, A, watermark=1, date=DATE - 60) is known
    assert with_response(known, A, watermark=1, date=DATE - 60, agree=False).value == A


def test_what_a_response_lacks_is_gone_but_may_come_back_later() -> None:
    known = with_response(after_event(B, DATE - 100), None, watermark=1)
    assert known.value is None
    assert with_event(known, B, DATE).value is None
    assert with_event(known, B, DATE + 10).value == B


def test_rows_with_their_own_time_need_no_clock() -> None:
    known = apply_response(
        ObjectState(None, UNKNOWN), Fetched(B, bounds_of_event(500), 0), RULES, agree=False
    )
    assert with_event(known, C, 501, agree=False).value == C
    assert with_event(known, A, 400, agree=False).value == B
    assert with_event(known, A, 499, previous=B, agree=False).doubt is not None


def test_immutable_objects_are_completed_and_never_in_doubt() -> None:
    def completed(old: Thing, new: Thing) -> Thing:
        return evolve(new, content=max(old.content, new.content))

    rules: MergeRules[Thing] = MergeRules(completed, immutable=True)
    known = apply_event(fetched(A), Upsert("t", C, DATE), 1, rules, agree=True)
    assert (known.value, known.doubt) == (C, None)
    known = apply_response(known, Fetched(A, bounds_of_response(DATE), 0), rules, agree=True)
    assert (known.value, known.doubt) == (C, None)
    assert apply_event(ObjectState(None, READ), Upsert("t", A, DATE), 1, rules, agree=True).value == A


# -- clocks


def test_clocks_agree_until_an_event_comes_from_the_future() -> None:
    clocks = ClockComparison()
    clocks.saw_response(1000, requested=50.5)
    clocks.saw_event(1000.9, now=51)
    assert clocks.agree
    clocks.saw_event(900, now=52)
    assert clocks.agree
    clocks.saw_event(1001.5 + SLACK + 0.1, now=51)
    assert not clocks.agree


def test_a_slow_response_does_not_make_an_event_look_like_one_from_the_future() -> None:
    """The server's clock showed 1000 when the response began; the 20 s that it took to arrive do not matter."""
    clocks = ClockComparison()
    clocks.saw_response(1000, requested=50)
    clocks.saw_event(1021, now=70)
    assert clocks.agree


def test_an_event_before_the_first_response_counts_too() -> None:
    clocks = ClockComparison()
    clocks.saw_event(5000, now=50)
    clocks.saw_response(1000, requested=51)
    assert not clocks.agree


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Thu, 01 Jan 1970 00:16:40 GMT", 1000),
        ("Thu, 01 Jan 1970 00:16:40 -0000", 1000),
        ("soon", None),
        ("", None),
    ],
)
def test_the_date_of_a_response(text: str, seconds: float | None) -> None:
    assert read_date(Headers([("Date", text)])) == seconds
    assert read_date(Headers()) is None


# -- changes


def test_a_change_names_the_fields_that_differ() -> None:
    assert change_between("t", None, A) == Added("t", A)
    assert change_between("t", A, None) == Removed("t", A)
    assert change_between("t", A, B) == Modified("t", A, B, frozenset({"content"}))
    assert change_between("t", A, evolve(A)) is None
    assert change_between("t", None, None) is None


# -- pages


class Book:
    """A list read page by page, which changes while it is read."""

    def __init__(self, count: int, size: int = 3) -> None:
        self.things = [Thing(f"t{number}", number, 0) for number in range(count)]
        self.size = size
        self.offsets: list[int] = []
        self.between: dict[int, int] = {}
        """Before the read with this number, the thing at this position is removed."""

    async def page(self, offset: int) -> FetchedPage[Thing]:
        gone = self.between.pop(len(self.offsets), None)
        if gone is not None:
            del self.things[gone]
        self.offsets.append(offset)
        page = Page(self.things[offset : offset + self.size], len(self.things), offset)
        return page, bounds_of_response(DATE + len(self.offsets)), len(self.offsets)

    async def fetch_pages(self) -> Snapshot[Thing]:
        return await fetch_pages(self.page, lambda thing: thing.id)


async def test_pages_overlap_by_one_row() -> None:
    book = Book(7)
    snapshot = await book.fetch_pages()
    assert book.offsets == [0, 2, 4]
    assert list(snapshot.rows) == [f"t{number}" for number in range(7)]
    assert snapshot.complete
    assert (snapshot.watermark, snapshot.as_of.upper) == (1, DATE + 3 + 1 + SLACK)
    assert [snapshot.readings[key].watermark for key in ("t0", "t2", "t4", "t6")] == [1, 2, 3, 3]


@pytest.mark.parametrize("count", [0, 1, 3])
async def test_a_list_of_one_page_is_fetched_once(count: int) -> None:
    book = Book(count)
    snapshot = await book.fetch_pages()
    assert (book.offsets, len(snapshot.rows), snapshot.complete) == ([0], count, True)


async def test_a_row_that_disappears_makes_the_fetch_start_over() -> None:
    """Without the overlap the row after the second page would have moved into the first one, unseen."""
    book = Book(8)
    book.between = {1: 0}
    snapshot = await book.fetch_pages()
    assert book.offsets == [0, 2, 0, 2, 4]
    assert list(snapshot.rows) == [f"t{number}" for number in range(1, 8)]
    assert snapshot.complete


async def test_a_removed_and_an_added_row_do_not_hide_each_other() -> None:
    book = Book(8)

    async def page(offset: int) -> FetchedPage[Thing]:
        if len(book.offsets) == 1:
            del book.things[0]
            book.things.append(Thing("late", 99, 0))
        return await book.page(offset)

    snapshot = await fetch_pages(page, lambda thing: thing.id)
    assert {thing.id for thing in book.things} == snapshot.rows.keys()


async def test_a_list_that_never_holds_still_is_incomplete() -> None:
    book = Book(40)
    book.between = dict.fromkeys(range(1, 100), 0)
    snapshot = await book.fetch_pages()
    assert not snapshot.complete
    assert book.offsets.count(0) == ATTEMPTS


async def test_a_server_that_returns_one_row_at_a_time_is_fetched_to_the_end() -> None:
    book = Book(4, size=1)
    snapshot = await book.fetch_pages()
    assert book.offsets == [0, 1, 2, 3]
    assert (len(snapshot.rows), snapshot.complete) == (4, False)


# -- the copy


def copy_of(things: Sequence[Thing] = ()) -> Replica[Thing]:
    copy: Replica[Thing] = Replica(RULES, lambda thing: thing.born)
    copy.apply_snapshot(listing(things))
    return copy


def listing(
    things: Sequence[Thing], *, watermark: int = 0, date: float = DATE, complete: bool = True
) -> Snapshot[Thing]:
    rows = {thing.id: thing for thing in things}
    return Snapshot(rows, bounds_of_response(date), watermark, complete)


def test_what_an_incomplete_list_lacks_is_fetched_and_not_removed() -> None:
    copy = copy_of([A, Thing("u", 1, 0)])
    assert copy.apply_snapshot(listing([A], date=DATE + 100, complete=False)) == []
    assert copy.doubted == ("u",)
    assert copy.apply_response("u", Fetched(None, bounds_of_response(DATE + 101), 0)) == [
        Removed("u", Thing("u", 1, 0))
    ]
    assert not copy.in_doubt


def test_changes_of_a_list_come_together_with_removals_first() -> None:
    copy = copy_of([A, Thing("u", 1, 0)])
    assert copy.apply_snapshot(listing([B, Thing("v", 2, 0)], date=DATE + 100)) == [
        Removed("u", Thing("u", 1, 0)),
        Modified("t", A, B, frozenset({"content"})),
        Added("v", Thing("v", 2, 0)),
    ]


def test_objects_are_in_order_and_a_returned_mapping_does_not_change() -> None:
    copy = copy_of([Thing("b", 2, 0)])
    taken = copy.values
    copy.apply_event(Upsert("c", Thing("c", 3, 0), DATE + 50))
    copy.apply_event(Upsert("a", Thing("a", 1, 0), DATE + 51))
    assert list(copy.values) == ["a", "b", "c"]
    assert list(taken) == ["b"]
    with pytest.raises(TypeError):
        copy.values["x"] = A  # type: ignore[index]  # the point


def test_events_before_the_first_list_are_kept_one_per_object() -> None:
    copy: Replica[Thing] = Replica(RULES, lambda thing: thing.born)
    for second in range(100):
        assert copy.apply_event(Upsert("t", evolve(A, content=second), DATE - 100 + second)) == []
    assert copy.doubted == ("t",)
    copy.apply_snapshot(listing([evolve(A, content=99)], watermark=100))
    assert not copy.in_doubt


def test_memory_of_hidden_objects_is_bounded_and_reports_what_it_forgets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replica_module, "MAX_REMEMBERED", 3)
    copy = copy_of()
    for number in range(4):
        copy.apply_event(Delete(f"gone{number}"))
    assert not copy.overflowed
    for number in range(4):
        copy.apply_event(Upsert(f"u{number}", Thing(f"u{number}", 0, 0), DATE))
    assert copy.overflowed
    assert copy.doubted == ("u1", "u2", "u3")
    copy.apply_snapshot(listing([]))
    assert not copy.overflowed
