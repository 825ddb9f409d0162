from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from attrs import define, field

from tests import catch_all
from tests.contract.arguments import PROJECT_ID


@define
class Wire:
    """A server on loopback that records requests and sends configured responses."""

    url: str = ""
    status: int = 200
    payload: Any = None
    content_type: str = "application/json"
    requests: list[dict[str, Any]] = field(factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.requests.append(
            {
                "method": request.method,
                "path": request.raw_path.partition("?")[0],
                "query": dict(request.query),
                "headers": request.headers,
                "body": json.loads(body) if body else None,
                "raw": body,
            }
        )
        if self.status == 204 or self.payload is None:
            return web.Response(status=self.status)
        raw = self.payload if isinstance(self.payload, bytes) else json.dumps(self.payload).encode()
        return web.Response(status=self.status, body=raw, content_type=self.content_type)

    def one(self) -> dict[str, Any]:
        """The one request received since the last call."""
        (request,) = self.requests
        self.requests.clear()
        return request


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    server = Wire()
    async with catch_all.serving(server.handle) as server.url:
        yield server


@pytest.fixture
def scopes(wire: Wire) -> dict[str, Any]:
    """The async client's scopes by name."""
    from cortex_async import CortexClient

    client = CortexClient(base_url=wire.url, api_key="key-1", retry=False)
    return {"client": client, "account": client, "project": client.project(PROJECT_ID)}
