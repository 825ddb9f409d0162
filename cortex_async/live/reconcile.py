"""Compares a whole list with what is known: which objects exist, which are gone, which must be fetched.

No I/O, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from attrs import evolve, frozen

from cortex_async.live.object_state import Doubt, Fetched, MergeRules, ObjectState
from cortex_async.live.time_bounds import TimeBounds
from cortex_async.live.transitions import apply_response

T = TypeVar("T")

UNKNOWN: TimeBounds = TimeBounds(dated=True)


@frozen
class Snapshot(Generic[T]):
    """A list as its pages returned it. Each row has the bounds of its own page.

    as_of: bounds of the list as a whole. What the list lacks was absent at some time up to ``as_of.upper``.
    watermark: number of the latest event when the first page was requested.
    complete: whether the pages fit together. If not, a missing object may only have moved from one page to
        the next.
    """

    rows: Mapping[str, Fetched[T]]
    as_of: TimeBounds
    watermark: int
    complete: bool = True


@frozen
class Reconciled(Generic[T]):
    """known: each object that is shown, in doubt, or remembered as gone. absent: the state of every other
    object.
    """

    known: dict[str, ObjectState[T]]
    absent: ObjectState[T]


def reconcile(
    known: Mapping[str, ObjectState[T]],
    absent: ObjectState[T],
    snapshot: Snapshot[T],
    rules: MergeRules[T],
    *,
    agree: bool,
) -> Reconciled[T]:
    """What is known after a snapshot. The changes are the difference between the values before and after."""
    upper = min(absent.as_of.upper, snapshot.as_of.upper)
    nothing = evolve(absent, as_of=evolve(snapshot.as_of, upper=upper))
    result: dict[str, ObjectState[T]] = {}
    for key, fetched in snapshot.rows.items():
        before = _rebased(known.get(key, nothing), nothing)
        result[key] = apply_response(before, fetched, rules, agree=agree)
    gone: Fetched[T] = Fetched(None, snapshot.as_of, snapshot.watermark)
    for key, state in known.items():
        if key in snapshot.rows:
            continue
        before = _rebased(state, nothing)
        if before.value is not None and not snapshot.complete:
            result[key] = _unproven(before)
        else:
            result[key] = apply_response(before, gone, rules, agree=agree)
    return Reconciled(result, nothing)


def _rebased(state: ObjectState[T], nothing: ObjectState[T]) -> ObjectState[T]:
    """An object known from events but never shown is absent as of the snapshot, like every unknown object."""
    return state if state.was_shown else evolve(state, as_of=nothing.as_of)


def _unproven(state: ObjectState[T]) -> ObjectState[T]:
    doubt = state.doubt or Doubt(state.seq, state.as_of.lower)
    return evolve(state, doubt=doubt)
