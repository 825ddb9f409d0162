"""Metrics for Prometheus: the extra ``odin-cortex[prometheus]``."""

from __future__ import annotations

from cortex_async.telemetry.prometheus import PrometheusObserver

__all__ = ["PrometheusObserver"]
