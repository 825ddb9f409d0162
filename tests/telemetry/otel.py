"""OpenTelemetry's SDK in memory, for tests."""

from __future__ import annotations

import json
from typing import Any

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from cortex_async import CortexClient, Retry
from cortex_async.telemetry.opentelemetry import OpenTelemetryObserver
from tests.wire.server import RawServer

INTERNAL, CLIENT, CONSUMER = SpanKind.INTERNAL, SpanKind.CLIENT, SpanKind.CONSUMER


class Telemetry:
    """An observer, and what it has exported."""

    def __init__(self, **settings: Any) -> None:
        self.exporter = InMemorySpanExporter()
        self.tracers = TracerProvider()
        self.tracers.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.reader = InMemoryMetricReader()
        self.meters = MeterProvider([self.reader])
        self.tracer = self.tracers.get_tracer("test")
        self.observer = OpenTelemetryObserver(
            tracer_provider=self.tracers, meter_provider=self.meters, **settings
        )

    def spans(self, kind: SpanKind | None = None, name: str | None = None) -> list[ReadableSpan]:
        """The spans that have ended, in that order."""
        return [
            span
            for span in self.exporter.get_finished_spans()
            if kind in (None, span.kind) and name in (None, span.name)
        ]

    def points(self, name: str) -> list[Any]:
        """The data points of one metric; none if it has no value."""
        return [
            point for metric in self.metrics() if metric.name == name for point in metric.data.data_points
        ]

    def metrics(self) -> list[Any]:
        data = self.reader.get_metrics_data()
        if data is None:
            return []
        return [
            metric
            for resource in data.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        ]

    def value(self, name: str, **attributes: object) -> float:
        """The sum of a counter's points that have these attributes, given with underscores for dots."""
        wanted = {key.replace("__", "."): value for key, value in attributes.items()}
        return sum(
            float(point.value)
            for point in self.points(name)
            if wanted.items() <= dict(point.attributes).items()
        )

    def shown(self) -> str:
        """Everything that was exported, as one string."""
        spans = "".join(span.to_json() for span in self.spans())
        data = self.reader.get_metrics_data()
        return spans + ("" if data is None else json.dumps(json.loads(data.to_json())))


def parent(span: ReadableSpan) -> int | None:
    """The id of the span above."""
    return None if span.parent is None else span.parent.span_id


def span_id(span: ReadableSpan) -> int:
    return int(span.context.span_id)


def linked(span: ReadableSpan) -> list[int]:
    """The ids of the spans that a span is linked to."""
    return [link.context.span_id for link in span.links]


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def client_of(server: RawServer, telemetry: Telemetry, **settings: Any) -> CortexClient:
    """A client that the telemetry observes, with fast retries."""
    settings = {"api_key": "key-1", "retry": Retry(attempts=3, base=0), **settings}
    return CortexClient(base_url=server.url, observers=[telemetry.observer], **settings)
