"""Pieces of an event stream that are processed in the turn of the event loop that reads them, over sockets."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any, TypeAlias

import aiohttp
import orjson
import pytest

from cortex_async import (
    ClientClosed,
    ConnectionFailed,
    CortexClient,
    Disconnected,
    EventTooLarge,
    Retry,
    StreamState,
)
from cortex_async._core.http.arrivals import Arrivals
from cortex_async._core.http.exchange import Progress
from cortex_async._core.http.raw_response import RawResponse
from cortex_async._core.stream import StreamOptions
from cortex_async._core.timeouts import Timeout
from cortex_async.emulator import Emulator
from cortex_async.live import Added, Change
from cortex_async.models import MessageCreatedEventData as Message
from tests.realtime import chaos
from tests.wire.server import raw_response
from tests.wire.tls import CA_FILE, server_context

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
END = b"0\r\n\r\n"
QUICK = Retry(attempts=1_000_000, base=0.002, cap=0.004)

Talk: TypeAlias = Callable[[asyncio.StreamWriter], Awaitable[object]]

opened_by: ContextVar[str] = ContextVar("opened_by")


def event(number: int, more: str = "") -> bytes:
    return b"id: %d\ndata: %s\n\n" % (number, orjson.dumps({"type": "new", "id": f"e{number}", "more": more}))


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)


@asynccontextmanager
async def serving(*talks: Talk, tls: bool = False) -> AsyncIterator[tuple[CortexClient, list[int]]]:
    """A server that talks like this to one request after the other, then responds with JSON.

    Yields a client of it, and the number of connections on which each request came.
    """
    waiting, by_request = iter(talks), list[int]()
    handlers: list[asyncio.Task[None]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        handlers.append(task)
        number = len(handlers)
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                by_request.append(number)
                talk = next(waiting, None)
                if talk is None:
                    writer.write(raw_response(200, {"ok": True}))
                else:
                    await talk(writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client left
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server_context() if tls else None)
    port = server.sockets[0].getsockname()[1]
    url = f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
    try:
        async with CortexClient(base_url=url, api_key="k", ssl=CA_FILE if tls else None) as client:
            yield client, by_request
    finally:
        server.close()
        await asyncio.gather(*handlers)


def sending(*writes: bytes) -> Talk:
    async def talk(writer: asyncio.StreamWriter) -> None:
        for write in (HEAD, *writes):
            writer.write(write)
            await writer.drain()
            # Each is read on its own.
            await asyncio.sleep(0)

    return talk


async def ids(stream: Any, count: int) -> list[str]:
    async with asyncio.timeout(30):
        return [(await anext(stream)).id for _ in range(count)]


def numbered(first: int, last: int) -> list[str]:
    return [f"e{number}" for number in range(first, last + 1)]


@pytest.mark.parametrize("tls", [False, True])
async def test_events_of_their_own_in_bursts_and_in_halves_arrive_in_order(tls: bool) -> None:
    halves = event(304), event(305)
    talk = sending(
        chunked(event(1)),
        chunked(event(2)),
        chunked(*map(event, range(3, 303))),
        chunked(event(303), halves[0][:20]),
        chunked(halves[0][20:] + halves[1][:5]),
        chunked(halves[1][5:]),
    )
    async with (
        serving(talk, tls=tls) as (client, _),
        client.project("p").events.stream(buffer_size=50) as events,
    ):
        assert await ids(events, 305) == numbered(1, 305)
        assert (events.counters.received, events.last_event_id) == (305, "305")


async def test_what_aiohttp_did_not_parse_at_once_is_handed_over_too() -> None:
    # It stops at four chunks that nobody has read, and goes on when they are.
    numbers = [b"%d," % number for number in range(500)]
    waiting = asyncio.Event()
    got = bytearray()

    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        await waiting.wait()
        writer.write(chunked(*numbers))

    def take(piece: bytes) -> bool:
        got.extend(piece)
        return not piece.endswith(numbers[-1])

    async with (
        serving(talk) as (client, _),
        aiohttp.ClientSession() as session,
        session.get(client.base_url, read_bufsize=64) as response,
    ):
        assert response.connection is not None
        assert response.connection.transport is not None
        arrivals = Arrivals(response.connection.transport, response.content, take)
        asyncio.get_running_loop().call_soon(waiting.set)
        async with asyncio.timeout(30):
            last = await arrivals.next_piece()
    assert bytes(got) == b"".join(numbers)
    assert got.endswith(last)


class Unusual(BaseException):
    """What no ``except Exception`` catches, as pytest's own ``fail`` raises it."""


