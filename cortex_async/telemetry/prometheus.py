"""Metrics for Prometheus: the extra ``odin-cortex[prometheus]``.

    from cortex_async.telemetry.prometheus import PrometheusObserver

    async with CortexClient(observers=[PrometheusObserver()]) as client: ...

What there is to see, with a dashboard and alerts: docs/monitoring.md.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Final, TypeAlias
from weakref import WeakKeyDictionary

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ArgumentError
from cortex_async.telemetry.figures import FIGURES, Figure
from cortex_async.telemetry.measuring import Measuring
from cortex_async.telemetry.measuring.labels import OTHER
from cortex_async.telemetry.measuring.recorder import Value

__all__ = ["PrometheusObserver"]

MOST_SERIES: Final = 2000
"""The most label sets of one metric, as in OpenTelemetry:
https://opentelemetry.io/docs/specs/otel/metrics/sdk/#cardinality-limits.
"""

# https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-metadata-1
_UNITS: Final = {"s": "_seconds", "By": "_bytes"}

_Metric: TypeAlias = Counter | Gauge | Histogram


class PrometheusObserver(Measuring):
    """Exports what clients, streams, live views and webhook routers do as metrics.

    registry: where the metrics are registered. Default: ``prometheus_client.REGISTRY``, which
        ``prometheus_client.generate_latest()`` and ``start_http_server()`` export.

    May be given to several clients and routers, in any threads; several observers with the same registry
    share its metrics. With several processes (``PROMETHEUS_MULTIPROC_DIR``), gauges are added up over those
    that live.

    The names are those of OpenTelemetry in Prometheus' spelling, such as
    ``odin_cortex_operation_duration_seconds``. No label holds an id. A metric with 2000 label sets gets no
    more: new ones are counted with ``_OTHER`` in every label.

    Raises ``ArgumentError`` if the registry has a metric of one of these names from elsewhere.
    """

    def __init__(self, *, registry: CollectorRegistry = REGISTRY) -> None:
        super().__init__()
        self._metrics = _metrics_of(registry)

    def measure(self, figure: Figure, amount: float, *values: Value) -> None:
        """Record one value."""
        self._metrics[figure.name].record(amount, values)


class _Series:
    """A metric, and what records a value of each of its label sets."""

    def __init__(self, figure: Figure, registry: CollectorRegistry) -> None:
        self._records: dict[tuple[Value, ...], Callable[[float], object]] = {}
        self.metric = _metric(figure, registry)

    def record(self, amount: float, values: tuple[Value, ...]) -> None:
        record = self._records.get(values)
        if record is None:
            record = self._added(values)
        record(amount)

    def _added(self, values: tuple[Value, ...]) -> Callable[[float], object]:
        # Threads that come here at once may exceed the limit by their number.
        if len(self._records) >= MOST_SERIES:
            return self._recording([OTHER] * len(values))
        record = self._recording(["" if value is None else str(value) for value in values])
        self._records[values] = record
        return record

    def _recording(self, labels: list[str]) -> Callable[[float], object]:
        metric = self.metric
        return metric.labels(*labels).observe if isinstance(metric, Histogram) else metric.labels(*labels).inc


def _name(figure: Figure) -> str:
    return figure.name.replace(".", "_") + _UNITS.get(figure.unit, "")


def _metric(figure: Figure, registry: CollectorRegistry) -> _Metric:
    name = _name(figure)
    labels = [attribute.replace(".", "_") for attribute in figure.attributes]
    if figure.kind == "histogram":
        return Histogram(name, figure.description, labels, registry=registry, buckets=figure.buckets)
    if figure.kind == "counter":
        return Counter(f"{name}_total", figure.description, labels, registry=registry)
    return Gauge(name, figure.description, labels, registry=registry, multiprocess_mode="livesum")


_lock = Lock()
_registered: WeakKeyDictionary[CollectorRegistry, dict[str, _Series]] = WeakKeyDictionary()


def _metrics_of(registry: object) -> dict[str, _Series]:
    """Return the metrics of a registry by the names of their figures. Registers them the first time."""
    if not isinstance(registry, CollectorRegistry):
        raise wrong_type("registry", "a prometheus_client.CollectorRegistry", registry)
    with _lock:
        metrics = _registered.get(registry)
        if metrics is None:
            metrics = _registered[registry] = _register(registry)
        return metrics


def _register(registry: CollectorRegistry) -> dict[str, _Series]:
    metrics: dict[str, _Series] = {}
    for figure in FIGURES:
        try:
            metrics[figure.name] = _Series(figure, registry)
        except ValueError as error:
            for series in metrics.values():
                registry.unregister(series.metric)
            raise ArgumentError(
                f"registry has a metric {_name(figure)} already: pass another prometheus_client.CollectorRegistry",
                parameter="registry",
            ) from error
    return metrics
