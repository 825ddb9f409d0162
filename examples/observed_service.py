"""A small service that can be monitored: health, metrics, traces and logs of everything the client does.

    CORTEX_API_KEY=... CORTEX_PROJECT_ID=... CORTEX_WEBHOOK_SECRET=... python examples/observed_service.py

It follows the project's events, keeps a live view of its sessions and receives webhooks at ``/cortex``.
``/health`` is for a readiness check, ``/metrics`` for Prometheus. Traces go where OpenTelemetry's SDK is set
to send them: start it with ``opentelemetry-instrument``. Logs need nothing but ``logging``.

Without CORTEX_API_KEY it is a demo: it runs against the embedded emulator, and prints what a monitoring
system would get.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
from aiohttp import web
from opentelemetry.metrics import MeterProvider
from opentelemetry.trace import TracerProvider
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from cortex_async import CortexClient, Observer
from cortex_async.emulator import Emulator
from cortex_async.events import SessionCreatedEvent
from cortex_async.telemetry import Deviation, DriftObserver
from cortex_async.telemetry.opentelemetry import OpenTelemetryObserver
from cortex_async.telemetry.prometheus import PrometheusObserver
from cortex_async.webhooks import WebhookRouter
from cortex_async.webhooks.aiohttp import handler

logger = logging.getLogger("observed_service")


class Monitoring:
    """The metrics, and the observers that clients and webhook routers need.

    The providers are those of OpenTelemetry's SDK, by default the global ones. ``drift_share``: how much of
    what the API sends is held against its spec.
    """

    def __init__(
        self,
        *,
        tracer_provider: TracerProvider | None = None,
        meter_provider: MeterProvider | None = None,
        drift_share: float = 0.01,
    ) -> None:
        self.registry = CollectorRegistry()
        self.metrics = PrometheusObserver(registry=self.registry)
        self.traces = OpenTelemetryObserver(tracer_provider=tracer_provider, meter_provider=meter_provider)
        self.drift = DriftObserver(share=drift_share, on_deviation=self._deviation_found)
        self.observers: list[Observer] = [self.metrics, self.traces, self.drift]

    def _deviation_found(self, deviation: Deviation) -> None:
        self.metrics.deviation_found(deviation)
        self.traces.deviation_found(deviation)


def make_app(
    client: CortexClient, project_id: str, *, secret: str, monitoring: Monitoring
) -> web.Application:
    """The service. The client has the same observers."""
    project = client.project(project_id)
    router = WebhookRouter(secret, observers=monitoring.observers)

    @router.on("session.created")
    async def session_created(event: SessionCreatedEvent) -> None:
        logger.info("a webhook reported session %s", event.payload.data.title)

    async def health(request: web.Request) -> web.Response:
        stats = client.stats()
        problems = [f"a stream is {stream.state}" for stream in stats.streams if stream.state != "connected"]
        problems += [f"the view of {view.kind} is stale" for view in stats.views if view.stale]
        report = {
            "problems": problems,
            "calls": stats.calls,
            "connections": stats.connections,
            "retries": stats.retries,
            "streams": len(stats.streams),
            "objects": {view.kind: view.objects for view in stats.views},
        }
        return web.json_response(report, status=503 if problems else 200)

    async def metrics(request: web.Request) -> web.Response:
        exported = generate_latest(monitoring.registry)
        return web.Response(body=exported, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def follow() -> None:
        async with project.events.stream() as stream:
            async for event in stream:
                with monitoring.traces.handling(event):
                    logger.info("the stream reported %s", event.type)

    async def following(app: web.Application) -> AsyncIterator[None]:
        async with project.sessions.watch():
            task = asyncio.create_task(follow())
            yield
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    app = web.Application()
    app.router.add_get("/health", health)
    app.router.add_get("/metrics", metrics)
    app.router.add_post("/cortex", handler(router))
    app.cleanup_ctx.append(following)
    return app


@asynccontextmanager
async def serving(
    app: web.Application, *, host: str = "127.0.0.1", port: int = 0
) -> AsyncGenerator[str, None]:
    """Serve the application, by default on a free port of this machine. Gives its URL."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def demo() -> None:
    monitoring, secret = Monitoring(), secrets.token_urlsafe(32)
    async with (
        Emulator() as emulator,
        CortexClient(
            base_url=emulator.base_url, api_key=emulator.api_key, observers=monitoring.observers
        ) as client,
        serving(make_app(client, emulator.project_id, secret=secret, monitoring=monitoring)) as url,
        aiohttp.ClientSession(url) as http,
    ):
        project = client.project(emulator.project_id)
        await project.webhooks.create_subscription(url=f"{url}/cortex", secret=secret, events=["session.*"])
        emulator.faults.next("createSession", status=429, headers={"Retry-After": "0"})
        for number in range(3):
            await project.sessions.create(title=f"Match {number}", external_room_id=f"room-{number}")
        await emulator.settle()
        async with http.get("/health") as response:
            print(response.status, await response.text())
        async with http.get("/metrics") as response:
            lines = (await response.text()).splitlines()
        print(*(line for line in lines if "_bucket" not in line and "_created" not in line), sep="\n")


async def main() -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(levelname)s %(name)s %(message)s")
    if not os.environ.get("CORTEX_API_KEY"):
        await demo()
        return
    monitoring = Monitoring()
    async with CortexClient(observers=monitoring.observers) as client:
        app = make_app(
            client,
            os.environ["CORTEX_PROJECT_ID"],
            secret=os.environ["CORTEX_WEBHOOK_SECRET"],
            monitoring=monitoring,
        )
        async with serving(app, port=8080) as url:
            logger.info("serving at %s", url)
            await asyncio.Event().wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
