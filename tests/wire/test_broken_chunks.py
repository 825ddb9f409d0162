"""A response whose chunks cannot be parsed half-way, over a connection that stays open: the error comes at once."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import pytest

from cortex_async import ConnectionFailed, Timeout
from cortex_async._core.auth.credentials import Anonymous
from cortex_async._core.call.service import Service
from cortex_async._core.codec.codec import Codec
from cortex_async._core.http.lazy_transport import LazyTransport
from cortex_async._core.http.settings import TransportSettings
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.stream import Disconnected, StreamOptions
from cortex_async._core.timing.deadline import let_arrive

UNLIMITED = Options(retry=False, timeout=Timeout(connect=None, read=None, total=None))


class Envelope:
    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.id: str = raw["id"]


def compressed(body: bytes) -> bytes:
    made = zlib.compressobj(wbits=31)
    return made.compress(body) + made.flush(zlib.Z_SYNC_FLUSH)


async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Send a chunk, let the client take it, send nonsense, and hold the connection open."""
    path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
    body = b'id: 1\ndata: {"id": "e1", "type": "x"}\n\n'
    encoding = b""
    if "gzip" in path:
        body, encoding = compressed(body), b"Content-Encoding: gzip\r\n"
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n"
        + encoding
        + b"\r\n%x\r\n%b\r\n" % (len(body), body)
    )
    await writer.drain()
    await let_arrive(50)
    writer.write(b"nonsense\r\n")
    await reader.read()
    writer.close()


@asynccontextmanager
async def client(callers_session: bool) -> AsyncIterator[ServiceClient]:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(await asyncio.start_server(respond, "127.0.0.1", 0))
        session = await stack.enter_async_context(aiohttp.ClientSession()) if callers_session else None
        transport = LazyTransport(TransportSettings(session=session))
        service = Service("test", Codec("cortex_async._generated"), event_marker="type")
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        made = ServiceClient(service, url, Anonymous(), transport)
        try:
            yield made
        finally:
            await made.aclose()


def request(encoding: str) -> Request:
    return Request(Route("get", "GET", f"/{encoding}", accept="text/event-stream"), headers={})


@pytest.mark.parametrize("callers_session", [False, True], ids=["own", "of the caller"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
async def test_a_call_fails_at_once(callers_session: bool, encoding: str) -> None:
    async with client(callers_session) as made, asyncio.timeout(20):
        with pytest.raises(ConnectionFailed) as caught:
            await made.send(request(encoding), UNLIMITED)
    assert (caught.value.outcome, caught.value.status) == ("done", 200)


@pytest.mark.parametrize("callers_session", [False, True], ids=["own", "of the caller"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
async def test_a_stream_connects_again_at_once(callers_session: bool, encoding: str) -> None:
    lost = asyncio.get_running_loop().create_future()

    def note(state: object) -> None:
        if isinstance(state, Disconnected) and not lost.done():
            lost.set_result(state.reason)

    options = StreamOptions(idle_limit=1000.0, on_state=note)
    async with (
        client(callers_session) as made,
        asyncio.timeout(20),
        made.events(request(encoding), Envelope, options) as stream,
    ):
        assert (await anext(stream)).id == "e1"
        assert await lost == "failed"
