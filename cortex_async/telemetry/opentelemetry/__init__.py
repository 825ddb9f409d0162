"""Traces and metrics of clients, streams, live views and webhooks, for OpenTelemetry.

Needs ``odin-cortex[otel]``, which is the API of OpenTelemetry; your application brings and sets up its SDK::

    from cortex_async.telemetry.opentelemetry import OpenTelemetryObserver

    async with CortexClient(observers=[OpenTelemetryObserver()]) as client: ...
"""

from __future__ import annotations

from cortex_async.telemetry.opentelemetry.observer import OpenTelemetryObserver

__all__ = ["OpenTelemetryObserver"]
