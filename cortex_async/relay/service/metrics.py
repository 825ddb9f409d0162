"""The status of a service as metrics for Prometheus: the extra ``odin-cortex[prometheus]``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, Literal

from attrs import frozen
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from cortex_async.telemetry.prometheus import PrometheusObserver


@frozen
class ServiceFigure:
    """A figure of a status. key: where it is in the status."""

    key: str
    name: str
    kind: Literal["counter", "gauge"]
    help: str


RELAY_FIGURES: Final = (
    ServiceFigure("leading", "odin_cortex_relay_leading", "gauge", "1 if this relay publishes"),
    ServiceFigure("connected", "odin_cortex_relay_connected", "gauge", "1 if its event stream is connected"),
    ServiceFigure("lag", "odin_cortex_relay_lag_seconds", "gauge", "Time in which something may be missing"),
    ServiceFigure("buffered", "odin_cortex_relay_buffered", "gauge", "Events read and not published yet"),
    ServiceFigure("published", "odin_cortex_relay_published", "counter", "Events that were published"),
    ServiceFigure("duplicates", "odin_cortex_relay_duplicates", "counter", "Events that the broker had"),
    ServiceFigure(
        "repaired", "odin_cortex_relay_repaired", "counter", "Published events that were missed first"
    ),
    ServiceFigure(
        "synthetic", "odin_cortex_relay_synthetic", "counter", "Repaired events made from snapshots"
    ),
    ServiceFigure("gaps", "odin_cortex_relay_gaps", "counter", "Events about what could not be found"),
)

WORKER_FIGURES: Final = (
    ServiceFigure("connected", "odin_cortex_worker_connected", "gauge", "1 if the partitions are its own"),
    ServiceFigure("partitions", "odin_cortex_worker_partitions", "gauge", "Partitions that the worker has"),
    ServiceFigure("running", "odin_cortex_worker_running", "gauge", "Events whose handlers run"),
    ServiceFigure("waiting", "odin_cortex_worker_waiting", "gauge", "Events that were read and not begun"),
    ServiceFigure("parked", "odin_cortex_worker_parked", "gauge", "Events that wait for another attempt"),
    ServiceFigure("handled", "odin_cortex_worker_handled", "counter", "Events that were handled"),
    ServiceFigure("repeated", "odin_cortex_worker_repeated", "counter", "Events that were handled before"),
    ServiceFigure("failed", "odin_cortex_worker_failed", "counter", "Attempts that failed"),
    ServiceFigure("dead", "odin_cortex_worker_dead", "counter", "Events that became dead letters"),
    ServiceFigure(
        "lost", "odin_cortex_worker_lost", "counter", "Events handled after their partition was lost"
    ),
    ServiceFigure("lag", "odin_cortex_worker_lag", "gauge", "Events that the group has not acknowledged"),
)


class _Collector(Collector):
    """Exports the figures of the latest status."""

    def __init__(self, figures: tuple[ServiceFigure, ...]) -> None:
        self._figures = figures
        self.status: Mapping[str, object] = {}

    def collect(self) -> Iterable[Metric]:
        for figure in self._figures:
            value = self.status.get(figure.key)
            if isinstance(value, (int, float)):
                family = CounterMetricFamily if figure.kind == "counter" else GaugeMetricFamily
                yield family(figure.name, figure.help, value=float(value))


class ServiceMetrics:
    """The metrics of one service.

    registry: where they are registered, by default one of their own.
    """

    def __init__(self, figures: tuple[ServiceFigure, ...], registry: CollectorRegistry | None = None) -> None:
        self._collector = _Collector(figures)
        self._registry = registry or CollectorRegistry()
        self._registry.register(self._collector)

    @cached_property
    def observer(self) -> PrometheusObserver:
        """For the client or the worker of the service: what it sees is then on the page, too."""
        return PrometheusObserver(registry=self._registry)

    def page(self, status: Mapping[str, object]) -> tuple[bytes, str]:
        """The page about a status, and its media type."""
        self._collector.status = status
        return generate_latest(self._registry), CONTENT_TYPE_LATEST
