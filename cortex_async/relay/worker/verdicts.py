"""Jobs, which are deliveries in the hands of a worker, and what becomes of one after an attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeAlias

from attrs import define, frozen

from cortex_async.relay.broker import DeadLetter, Delivery

if TYPE_CHECKING:
    from cortex_async._core.telemetry.workers import HandlingOutcome


@define(eq=False)
class Job:
    """A delivery in the hands of this worker.

    failures: how often its handlers have failed here. waits: how often it was somebody else's turn.
    interrupted: whether the worker itself has cancelled the attempt.
    """

    delivery: Delivery
    failures: int = 0
    waits: int = 0
    interrupted: bool = False

    @property
    def attempt(self) -> int:
        """The number of the attempt that comes next, with those of other workers as far as known."""
        return max(self.delivery.attempt, self.failures + 1)


@frozen
class Done:
    """The delivery may be acknowledged. repeated: whether it had been handled before."""

    repeated: bool = False
    error: ClassVar[None] = None

    @property
    def outcome(self) -> HandlingOutcome:
        return "repeated" if self.repeated else "handled"


@frozen
class Again:
    """It is to be tried again.

    seconds: when. error: name of the class of what a handler raised, None if no handler has failed.
    """

    seconds: float
    error: str | None = None

    @property
    def outcome(self) -> HandlingOutcome:
        return "waiting" if self.error is None else "failed"


@frozen
class Dead:
    """It is given up. error: name of the class of what a handler raised, or of what is wrong with it."""

    letter: DeadLetter
    error: str
    outcome: ClassVar[HandlingOutcome] = "dead"


Verdict: TypeAlias = Done | Again | Dead
