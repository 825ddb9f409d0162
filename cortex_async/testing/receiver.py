"""A real server that receives webhooks."""

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


@frozen
class Delivery:
    """One webhook delivery.

    headers: case-insensitive.
    body: the raw bytes, as signed.
    """

    headers: Mapping[str, str] = field(repr=False)
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        """The parsed body: a domain event."""
        parsed: dict[str, Any] = orjson.loads(self.body)
        return parsed


class WebhookReceiver:
    """A real server on 127.0.0.1 that collects webhook deliveries. It responds with 204 by default."""

    def __init__(self) -> None:
        self.received: list[Delivery] = []
        """All deliveries so far, in order."""
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
        """The address for webhooks."""
        return f"http://127.0.0.1:{self._port}/webhooks"

    def respond_with(self, *statuses: int) -> None:
        """Respond to the next deliveries with these statuses, one each, and with 204 after that."""
        self._statuses.extend(statuses)

    async def next(self, timeout: float = 5.0) -> Delivery:
        """The next delivery that has not been returned yet.

        timeout: seconds to wait for it. Raises ``TimeoutError`` after that.
        """
        async with time_limit(timeout):
            return await self._unseen.get()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        delivery = Delivery(request.headers, await request.read())
        self.received.append(delivery)
        self._unseen.put_nowait(delivery)
        return web.Response(status=self._statuses.popleft() if self._statuses else 204)
