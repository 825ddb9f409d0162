"""Compares a whole list with what is known: which objects exist, which are gone, which must be fetched.

No I/O, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from attrs import evolve, field, frozen

from cortex_async.live.object_state import Doubt, Fetched, MergeRules, ObjectState, Reading
from cortex_async.live.time_bounds import TimeBounds
from cortex_async.live.transitions import apply_response

T = TypeVar("T")

UNKNOWN: TimeBounds = TimeBounds(dated=True)


@frozen
class Snapshot(Generic[T]):
    """A list as its pages returned it.

    rows: the objects by id.
    as_of: bounds of the list as a whole. What the list lacks was absent at some time up to ``as_of.upper``.
    watermark: number of the latest event when the first page was requested.
    complete: whether the pages fit together. If not, a missing object may only have moved from one page to
        the next.
    readings: when each row was read, by id; a row that is not in it was read when the list was.
    """

    rows: Mapping[str, T]
    as_of: TimeBounds
    watermark: int
    complete: bool = True
    readings: Mapping[str, Reading] = field(factory=dict[str, Reading])


def absent_after(absent: ObjectState[T], snapshot: Snapshot[T]) -> ObjectState[T]:
    """The state of every unknown object after a snapshot. ``absent`` is the one before."""
    upper = min(absent.as_of.upper, snapshot.as_of.upper)
    return evolve(absent, as_of=evolve(snapshot.as_of, upper=upper))


class Listed(Generic[T]):
    """The states of the rows of a snapshot of which nothing was known.

    They differ only in their values, so rows that were read together share one state without a value. It is
    what a list of a million objects has in memory besides the objects.

    absent: the state of an unknown object after the snapshot.
    """

    def __init__(
        self, absent: ObjectState[T], snapshot: Snapshot[T], rules: MergeRules[T], *, agree: bool
    ) -> None:
        self._absent = absent
        self._snapshot = snapshot
        self._whole = Reading(snapshot.as_of, snapshot.watermark)
        self._rules = rules
        self._agree = agree
        self._latest: tuple[Reading, ObjectState[T]] | None = None

    def fetched(self, key: str, value: T) -> Fetched[T]:
        """A row as a response has it."""
        reading = self._snapshot.readings.get(key, self._whole)
        return Fetched(value, reading.as_of, reading.watermark)

    def state(self, key: str) -> ObjectState[T]:
        """The state of a row that was unknown, without its value."""
        reading = self._snapshot.readings.get(key, self._whole)
        if self._latest is None or self._latest[0] is not reading:
            row = self.fetched(key, self._snapshot.rows[key])
            state = apply_response(self._absent, row, self._rules, agree=self._agree)
            self._latest = reading, state.showing(None)
        return self._latest[1]

    def states(self) -> tuple[ObjectState[T], dict[str, ObjectState[T]]]:
        """The state of the rows if all were unknown, and those of the rows that were read at another time."""
        readings = self._snapshot.readings
        if not self._snapshot.rows:
            return self._absent, {}
        if readings:
            return self._absent, {key: self.state(key) for key in self._snapshot.rows}
        return self.state(next(iter(self._snapshot.rows))), {}


def reconcile(
    known: Callable[[str], ObjectState[T] | None],
    keys: Iterable[str],
    absent: ObjectState[T],
    snapshot: Snapshot[T],
    rules: MergeRules[T],
    *,
    agree: bool,
) -> Iterator[tuple[str, T | None, ObjectState[T]]]:
    """Each object of which something else is known after a snapshot, with its value and its state.

    The state of a row of which nothing was known has no value, see ``Listed``.

    known: returns the state of an object, None if nothing is known of it.
    keys: the objects of which something is known.
    absent: the state of an unknown object after the snapshot.
    """
    missing = [(key, known(key) or absent) for key in keys if key not in snapshot.rows]
    listed = Listed(absent, snapshot, rules, agree=agree)
    for key, value in snapshot.rows.items():
        before = known(key)
        if before is None:
            yield key, value, listed.state(key)
            continue
        after = apply_response(_rebased(before, absent), listed.fetched(key, value), rules, agree=agree)
        if after is not before:
            yield key, after.value, after
    gone: Fetched[T] = Fetched(None, snapshot.as_of, snapshot.watermark)
    for key, before in missing:
        rebased = _rebased(before, absent)
        if rebased.value is not None and not snapshot.complete:
            after = _unproven(rebased)
        else:
            after = apply_response(rebased, gone, rules, agree=agree)
        if after is not before:
            yield key, after.value, after


def _rebased(state: ObjectState[T], absent: ObjectState[T]) -> ObjectState[T]:
    """An object known from events but never shown is absent as of the snapshot, like every unknown object."""
    return state if state.was_shown else evolve(state, as_of=absent.as_of)


def _unproven(state: ObjectState[T]) -> ObjectState[T]:
    doubt = state.doubt or Doubt(state.seq, state.as_of.lower)
    return evolve(state, doubt=doubt)
