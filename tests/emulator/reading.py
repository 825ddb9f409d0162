"""A minimal reader of event streams for tests."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.emulator.api import Api

PATIENCE = 30.0


class Blocks:
    """The blocks that a stream sends."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response

    async def next(self) -> str:
        """The next non-empty block, "" at the end of the stream."""
        async with asyncio.timeout(PATIENCE):
            while True:
                lines: list[str] = []
                while (line := (await self.response.content.readline()).decode()) not in ("", "\n"):
                    lines.append(line)
                if lines or not line:
                    return "".join(lines)

    async def event(self) -> tuple[str, Any]:
        """Id and envelope of the next event."""
        fields = dict(line.split(": ", 1) for line in (await self.next()).splitlines())
        return fields["id"], json.loads(fields["data"])

    async def types(self, count: int) -> list[str]:
        return [(await self.event())[1]["type"] for _ in range(count)]

    async def ended(self) -> bool:
        """Whether the connection ends without another block."""
        try:
            return await self.next() == ""
        except aiohttp.ClientError:
            return True


@asynccontextmanager
async def listening(
    api: Api, query: str = "", path: str = "/events/stream", **headers: str
) -> AsyncIterator[Blocks]:
    """An open stream that receives all events from now on."""
    url = api.url(path) + (f"?{query}" if query else "")
    async with api.http.get(url, headers={**api.headers, **headers}) as response:
        assert response.status == 200, await response.text()
        # Headers are sent when the stream is registered.
        assert api.emulator.streams
        yield Blocks(response)
