"""What a worker does at the moment, and what it has done."""

from __future__ import annotations

from collections import Counter

from attrs import frozen


@frozen
class WorkerStatus:
    """A worker's figures since it was started.

    connected: whether the worker is in its group, and its partitions are certainly its own.
    partitions: those that it has.
    running: events whose handlers run.
    waiting: events that were read and not begun.
    parked: events that wait for another attempt.
    handled: events that were handled.
    repeated: events that turned out to have been handled before.
    failed: attempts that failed.
    dead: events that became dead letters.
    lost: events that were handled here although their partition had another owner by then.
    """

    connected: bool
    partitions: frozenset[int]
    running: int
    waiting: int
    parked: int
    handled: int
    repeated: int
    failed: int
    dead: int
    lost: int


def status_of(
    counts: Counter[str],
    *,
    connected: bool = False,
    partitions: frozenset[int] = frozenset(),
    running: int = 0,
    waiting: int = 0,
    parked: int = 0,
) -> WorkerStatus:
    """The status of a worker with these counts; by default of one that is in no group at the moment."""
    return WorkerStatus(
        connected=connected,
        partitions=partitions,
        running=running,
        waiting=waiting,
        parked=parked,
        handled=counts["handled"],
        repeated=counts["repeated"],
        failed=counts["failed"],
        dead=counts["dead"],
        lost=counts["lost"],
    )