@pytest.mark.parametrize(
    "raised",
    [ValueError, asyncio.CancelledError, KeyboardInterrupt, SystemExit, Unusual],
    ids=lambda one: one.__name__,
)
async def test_the_reader_gets_what_take_raises_and_asyncio_does_not(raised: type[BaseException]) -> None:
    waiting = asyncio.Event()
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))

    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        await waiting.wait()
        writer.write(chunked(b"one") + END)

    def take(piece: bytes) -> bool:
        raise raised

    async with serving(talk) as (client, by_request), aiohttp.ClientSession() as session:
        async with session.get(client.base_url) as response:
            assert response.connection is not None
            assert response.connection.transport is not None
            arrivals = Arrivals(response.connection.transport, response.content, take)
            asyncio.get_running_loop().call_soon(waiting.set)
            async with asyncio.timeout(30):
                with pytest.raises(raised):
                    await arrivals.next_piece()
        # The body has ended, so that the connection is aiohttp's again.
        async with session.get(client.base_url) as response:
            assert await response.json() == {"ok": True}
    assert (by_request, reported) == ([1, 1], [])


async def test_an_ended_stream_leaves_a_connection_that_other_calls_can_use() -> None:
    ending = [
        sending(chunked(event(number))[:-9], chunked(event(number))[-9:] + END) for number in range(1, 10)
    ]
    async with serving(*ending, sending(chunked(event(10)))) as (client, by_request):
        async with client.project("p").events.stream(retry=QUICK) as events:
            assert await ids(events, 10) == numbered(1, 10)
            gc.collect()
            assert sum(type(one) is Arrivals for one in gc.get_objects()) == 1
        assert by_request == [1] * 10
        assert (await client.request("GET", "/api/x")).json() == {"ok": True}


async def test_a_chunk_without_a_size_breaks_the_connection_off() -> None:
    got, states = asyncio.Event(), list[StreamState]()

    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + chunked(event(1)))
        await got.wait()
        writer.write(b"no size\r\n")

    async with (
        serving(talk, sending(chunked(event(2)))) as (client, _),
        client.project("p").events.stream(retry=QUICK, on_state=states.append) as events,
    ):
        assert await ids(events, 1) == numbered(1, 1)
        got.set()
        assert await ids(events, 1) == numbered(2, 2)
    lost = next(state for state in states if isinstance(state, Disconnected))
    assert isinstance(lost.error, ConnectionFailed)
    assert "ended before it was complete" in str(lost.error)


class Buffered(asyncio.BufferedProtocol):
    """What a later aiohttp may be: a protocol that the transport asks for a buffer."""

    def __init__(self, aiohttps: asyncio.Protocol) -> None:
        self._aiohttps = aiohttps
        self._buffer = bytearray(1000)

    def get_buffer(self, sizehint: int) -> bytearray:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        self._aiohttps.data_received(bytes(self._buffer[:nbytes]))

    def connection_lost(self, exc: Exception | None) -> None:
        self._aiohttps.connection_lost(exc)


