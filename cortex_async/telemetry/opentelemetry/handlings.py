"""Spans of events that workers handle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from opentelemetry.trace import SpanKind

from cortex_async.telemetry.figures import EVENT_TYPE, WORKER_GROUP, WORKER_OUTCOME
from cortex_async.telemetry.opentelemetry.scopes import Scope, Tracing, note_error

if TYPE_CHECKING:
    from cortex_async._core.telemetry.workers import HandlingEnded, HandlingStarted

ATTEMPT: Final = "odin.cortex.worker.attempt"


class TracingHandlings(Tracing):
    """Makes a span of each attempt of a worker to handle an event, in which the handlers run."""

    def __init__(self) -> None:
        super().__init__()
        self._handlings: dict[HandlingStarted, Scope] = {}

    def handling_started(self, handling: HandlingStarted, /) -> None:
        super().handling_started(handling)
        attributes: dict[str, str | int] = {
            EVENT_TYPE: handling.type,
            WORKER_GROUP: handling.group,
            ATTEMPT: handling.attempt,
        }
        span = self._tracer.start_span(
            f"process {handling.type}", kind=SpanKind.CONSUMER, attributes=attributes
        )
        self._handlings[handling] = Scope.enter(span)

    def handling_ended(self, ended: HandlingEnded, /) -> None:
        # Measured while the span is current, so that the values have it as their example.
        super().handling_ended(ended)
        scope = self._handlings.pop(ended.handling, None)
        if scope is None:
            return
        scope.leave()
        scope.span.set_attribute(WORKER_OUTCOME, ended.outcome)
        note_error(scope.span, ended.error)
        scope.span.end()
