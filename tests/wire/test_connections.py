"""Connections are released whatever goes wrong: a pool of two connections, every failure fifty times."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp
import pytest

from cortex_async._core.errors import CortexError
from cortex_async._core.http.settings import TransportSettings
from cortex_async._core.request import Request, Route
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.timeouts import Timeout
from tests.at_once import at_once
from tests.wire.conftest import MakeClient
from tests.wire.server import OK, RawServer, Received, Reply, raw_response

ROUTE = Request(Route("op", "GET", "/bad", frozenset({"api-key"})))
GOOD = Request(Route("op", "GET", "/good", frozenset({"api-key"})))
BIG = raw_response(200, b"x" * 300_000)


async def fails(client: ServiceClient) -> None:
    with suppress(CortexError):
        await client.send(ROUTE, {})


async def stream_fails(client: ServiceClient) -> None:
    with suppress(CortexError):
        async with client.open(ROUTE, {}) as response:
            async for _ in response.chunks():
                pass


async def abandoned(client: ServiceClient) -> None:
    async with client.open(ROUTE, {}) as response:
        async for _ in response.chunks():
            break


async def left_by_an_error(client: ServiceClient) -> None:
    with suppress(LookupError):
        async with client.open(ROUTE, {}):
            raise LookupError


async def unread(client: ServiceClient) -> None:
    async with client.open(ROUTE, {}):
        pass


def cancelled(act: Callable[[ServiceClient], Awaitable[None]]) -> Callable[[ServiceClient], Awaitable[None]]:
    async def run(client: ServiceClient) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.01):
                await act(client)

    return run


async def undecodable(client: ServiceClient) -> None:
    response = await client.send(ROUTE, {})
    with pytest.raises(CortexError):
        client.codec.decode_response(response, int, ROUTE)


PATHS: dict[str, tuple[Any, Callable[[ServiceClient], Awaitable[None]]]] = {
    "error": (raw_response(500, b"x" * 1000), fails),
    "large error": (raw_response(400, b"x" * 300_000), fails),
    "error on a stream": (raw_response(503, b"x" * 1000), stream_fails),
    "large error on a stream": (raw_response(404, b"x" * 300_000), stream_fails),
    "closed": (None, fails),
    "not HTTP": (b"nonsense\r\n\r\n", fails),
    "broken off": (lambda writer: truncate(writer), fails),
    "broken off on a stream": (lambda writer: truncate(writer), stream_fails),
    "too large": (BIG, fails),
    "bad compression": (raw_response(200, b"no gzip", {"Content-Encoding": "gzip"}), fails),
    "abandoned stream": (BIG, abandoned),
    "unread stream": (BIG, unread),
    "stream left by an error": (BIG, left_by_an_error),
    "silent": ("stall", fails),
    "cancelled": ("stall", cancelled(fails)),
    "cancelled stream": ("stall", cancelled(stream_fails)),
    "undecodable": (raw_response(200, b"{}"), undecodable),
    "empty": (raw_response(204), fails),
}


async def truncate(writer: asyncio.StreamWriter) -> None:
    writer.write(raw_response(200, b"x" * 1000)[:-10])
    await writer.drain()
    writer.close()


@pytest.mark.parametrize("path", PATHS)
async def test_the_connection_is_released(path: str, connect: MakeClient) -> None:
    reply, act = PATHS[path]
    async with RawServer() as server:

        def choose(received: Received) -> Reply:
            return OK if received.target == "/good" else server.stall if reply == "stall" else reply

        server.reply = choose
        client = connect(
            server.url,
            retry=False,
            timeout=Timeout(connect=20, read=0.02 if path == "silent" else 5, total=20),
            wiring=TransportSettings(pool_size=2),
            max_response_bytes=100_000,
        )
        for _ in range(50):
            await act(client)
        async with at_once():
            await asyncio.gather(*(client.send(GOOD, {}) for _ in range(4)))
        assert acquired(client) == 0


def acquired(client: ServiceClient) -> int:
    """Return the number of connections in use, from aiohttp's own records."""
    transport: Any = client._transport
    sessions = transport.ready._sessions._bound.held
    return sum(len(session.connector._acquired) for session in sessions._opened)


async def test_a_stream_does_not_take_the_connection_of_a_call(connect: MakeClient) -> None:
    async with RawServer() as server:
        server.reply = lambda received: OK if received.target == "/good" else server.stall
        client = connect(server.url, wiring=TransportSettings(pool_size=1))

        async def hold() -> None:
            async with client.open(ROUTE, {"timeout": Timeout(read=None, total=None)}):
                pass

        streams = [asyncio.create_task(hold()) for _ in range(5)]
        while len(server.requests) < 5:  # noqa: ASYNC110  (the server counts, it does not signal each)
            await asyncio.sleep(0.001)
        async with at_once():
            await client.send(GOOD, {})
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
        assert acquired(client) == 0


async def test_only_the_start_of_an_error_body_is_read(connect: MakeClient) -> None:
    written = 0

    async def flood(writer: asyncio.StreamWriter) -> None:
        nonlocal written
        size = 50 * 1024 * 1024
        writer.write(f"HTTP/1.1 500 X\r\nContent-Length: {size}\r\n\r\n".encode())
        with suppress(ConnectionError):
            while written < size:
                writer.write(b"x" * 65536)
                written += 65536
                await writer.drain()

    async with RawServer([flood]) as server:
        with pytest.raises(CortexError) as caught:
            await connect(server.url, retry=False).send(ROUTE, {})
    assert len(caught.value.body) == 64 * 1024  # type: ignore[attr-defined]
    assert written < 20 * 1024 * 1024


@pytest.mark.parametrize("callers_session", [False, True])
async def test_own_connections_read_in_small_pieces(
    connect: MakeClient, monkeypatch: pytest.MonkeyPatch, callers_session: bool
) -> None:
    """Mapping 256 KiB for each read took a fifth of the time of a small call.

    The caller's connections stay as they are.
    """
    loop, made = asyncio.get_running_loop(), list[Any]()
    create_connection = loop.create_connection

    async def recorded(*args: Any, **kwargs: Any) -> Any:
        transport, protocol = await create_connection(*args, **kwargs)
        made.append(transport)
        return transport, protocol

    monkeypatch.setattr(loop, "create_connection", recorded)
    body = b'"' + b"x" * 1_000_000 + b'"'
    async with RawServer([raw_response(200, body)]) as server, aiohttp.ClientSession() as session:
        client = connect(server.url, session=session if callers_session else None)
        assert (await client.send(GOOD, {})).body == body
    assert [transport.max_size for transport in made] == [256 * 1024 if callers_session else 64 * 1024]
