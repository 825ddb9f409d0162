"""Spans of webhook deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opentelemetry.context import Context
from opentelemetry.propagate import extract
from opentelemetry.trace import Link, SpanKind, get_current_span

from cortex_async.telemetry.figures import EVENT_TYPE, WEBHOOK_OUTCOME
from cortex_async.telemetry.opentelemetry.scopes import Scope, Tracing, note_error

if TYPE_CHECKING:
    from cortex_async._core.telemetry.webhooks import DeliveryJudged, DeliveryReceived

_FAILED = frozenset({"failed", "rejected"})


class TracingDeliveries(Tracing):
    """Makes a span of each delivery, in which its handlers run."""

    def __init__(self) -> None:
        super().__init__()
        self._deliveries: dict[DeliveryReceived, Scope] = {}

    def delivery_received(self, delivery: DeliveryReceived, /) -> None:
        super().delivery_received(delivery)
        span = self._tracer.start_span("process webhook", kind=SpanKind.CONSUMER, links=_links(delivery))
        self._deliveries[delivery] = Scope.enter(span)

    def delivery_judged(self, judged: DeliveryJudged, /) -> None:
        super().delivery_judged(judged)
        scope = self._deliveries.pop(judged.delivery, None)
        if scope is None:
            return
        scope.leave()
        span = scope.span
        if judged.type is not None:
            span.update_name(f"process {judged.type}")
            span.set_attribute(EVENT_TYPE, judged.type)
        span.set_attribute(WEBHOOK_OUTCOME, judged.outcome)
        error = judged.error or (judged.outcome if judged.outcome in _FAILED else None)
        note_error(span, error)
        span.end()


def _links(delivery: DeliveryReceived) -> list[Link]:
    """Return a link to the sender's span, unless the delivery is part of that trace already.

    A link, since anybody can send the header: nobody may join the application's traces with it.
    """
    sent = {"traceparent": delivery.traceparent, "tracestate": delivery.tracestate}
    carrier = {name: value for name, value in sent.items() if value is not None}
    sender = get_current_span(extract(carrier, Context())).get_span_context()
    here = get_current_span().get_span_context()
    return [Link(sender)] if sender.is_valid and sender.trace_id != here.trace_id else []
