"""What observers see of workers."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

HandlingOutcome: TypeAlias = Literal["handled", "repeated", "failed", "dead", "waiting", "interrupted"]
"""What became of an attempt: all handlers returned; the event had been handled before; a handler failed, and
the event is tried again; it became a dead letter; another worker has it, or the replay store failed, and the
event is tried again; the worker was stopped, or lost the partition."""


@frozen(eq=False, slots=False, kw_only=True)
class HandlingStarted:
    """A worker begins an attempt to handle an event. It is hashable by identity.

    group: the group of the worker.
    type: the event's type; ``unknown`` for one that this version of the SDK does not know.
    attempt: 1 for the first attempt, with those of other workers as far as the broker counts them.
    """

    group: str
    type: str
    attempt: int


@frozen(eq=False, slots=False, kw_only=True)
class HandlingEnded:
    """An attempt of a worker to handle an event has ended.

    handling: what ``handling_started`` got, the same object.
    outcome: ``handled``, ``repeated`` (handled before), ``failed`` (it is tried again), ``dead`` (it became a
        dead letter), ``waiting`` (somebody else has it, or the replay store failed) or ``interrupted`` (the
        worker was stopped, or lost the partition).
    error: name of the class of the last handler's exception; of what ended the attempt otherwise. None for
        success.
    age: seconds from the event's timestamp to now, None if it has none.
    duration: seconds, with all handlers.
    """

    handling: HandlingStarted
    outcome: HandlingOutcome
    error: str | None = None
    age: float | None = None
    duration: float
