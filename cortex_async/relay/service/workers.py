"""A worker as a service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from attrs import asdict

from cortex_async._core.errors import CortexError
from cortex_async._core.retry import Retry
from cortex_async.relay.broker import Source
from cortex_async.relay.service.brokers import broker_from_url, shown_url
from cortex_async.relay.service.health import HealthServer
from cortex_async.relay.service.loading import load_router
from cortex_async.relay.service.optional_metrics import metrics_of
from cortex_async.relay.worker.worker import Worker

if TYPE_CHECKING:
    from cortex_async.relay.service.metrics import ServiceMetrics


async def serve_worker(
    router: str, options: Mapping[str, Any], note: Callable[[str], object], *, signals: bool = True
) -> None:
    """Work until SIGTERM or SIGINT, or until cancelled.

    router: ``module:attribute``.
    options: those of ``WORKER``.
    note: called with one line when the service has started.
    signals: whether the signals are for this; if not, cancelling is.

    Raises ``ArgumentError`` and ``ConfigError`` for what cannot be used, and what ends the worker.
    """
    handlers = load_router(router)
    broker = broker_from_url(options["source"], name=options["name"], partitions=options["partitions"])
    metrics = metrics_of(options, "worker")
    worker = Worker(
        handlers,
        broker,
        group=options["group"],
        concurrency=options["concurrency"],
        retry=Retry(attempts=options["attempts"], base=1.0, cap=60.0),
        handler_timeout=options["handler_timeout"],
        lease=options["lease"],
        drain_timeout=options["drain_timeout"],
        observers=None if metrics is None else [metrics.observer],
    )
    async with AsyncExitStack() as stack:
        stack.push_async_callback(broker.close)
        address = ""
        if options["health"] is not None:
            health = _health(options["health"], worker, broker, options["group"], metrics)
            await stack.enter_async_context(health)
            address = f", health at port {health.port}"
        note(f"works for the group {options['group']} on {shown_url(options['source'])}{address}")
        await worker.run(signals=signals)


def _health(
    address: tuple[str, int], worker: Worker, source: Source, group: str, metrics: ServiceMetrics | None
) -> HealthServer:
    async def status() -> dict[str, object]:
        found = asdict(worker.status)
        try:
            lag = await source.lag(group)
        except CortexError:
            lag = None
        return {"ready": found["connected"], **found, "partitions": len(found["partitions"]), "lag": lag}

    return HealthServer(address, status, None if metrics is None else metrics.page)
