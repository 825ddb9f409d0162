"""HTTP for orchestrators: whether the service lives, whether it works, and its metrics."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Self

from aiohttp import web

from cortex_async._core.errors import ConfigError

NO_METRICS = "metrics need the library prometheus_client: pip install 'odin-cortex[prometheus]'\n"


class HealthServer:
    """Serves three pages, without credentials and without anything that is secret:

    - ``/livez``: 200 as long as the event loop turns. Restarting the process mends nothing else.
    - ``/readyz``: 200 or 503, and the status as JSON.
    - ``/metrics``: for Prometheus.

    address: host and port to listen on, port 0 for any free one.
    status: returns the status, of which ``ready`` says whether the service works.
    metrics: returns the page about a status, and its media type; None if there are none.
    """

    def __init__(
        self,
        address: tuple[str, int],
        status: Callable[[], Awaitable[Mapping[str, object]]],
        metrics: Callable[[Mapping[str, object]], tuple[bytes, str]] | None,
    ) -> None:
        self._address = address
        self._status = status
        self._metrics = metrics
        app = web.Application()
        app.router.add_get("/livez", self._livez)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metricsz)
        self._runner = web.AppRunner(app, access_log=None)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        host, port = self._address
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise ConfigError(f"--health cannot listen on {host}:{port}: {error.strerror}") from error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        port: int = self._runner.addresses[0][1]
        return port

    async def _livez(self, request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _readyz(self, request: web.Request) -> web.Response:
        status = await self._status()
        return web.json_response(status, status=200 if status["ready"] else 503)

    async def _metricsz(self, request: web.Request) -> web.Response:
        if self._metrics is None:
            return web.Response(text=NO_METRICS, status=404)
        body, kind = self._metrics(await self._status())
        return web.Response(body=body, headers={"Content-Type": kind})
