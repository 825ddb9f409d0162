"""A worker as a service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from importlib.util import find_spec
from typing import Any

from attrs import asdict

from cortex_async._core.retry import Retry
from cortex_async.relay.broker import BrokerUnavailable, Source
from cortex_async.relay.service.brokers import broker_from_url
from cortex_async.relay.service.health import HealthServer
from cortex_async.relay.service.loading import load_router
from cortex_async.relay.worker.worker import Worker


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
    worker = Worker(
        handlers,
        broker,
        group=options["group"],
        concurrency=options["concurrency"],
        retry=Retry(attempts=options["attempts"], base=1.0, cap=60.0),
        handler_timeout=options["handler_timeout"],
        lease=options["lease"],
        drain_timeout=options["drain_timeout"],
    )
    async with AsyncExitStack() as stack:
        stack.push_async_callback(broker.close)
        address = ""
        if options["health"] is not None:
            health = _health(options["health"], worker, broker, options["group"])
            await stack.enter_async_context(health)
            address = f", health at port {health.port}"
        note(f"works for the group {options['group']}{address}")
        await worker.run(signals=signals)


def _health(address: tuple[str, int], worker: Worker, source: Source, group: str) -> HealthServer:
    async def status() -> dict[str, object]:
        found = asdict(worker.status)
        try:
            lag = await source.lag(group)
        except BrokerUnavailable:
            lag = None
        return {"ready": found["connected"], **found, "partitions": len(found["partitions"]), "lag": lag}

    if find_spec("prometheus_client") is None:
        return HealthServer(address, status, None)
    from cortex_async.relay.service.metrics import WORKER_FIGURES, ServiceMetrics

    return HealthServer(address, status, ServiceMetrics(WORKER_FIGURES).page)
