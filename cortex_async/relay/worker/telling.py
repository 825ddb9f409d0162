"""Tells the observers of a worker what it does with events."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cortex_async._core.telemetry.listeners import listeners_of, tell
from cortex_async._core.telemetry.streams import UNKNOWN_TYPE
from cortex_async._core.telemetry.workers import HandlingEnded, HandlingOutcome, HandlingStarted
from cortex_async._core.timing.clock import Clock
from cortex_async.event_types import known_types
from cortex_async.relay.worker.settings import WorkerSettings
from cortex_async.routing.calling import event_type

if TYPE_CHECKING:
    from cortex_async._generated.events import Event

_Begun = tuple[HandlingStarted, float]


class Telling:
    """The observers of one worker. Without any, nothing is made and nothing is measured."""

    def __init__(self, settings: WorkerSettings, clock: Clock) -> None:
        self._group = settings.group
        self._clock = clock
        listeners = listeners_of(settings.observers)
        self._started = () if listeners is None else listeners.handling_started
        self._ended = () if listeners is None else listeners.handling_ended
        self._known = frozenset(known_types()) if self._started or self._ended else frozenset[str]()

    def started(self, event: Event | None, attempt: int) -> _Begun | None:
        """Tell of the beginning of an attempt. event: None if there is none in the delivery."""
        if not self._started and not self._ended:
            return None
        kind = event_type(event)
        handling = HandlingStarted(
            group=self._group, type=kind if kind in self._known else UNKNOWN_TYPE, attempt=attempt
        )
        tell(self._started, handling)
        return handling, self._clock.monotonic()

    def ended(
        self, begun: _Begun | None, event: Event | None, outcome: HandlingOutcome, error: str | None
    ) -> None:
        """Tell of the end of what ``started`` has told of."""
        if begun is None:
            return
        handling, at = begun
        ended = HandlingEnded(
            handling=handling,
            outcome=outcome,
            error=error,
            age=self._age(event),
            duration=self._clock.monotonic() - at,
        )
        tell(self._ended, ended)

    def _age(self, event: Event | None) -> float | None:
        at: object = getattr(event, "timestamp", None)
        if not isinstance(at, datetime) or at.tzinfo is None:
            return None
        return self._clock.unix() - at.timestamp()
