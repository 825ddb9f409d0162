"""A server in a thread of its own that reports its visitors: who came, who left, and with which credential."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from aiohttp import web

WAIT = 30.0
"""Seconds that a test waits before it fails."""


class Loopback:
    """The server and its paths:

    /api/echo       the query, the credential and the port of the connection
    /api/hang       never responds; ``arrived`` and ``left`` are released when a client comes and goes
    /api/refuse     401
    /api/fail       500
    /api/items      200 items, by limit and offset
    .../events/stream   one connection at a time; ``push`` sends an event to it; of the project "silent" nothing
        comes, of "eager" an event at once, of "mute" not even headers
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.arrived = threading.Semaphore(0)
        self.left = threading.Semaphore(0)
        self.on_arrival: Callable[[], object] = lambda: None
        self.served: Counter[str] = Counter()
        self.base_url = ""
        self._streams: list[web.StreamResponse] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="loopback", daemon=True)
        self._runner: web.AppRunner | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self._wait(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._wait(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT)
        self._loop.close()

    def push(self, number: int) -> None:
        self._wait(self._push(number))

    def hang_up(self) -> None:
        """End all open event streams."""
        self._wait(self._hang_up())

    def _wait(self, work: Awaitable[None]) -> None:
        async def run() -> None:
            await work

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(WAIT)

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_get("/api/echo", self._echo)
        app.router.add_get("/api/hang", self._hang)
        app.router.add_get("/api/refuse", self._refuse)
        app.router.add_get("/api/fail", self._fail)
        app.router.add_get("/api/projects/{project}/participants", self._participants)
        app.router.add_get("/api/projects/{project}/events/stream", self._stream)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"{'https' if self._tls else 'http'}://{host}:{port}"

    async def _stop(self) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _echo(self, request: web.Request) -> web.Response:
        self.served["echo"] += 1
        peer = request.transport.get_extra_info("peername") if request.transport else None
        seen = {**request.query, "key": request.headers.get("X-API-Key"), "port": peer[1] if peer else None}
        return web.json_response(seen, headers={"X-Request-Id": f"r{self.served['echo']}"})

    async def _refuse(self, request: web.Request) -> web.Response:
        self.served["refuse"] += 1
        return web.json_response({"statusCode": 401, "message": "no"}, status=401)

    async def _fail(self, request: web.Request) -> web.Response:
        self.served["fail"] += 1
        return web.json_response({"statusCode": 500, "message": "no"}, status=500)

    async def _hang(self, request: web.Request) -> web.Response:
        with self._visit():
            await asyncio.Event().wait()
        raise AssertionError

    async def _participants(self, request: web.Request) -> web.Response:
        self.served["participants"] += 1
        limit, offset = int(request.query["limit"]), int(request.query["offset"])
        found = [_participant(number) for number in range(offset, min(offset + limit, 200))]
        return web.json_response({"participants": found, "total": 200})

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["project"] == "mute":
            await self._hang(request)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        self._streams.append(response)
        try:
            with self._visit():
                if request.match_info["project"] == "eager":
                    await self._push(1)
                while response in self._streams:
                    if request.match_info["project"] != "silent":
                        await response.write(b": alive\n\n")
                    await asyncio.sleep(0.05)
        finally:
            if response in self._streams:
                self._streams.remove(response)
        return response

    def _visit(self) -> _Visit:
        return _Visit(self)

    async def _push(self, number: int) -> None:
        event = json.dumps({"id": f"e{number}", "type": "test.counted", "payload": {"number": number}})
        for response in self._streams:
            await response.write(f"id: {number}\ndata: {event}\n\n".encode())

    async def _hang_up(self) -> None:
        self._streams.clear()


class _Visit:
    def __init__(self, server: Loopback) -> None:
        self._server = server

    def __enter__(self) -> None:
        self._server.arrived.release()
        self._server.on_arrival()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.left.release()


def _participant(number: int) -> dict[str, object]:
    return {
        "id": f"p{number}",
        "projectId": "p",
        "externalUserId": f"u{number}",
        "displayName": f"User {number}",
        "joinedAt": "2026-01-01T00:00:00Z",
        "tenantId": "t",
        "userData": {},
    }
