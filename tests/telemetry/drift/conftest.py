"""A server whose responses and events a test decides, whatever the spec says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
from aiohttp import web
from attrs import define, field

from cortex_async.emulator import Emulator
from tests import catch_all


@define
class Server:
    """responses: by ``METHOD /path``, (status, body); bytes are sent as they are. events: of any stream."""

    url: str = ""
    responses: dict[str, tuple[int, Any]] = field(factory=dict)
    default: tuple[int, Any] = (404, {"message": "none"})
    events: list[Any] = field(factory=list)
    content_type: str = "application/json"

    async def respond(self, request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/events/stream"):
            return await self._stream(request)
        status, body = self.responses.get(f"{request.method} {request.path}", self.default)
        raw = body if isinstance(body, bytes) else orjson.dumps(body)
        return web.Response(status=status, body=raw, content_type=self.content_type)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for event in self.events:
            raw = event if isinstance(event, bytes) else orjson.dumps(event)
            await response.write(b"data: " + raw + b"\n\n")
        return response


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    async with catch_all.serving(server.respond) as server.url:
        yield server


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(random_seed=1) as emulator:
        yield emulator
