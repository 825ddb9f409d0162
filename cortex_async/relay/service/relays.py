"""A relay as a service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

from attrs import asdict

from cortex_async._core.timing.waiting import first_of
from cortex_async.client import CortexClient
from cortex_async.relay.relay import Relay
from cortex_async.relay.service.brokers import broker_from_url, shown_url
from cortex_async.relay.service.health import HealthServer
from cortex_async.relay.service.leadership_log import LeadershipLog
from cortex_async.relay.service.optional_metrics import metrics_of
from cortex_async.relay.stopping import stop_on_signals

if TYPE_CHECKING:
    from cortex_async._core.telemetry.observer import Observer
    from cortex_async.project import ProjectScope
    from cortex_async.relay.service.metrics import ServiceMetrics


async def serve_relay(options: Mapping[str, Any], note: Callable[[str], object]) -> None:
    """Relay until SIGTERM or SIGINT, with the credential of the environment.

    options: those of ``RELAY``.
    note: called with one line when the service has started.

    Raises ``ArgumentError`` and ``ConfigError`` for what cannot be used, and what ends the relay.
    """
    metrics = metrics_of(options, "relay")
    async with CortexClient(base_url=options["base_url"], observers=observers_of(metrics)) as client:
        project = options["project"]
        source = client if project is None else client.project(project)
        async with relaying(source, options, metrics, note) as relay:
            await _until_stopped(relay)


def observers_of(metrics: ServiceMetrics | None) -> list[Observer]:
    """The observers of the client whose events are relayed."""
    log = LeadershipLog()
    return [log] if metrics is None else [log, metrics.observer]


@asynccontextmanager
async def relaying(
    source: CortexClient | ProjectScope,
    options: Mapping[str, Any],
    metrics: ServiceMetrics | None,
    note: Callable[[str], object],
) -> AsyncGenerator[Relay]:
    """A relay that runs within the block, and its health pages."""
    async with AsyncExitStack() as stack:
        sink = broker_from_url(options["sink"], name=options["name"], partitions=options["partitions"])
        stack.push_async_callback(sink.close)
        relay = Relay(source, sink, types=options["types"], since=options["since"], lease=options["lease"])
        address = ""
        if options["health"] is not None:
            page = None if metrics is None else metrics.page
            health = HealthServer(options["health"], lambda: _status(relay), page)
            await stack.enter_async_context(health)
            address = f", health at port {health.port}"
        await stack.enter_async_context(relay)
        note(f"relays to {shown_url(options['sink'])}{address}")
        yield relay


async def _until_stopped(relay: Relay) -> None:
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    with stop_on_signals(lambda: loop.call_soon_threadsafe(stopping.set)):
        ending = asyncio.ensure_future(relay.wait())
        await first_of(stopping.wait(), asyncio.wait({ending}))
        if not stopping.is_set():
            await ending
        ending.cancel()


async def _status(relay: Relay) -> dict[str, object]:
    status = relay.status
    complete = status.complete_until
    return {
        "ready": status.phase in ("standby", "repairing", "relaying"),
        **asdict(status),
        "complete_until": None if complete is None else complete.isoformat(),
        "leading": status.leading,
    }
