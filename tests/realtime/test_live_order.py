"""The edges of the rules that order events and responses."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cortex_async.live import replica as replica_module
from cortex_async.live.changes import Added, Modified, Removed
from cortex_async.live.object_state import Fetched, MergeRules, ObjectState
from cortex_async.live.replica import Replica
from cortex_async.live.time_bounds import SLACK, bounds_of_event, bounds_of_response, compare
from cortex_async.live.transitions import apply_event, apply_response
from cortex_async.live.updates import Delete, Invalidate, Upsert
from tests.realtime.live_model import Thing
from tests.realtime.test_live_transitions import (
    DATE,
    RULES,
    A,
    B,
    C,
    after_event,
    copy_of,
    fetched,
    listing,
    with_event,
    with_response,
)

AT = DATE + 50
U = Thing("u", 1, 0)


# -- equal datetimes


def test_an_event_within_the_bounds_is_neither_before_nor_after() -> None:
    bounds = bounds_of_event(AT)
    assert [compare(at, bounds, agree=True) for at in (AT, AT - SLACK)] == [0, 0]
    assert compare(AT + 0.001, bounds, agree=True) == 1
    assert compare(AT - SLACK - 0.001, bounds, agree=True) == -1


def test_two_events_of_the_same_datetime_are_a_doubt_and_the_first_stays_shown() -> None:
    known = with_event(after_event(A, AT), B, AT)
    assert known.value == A
    assert known.doubt is not None
    assert known.doubt.event is not None
    assert (known.doubt.seq, known.doubt.at, known.doubt.event.value) == (2, AT, B)


@pytest.mark.parametrize("at", [AT, AT - 0.001])
def test_a_matching_previous_value_does_not_count_at_or_before_the_floor(at: float) -> None:
    """At the floor, up to which something else may have been shown, it proves nothing."""
    known = after_event(A, AT)
    assert with_event(known, B, at, previous=A).doubt is not None
    assert with_event(evolve(known, floor=AT - 1), B, at, previous=A).value == B


def test_the_same_value_at_the_same_datetime_changes_nothing() -> None:
    known = after_event(A, AT)
    assert with_event(known, A, AT) is known


def test_a_doubt_with_the_time_of_a_later_event_is_not_resolved_by_it() -> None:
    doubtful = apply_event(after_event(A, AT), Invalidate("t", AT + 10), 2, RULES, agree=True)
    assert with_event(doubtful, B, AT + 10).doubt is not None
    assert with_event(doubtful, B, AT + 10.001).doubt is None


def test_an_immutable_object_at_the_edge_of_what_was_shown() -> None:
    rules: MergeRules[Thing] = MergeRules(immutable=True)
    gone = ObjectState[Thing](None, bounds_of_response(DATE), floor=AT)
    assert apply_event(gone, Upsert("t", A, AT), 1, rules, agree=False).value is None
    assert apply_event(gone, Upsert("t", A, AT + 0.001), 1, rules, agree=False).value == A


# -- a response that an event overtook


def test_a_newer_response_than_the_event_that_overtook_it_is_applied() -> None:
    """The event arrived between request and response, but happened before the response."""
    known = apply_event(after_event(A, DATE), Upsert("t", B, DATE + 5), 4, RULES, agree=True)
    later = Fetched(C, bounds_of_event(DATE + 60), watermark=3)
    settled = apply_response(known, later, RULES, agree=True)
    assert (settled.value, settled.doubt) == (C, None)


def test_an_older_response_than_the_event_that_overtook_it_is_not() -> None:
    known = after_event(B, DATE + 60, seq=4)
    assert with_response(known, A, watermark=3).value == B
    assert with_response(known, A, watermark=3).doubt is None


def test_a_response_that_cannot_be_ordered_against_that_event_is_a_doubt() -> None:
    known = after_event(B, DATE + 1, seq=4)
    settled = with_response(known, A, watermark=3)
    assert (settled.value, settled.doubt is not None) == (B, True)


# -- two doubts


def test_of_two_doubts_the_second_that_only_hints_keeps_the_event_of_the_first() -> None:
    first = with_event(fetched(A), B, DATE + 1)
    both = apply_event(first, Invalidate("t", DATE + 2), 2, RULES, agree=True)
    assert both.doubt is not None
    assert (both.doubt.seq, both.doubt.at) == (2, DATE + 2)
    assert both.doubt.event is not None
    assert both.doubt.event.value == B


def test_of_two_doubts_the_newer_event_counts_in_whatever_order_they_come() -> None:
    for first, second in ((B, C), (C, B)):
        at = {id(B): DATE + 1, id(C): DATE + 2}
        known = with_event(with_event(fetched(A), first, at[id(first)]), second, at[id(second)])
        assert known.doubt is not None
        assert known.doubt.event is not None
        assert (known.doubt.event.value, known.doubt.at) == (C, DATE + 2)


def test_an_event_after_a_hint_becomes_the_event_of_the_doubt_and_the_later_datetime_stays() -> None:
    hinted = apply_event(fetched(A), Invalidate("t", DATE + 2.5), 1, RULES, agree=True)
    both = with_event(hinted, B, DATE + 1)
    assert both.doubt is not None
    assert both.doubt.event is not None
    assert (both.doubt.event.value, both.doubt.at) == (B, DATE + 2.5)


def test_a_hint_after_the_request_stays_a_doubt_after_its_response() -> None:
    """The response resolves the first of two doubts; the second arose after its request."""
    known = apply_event(with_event(fetched(A), B, DATE + 1), Invalidate("t", DATE + 30), 2, RULES, agree=True)
    settled = with_response(known, B, watermark=1, date=DATE + 10)
    assert settled.value == B
    assert settled.doubt is not None
    assert (settled.doubt.at, settled.doubt.seq) == (DATE + 30, 2)
    assert with_response(known, B, watermark=2, date=DATE + 40).doubt is None


# -- lists


def test_a_list_older_than_an_event_reverts_nothing() -> None:
    copy = copy_of([A])
    assert copy.apply_event(Upsert("t", B, AT)) == [Modified("t", A, B, frozenset({"content"}))]
    # Requested before the event, and after it but served from a cache.
    assert copy.apply_snapshot(listing([A], watermark=0, date=DATE + 1)) == []
    assert copy.apply_snapshot(listing([A], watermark=1, date=DATE + 1)) == []
    assert copy.get("t") == B


def test_a_list_that_is_older_than_a_creation_does_not_remove_it() -> None:
    copy = copy_of([A])
    assert copy.apply_event(Upsert("u", U, AT)) == [Added("u", U)]
    assert copy.apply_snapshot(listing([A], watermark=0, date=DATE + 1)) == []
    assert set(copy.values) == {"t", "u"}


def test_a_deletion_is_not_undone_by_a_list_that_is_older() -> None:
    copy = copy_of([A, U])
    assert copy.apply_event(Delete("u")) == [Removed("u", U)]
    for watermark in (0, 1, 9):
        assert copy.apply_snapshot(listing([A, U], watermark=watermark, date=DATE + 100)) == []
    assert copy.apply_event(Upsert("u", U, AT + 100)) == []


def test_a_doubt_during_an_incomplete_list_stays_and_keeps_its_event() -> None:
    copy = copy_of([A, U])
    copy.apply_event(Upsert("u", evolve(U, content=7), DATE + 1))
    assert copy.doubted == ("u",)
    # The row is missing, which proves nothing, and neither resolves nor replaces the doubt.
    assert copy.apply_snapshot(listing([A], watermark=0, date=DATE + 2, complete=False)) == []
    assert copy.doubted == ("u",)
    assert copy.get("u") == U
    assert not copy.is_hinted("u")
    changed = copy.apply_response(
        "u", Fetched(evolve(U, content=7), bounds_of_response(DATE + 9), watermark=1)
    )
    assert [type(change) for change in changed] == [Modified]
    assert not copy.in_doubt


def test_what_only_an_incomplete_list_lacks_is_fetched() -> None:
    copy = copy_of([A, U])
    copy.apply_snapshot(listing([A], date=DATE + 100, complete=False))
    assert copy.doubted == ("u",)
    assert copy.is_hinted("u")


def test_every_event_has_a_later_number_which_later_requests_include() -> None:
    copy = copy_of([A])
    numbers = [copy.seq, copy.count_list_event()]
    copy.apply_event(Invalidate("t", AT))
    numbers.append(copy.seq)
    assert numbers == [0, 1, 2]
    assert copy.is_doubted("t")
    assert copy.is_hinted("t")
    copy.apply_response("t", Fetched(A, bounds_of_response(AT + 100), watermark=1))
    assert copy.is_doubted("t")
    copy.apply_response("t", Fetched(A, bounds_of_response(AT + 100), watermark=copy.seq))
    assert not copy.is_doubted("t")


# -- what is remembered


def test_what_was_touched_last_is_forgotten_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica_module, "MAX_REMEMBERED", 3)
    copy = copy_of()
    for key in ("a", "b", "c"):
        copy.apply_event(Invalidate(key, DATE))
    copy.apply_event(Invalidate("a", DATE + 1))
    copy.apply_event(Invalidate("d", DATE))
    assert set(copy.doubted) == {"a", "c", "d"}
    assert copy.overflowed


def test_memory_holds_as_many_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica_module, "MAX_REMEMBERED", 3)
    copy = copy_of()
    for key in ("a", "b", "c"):
        copy.apply_event(Invalidate(key, DATE))
    assert (set(copy.doubted), copy.overflowed) == ({"a", "b", "c"}, False)


def test_what_is_shown_is_not_in_that_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica_module, "MAX_REMEMBERED", 2)
    things = [Thing(key, at, 0) for at, key in enumerate("abcdef")]
    copy = copy_of(things)
    for thing in things:
        copy.apply_event(Invalidate(thing.id, AT))
    assert copy.doubted == tuple("abcdef")
    assert not copy.overflowed


# -- the order in which objects are shown


def born(copy: Replica[Thing]) -> list[float]:
    return [thing.born for thing in copy.values.values()]


def test_an_object_whose_place_changes_moves() -> None:
    copy = copy_of([Thing(key, at, 0) for at, key in enumerate("abc")])
    copy.apply_event(Upsert("a", Thing("a", 9, 0), AT))
    assert list(copy.values) == ["b", "c", "a"]
    copy.apply_event(Upsert("a", Thing("a", -1, 0), AT + 10))
    assert list(copy.values) == ["a", "b", "c"]


def test_equal_objects_stay_in_order_of_arrival() -> None:
    copy = copy_of([Thing(key, 5, 0) for key in "cab"])
    copy.apply_event(Upsert("z", Thing("z", 5, 0), AT))
    copy.apply_event(Upsert("y", Thing("y", 4, 0), AT))
    assert list(copy.values) == ["y", "c", "a", "b", "z"]


def test_an_object_that_comes_back_gets_its_place() -> None:
    copy = copy_of([Thing(key, at, 0) for at, key in enumerate("abc")])
    copy.apply_snapshot(listing([Thing("a", 0, 0), Thing("c", 2, 0)], date=DATE + 100))
    copy.apply_event(Upsert("b", Thing("b", 1, 0), DATE + 200))
    assert list(copy.values) == ["a", "b", "c"]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(-3, 3)), max_size=25), st.data())
def test_values_are_always_in_order(moves: Iterable[tuple[str, int]], data: st.DataObject) -> None:
    copy = copy_of()
    at = AT
    for key, place in moves:
        at += 10
        copy.apply_event(Upsert(key, Thing(key, place, 0), at))
        if data.draw(st.booleans()):
            assert born(copy) == sorted(born(copy))
    assert born(copy) == sorted(born(copy))
