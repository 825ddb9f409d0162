"""A scripted upstream on a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from cortex_async.emulator import Recorder

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    """The base URL of a server with this handler."""
    server = web.ServerRunner(
        web.Server(handler, handler_cancellation=True, auto_decompress=False), shutdown_timeout=0.1
    )
    await server.setup()
    site = web.TCPSite(server, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = server.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await server.cleanup()


@asynccontextmanager
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """A client that changes nothing and follows nothing."""
    async with aiohttp.ClientSession(auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


@asynccontextmanager
async def recording(
    handler: Handler, file: Path, **options: Any
) -> AsyncIterator[tuple[Recorder, aiohttp.ClientSession]]:
    """A recorder in front of a server with this handler, and a client."""
    async with (
        serving(handler) as upstream,
        Recorder(upstream, file, **options) as recorder,
        http() as client,
    ):
        yield recorder, client


async def until_cut(response: aiohttp.ClientResponse) -> bytes:
    """What arrives before the connection is cut."""
    received = b""
    while True:
        try:
            chunk = await response.content.readany()
        except aiohttp.ClientPayloadError:
            return received
        assert chunk, "the response ended without a cut"
        received += chunk
