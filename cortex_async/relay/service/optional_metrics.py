"""The metrics of a service, if there is a page for them and their library."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from cortex_async.relay.service.metrics import ServiceMetrics


def metrics_of(options: Mapping[str, Any], service: Literal["relay", "worker"]) -> ServiceMetrics | None:
    """Return the metrics of a service, None without health pages or without prometheus_client."""
    if options["health"] is None or find_spec("prometheus_client") is None:
        return None
    from cortex_async.relay.service.metrics import RELAY_FIGURES, WORKER_FIGURES, ServiceMetrics

    return ServiceMetrics(RELAY_FIGURES if service == "relay" else WORKER_FIGURES)
