"""What a worker does at the moment, and what it has done."""

from __future__ import annotations

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


IDLE = WorkerStatus(
    connected=False,
    partitions=frozenset(),
    running=0,
    waiting=0,
    parked=0,
    handled=0,
    repeated=0,
    failed=0,
    dead=0,
    lost=0,
)
"""That of a worker that has not joined its group yet."""
