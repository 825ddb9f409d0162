"""A whole list against what is known: which objects are there, which are gone, which must be asked for. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from attrs import evolve, frozen

from cortex_async.live.knowledge import Doubt, Known, Reading, Rules, settle
from cortex_async.live.stamps import Stamp

T = TypeVar("T")

UNKNOWN: Stamp = Stamp(dated=True)


@frozen
class Snapshot(Generic[T]):
    """A list as its pages gave it, each row as of its own page.

    stamp: of the list as a whole: what it lacks was absent at some instant up to its upper end.
    mark: number of the latest event when the first page was asked for.
    complete: whether the pages fit together; if not, what is missing may only have slipped from one page to the next.
    """

    rows: Mapping[str, Reading[T]]
    stamp: Stamp
    mark: int
    complete: bool = True


@frozen
class Reconciled(Generic[T]):
    """known: of every object that is shown, in doubt, or remembered as gone. absent: what holds for all others."""

    known: dict[str, Known[T]]
    absent: Known[T]


def reconcile(
    known: Mapping[str, Known[T]], absent: Known[T], snapshot: Snapshot[T], rules: Rules[T], *, agree: bool
) -> Reconciled[T]:
    """What is known after a snapshot. The changes are the difference between the values before and after."""
    nothing = evolve(
        absent, stamp=evolve(snapshot.stamp, upper=min(absent.stamp.upper, snapshot.stamp.upper))
    )
    result: dict[str, Known[T]] = {}
    for key, reading in snapshot.rows.items():
        before = _rebased(known.get(key, nothing), nothing)
        result[key] = settle(before, reading, rules, agree=agree)
    gone: Reading[T] = Reading(None, snapshot.stamp, snapshot.mark)
    for key, one in known.items():
        if key in snapshot.rows:
            continue
        before = _rebased(one, nothing)
        if before.value is not None and not snapshot.complete:
            result[key] = _unproven(before)
        else:
            result[key] = settle(before, gone, rules, agree=agree)
    return Reconciled(result, nothing)


def _rebased(known: Known[T], nothing: Known[T]) -> Known[T]:
    """What was heard of before it was first seen is absent as of the snapshot, like everything else that is unknown."""
    return known if known.was_shown else evolve(known, stamp=nothing.stamp)


def _unproven(known: Known[T]) -> Known[T]:
    doubt = known.doubt or Doubt(known.seq, known.stamp.lower)
    return evolve(known, doubt=doubt)