async def test_a_protocol_of_another_kind_stays_with_its_connection() -> None:
    got = asyncio.Event()

    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + chunked(b"one"))
        await got.wait()
        writer.write(chunked(b"two") + END)

    def take(piece: bytes) -> bool:
        raise AssertionError

    async with (
        serving(talk) as (client, _),
        aiohttp.ClientSession() as session,
        session.get(client.base_url) as response,
    ):
        assert response.connection is not None
        transport = response.connection.transport
        assert transport is not None
        protocol = transport.get_protocol()
        assert isinstance(protocol, asyncio.Protocol)
        transport.set_protocol(Buffered(protocol))
        raw = RawResponse(response, Timeout(read=None), Progress())
        raw.hand_to(take)
        async with asyncio.timeout(30):
            assert await raw.next_chunk() == b"one"
            got.set()
            assert [await raw.next_chunk(), await raw.next_chunk()] == [b"two", b""]


async def test_an_event_that_is_too_large_is_raised_after_those_before_it() -> None:
    talk = sending(chunked(event(1)), chunked(event(2) + event(3, "x" * 1000)))
    async with serving(talk) as (client, _), client.project("p").events.stream(max_event_bytes=500) as events:
        assert await ids(events, 2) == numbered(1, 2)
        with pytest.raises(EventTooLarge, match="max_event_bytes=500"):
            await ids(events, 1)


async def test_a_slow_consumer_gets_everything_and_the_reader_waits_for_it() -> None:
    writes = [chunked(event(number)) for number in range(1, 201)]
    async with (
        serving(sending(*writes)) as (client, _),
        client.project("p").events.stream(buffer_size=10) as events,
    ):
        for number in range(1, 201):
            assert await ids(events, 1) == numbered(number, number)
            assert events.counters.received <= number + 11
            for _ in range(3):
                await asyncio.sleep(0)


def as_many_as(count: int, messages: Mapping[str, Message]) -> bool:
    return len(messages) == count


async def test_hooks_run_as_the_event_is_read() -> None:
    seen: list[tuple[str, object]] = []

    def note(change: Change[Message]) -> None:
        assert isinstance(change, Added)
        seen.append((change.new.content, asyncio.current_task()))

    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        sessions = client.project(emulator.project_id).sessions
        session = await sessions.create(title="First", external_room_id="room")
        async with sessions.watch_messages(session.id) as view:
            view.on_change(note)
            for count, word in enumerate(("one", "two", "three"), 2):
                await emulator.say(session.id, "kim", word)
                await view.wait_until(partial(as_many_as, count), timeout=30)
    # No task was woken for them.
    assert seen == [(content, None) for content in ("kim joined", "one", "two", "three")]


async def test_events_are_read_in_the_context_of_their_stream_not_in_that_of_their_connection() -> None:
    seen: list[tuple[str, str]] = []

    def decode(raw: Mapping[str, Any]) -> dict[str, Any]:
        seen.append((raw["id"], opened_by.get()))
        return dict(raw)

    talks = [sending(chunked(event(number)), chunked(event(number + 1)) + END) for number in (1, 3)]
    async with serving(*talks) as (client, by_request):
        caller = chaos.client(client.base_url)
        for opener in ("first", "second"):
            token = opened_by.set(opener)
            async with caller.events(chaos.stream_request(), decode, StreamOptions()) as stream:
                await anext(stream)
                await anext(stream)
            opened_by.reset(token)
        await caller.aclose()
    assert seen == [("e1", "first"), ("e2", "first"), ("e3", "second"), ("e4", "second")]
    assert by_request == [1, 1]


async def test_a_hook_may_close_the_client() -> None:
    closing: asyncio.Future[asyncio.Task[None]] = asyncio.get_running_loop().create_future()
    async with Emulator() as emulator:
        client = CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)
        sessions = client.project(emulator.project_id).sessions
        session = await sessions.create(title="First", external_room_id="room")
        async with sessions.watch_messages(session.id) as view:

            def close(change: Change[Message]) -> None:
                if not closing.done():
                    closing.set_result(asyncio.ensure_future(client.aclose()))

            view.on_change(close)
            await emulator.say(session.id, "kim", "one")
            async with asyncio.timeout(30):
                await (await closing)
            with pytest.raises(ClientClosed):
                await anext(aiter(view))
        await emulator.wait_for_streams(0)
