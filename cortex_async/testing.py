"""What tests of programs that use Cortex need: an emulated Cortex and a receiver for its webhooks.

    async with Emulator() as emulator, WebhookReceiver() as receiver:
        ...
        delivery = await receiver.next()

The pytest plugin of this package gives the emulator and connected clients as fixtures. Needs ``odin-cortex[emulator]``.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import orjson
from aiohttp import web
from attrs import field, frozen

from cortex_async._core.timing.clock import time_limit
from cortex_async.emulator import BotNotRunning, Clock, Emulator, Recorded, ThreadedEmulator

__all__ = [
    "BotNotRunning",
    "Clock",
    "Delivery",
    "Emulator",
    "Recorded",
    "ThreadedEmulator",
    "WebhookReceiver",
]


@frozen
class Delivery:
    """One post that a receiver got. ``headers`` are looked up without regard to case; ``body`` is raw, as signed."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        """The body as the domain event that it is."""
        parsed: dict[str, Any] = orjson.loads(self.body)
        return parsed


class WebhookReceiver:
    """A real server on 127.0.0.1 that collects what webhooks bring. It answers 204 unless told otherwise."""

    def __init__(self) -> None:
        self.received: list[Delivery] = []
        self._unseen: asyncio.Queue[Delivery] = asyncio.Queue()
        self._statuses: deque[int] = deque()
        self._port = 0

    async def __aenter__(self) -> Self:
        self._listener = web.Server(self._handle)
        self._socket = await asyncio.get_running_loop().create_server(self._listener, "127.0.0.1", 0)
        self._port = self._socket.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
        await self._listener.shutdown(0.1)
        await self._socket.wait_closed()

    @property
    def url(self) -> str:
        """Where to send webhooks to."""
        return f"http://127.0.0.1:{self._port}/webhooks"

    def answer(self, *statuses: int) -> None:
        """The statuses of the next answers, one each; after them it is 204 again."""
        self._statuses.extend(statuses)

    async def next(self, timeout: float = 5.0) -> Delivery:
        """The next delivery that has not been taken yet. Raises ``TimeoutError`` after so many seconds."""
        async with time_limit(timeout):
            return await self._unseen.get()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        delivery = Delivery(request.headers, await request.read())
        self.received.append(delivery)
        self._unseen.put_nowait(delivery)
        return web.Response(status=self._statuses.popleft() if self._statuses else 204)
