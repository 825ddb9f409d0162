"""What an event costs without the SDK, each in a write of its own: the least that views can take."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from functools import partial
from typing import cast
from urllib.parse import urlsplit

import aiohttp
import orjson

BARE, PARSED = "asyncio.Protocol that counts bytes", "aiohttp + orjson.loads"
PROJECTS = {BARE: "steady-bare", PARSED: "steady-parsed"}
"""Whose events each of them reads."""

_SEPARATOR, _DATA = b"\n\n", b"data: "


async def listen(stack: AsyncExitStack, http: aiohttp.ClientSession, base_url: str) -> None:
    """Let both read the event streams of their projects until the stack is left."""
    address = urlsplit(base_url)
    transport, _ = await asyncio.get_running_loop().create_connection(
        partial(_Counting, f"/api/projects/{PROJECTS[BARE]}/events/stream"), address.hostname, address.port
    )
    stack.callback(transport.close)
    response = await stack.enter_async_context(
        http.get(f"{base_url}/api/projects/{PROJECTS[PARSED]}/events/stream", timeout=aiohttp.ClientTimeout())
    )
    reading = asyncio.create_task(_parse(response.content))
    stack.callback(reading.cancel)


class _Counting(asyncio.Protocol):
    def __init__(self, target: str) -> None:
        self._target = target
        self.received = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        head = f"GET {self._target} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        cast("asyncio.Transport", transport).write(head.encode())

    def data_received(self, data: bytes) -> None:
        self.received += len(data)


async def _parse(content: aiohttp.StreamReader) -> None:
    rest = b""
    while chunk := await content.readany():
        *events, rest = (rest + chunk).split(_SEPARATOR)
        for event in events:
            at = event.find(_DATA)
            if at >= 0:
                orjson.loads(event[at + len(_DATA) :])
