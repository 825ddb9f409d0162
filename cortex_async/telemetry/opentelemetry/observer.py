"""The observer that makes spans and metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opentelemetry import metrics, trace

from cortex_async._core.version import VERSION
from cortex_async.telemetry.measuring import Measuring
from cortex_async.telemetry.opentelemetry.calls import TracingCalls
from cortex_async.telemetry.opentelemetry.deliveries import TracingDeliveries
from cortex_async.telemetry.opentelemetry.handlings import TracingHandlings
from cortex_async.telemetry.opentelemetry.instruments import Instruments
from cortex_async.telemetry.opentelemetry.streams import TracingStreams

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import Tracer, TracerProvider

    from cortex_async.telemetry.figures import Figure
    from cortex_async.telemetry.measuring.recorder import Value


class OpenTelemetryObserver(TracingCalls, TracingStreams, TracingDeliveries, TracingHandlings, Measuring):
    """Makes spans and metrics of what clients, webhook routers and workers do::

        telemetry = OpenTelemetryObserver()
        async with CortexClient(observers=[telemetry]) as client: ...
        router = WebhookRouter(secret, observers=[telemetry])
        worker = Worker(router, source, observers=[telemetry])

    A call is a span of kind INTERNAL, each of its attempts one of kind CLIENT below it, each connection of
    an event stream a CLIENT span of its own, and a webhook delivery, or an attempt of a worker to handle an
    event, a CONSUMER span around the handlers.
    Spans of an instrumented aiohttp are suppressed for the SDK's requests. Requests carry the context of
    their span as the global propagator writes it (W3C ``traceparent`` by default), but no baggage.

    No attribute holds a query, a credential, a body, or an id, except for ``request_ids``. Names of spans and
    values of attributes stay few, however many objects there are.

    One observer may serve several clients, routers and workers.

    tracer_provider, meter_provider: by default the global ones.
    request_ids: whether attempts get the server's id of the request as ``odin.cortex.request.id``, with
        secrets masked. Metrics never have it.
    """

    def __init__(
        self,
        *,
        tracer_provider: TracerProvider | None = None,
        meter_provider: MeterProvider | None = None,
        request_ids: bool = False,
    ) -> None:
        super().__init__()
        self._tracer: Tracer = trace.get_tracer("cortex_async", VERSION, tracer_provider)
        self._request_ids = request_ids
        self._instruments = Instruments(metrics.get_meter("cortex_async", VERSION, meter_provider))

    def measure(self, figure: Figure, amount: float, *values: Value) -> None:
        self._instruments.record(figure, amount, values)
