"""Traces and metrics of blocking clients, for OpenTelemetry: ``cortex_async.telemetry.opentelemetry``.

Spans of calls are below the span that is current in the calling thread.
"""

from __future__ import annotations

from cortex_async.telemetry.opentelemetry import OpenTelemetryObserver

__all__ = ["OpenTelemetryObserver"]
