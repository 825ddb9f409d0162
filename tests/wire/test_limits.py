"""Three time limits, each named when it runs out, and one of size."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib
from contextlib import suppress
from itertools import count

import pytest

from cortex_async._core.call_errors import ResponseTooLarge, TimedOut
from cortex_async._core.http.settings import TransportSettings
from cortex_async._core.request import Request, Route
from cortex_async._core.retry import Retry
from cortex_async._core.timeouts import Timeout
from cortex_async._core.timing import deadline
from cortex_async._core.timing.clock import SystemClock
from cortex_async._core.timing.deadline import let_arrive
from tests.wire.conftest import MakeClient, api_key
from tests.wire.server import OK, RawServer, raw_response

GET = Request(Route("op", "GET", "/a", frozenset({"api-key"})))
POST = Request(Route("op", "POST", "/a", frozenset({"api-key"})))


async def drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 X\r\nContent-Length: 1000\r\n\r\n")
    with suppress(ConnectionError):
        for _ in range(1000):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)


async def test_a_slow_response_hits_the_total_limit(connect: MakeClient) -> None:
    async with RawServer([drip]) as server:
        client = connect(server.url, timeout=Timeout(read=0.2, total=0.3))
        with pytest.raises(TimedOut, match=r"total time limit: no complete response within 0\.3 s") as caught:
            await client.send(GET, {})
    assert (caught.value.limit, caught.value.seconds, caught.value.outcome) == ("total", 0.3, "done")


async def test_a_silent_server_hits_the_read_limit(connect: MakeClient) -> None:
    async with RawServer() as server:
        server.reply = [server.stall]
        with pytest.raises(TimedOut, match="read time limit") as caught:
            await connect(server.url, timeout=Timeout(read=0.05, total=20), retry=False).send(POST, {})
    assert (caught.value.limit, caught.value.seconds, caught.value.outcome) == ("read", 0.05, "unknown")


async def test_a_pause_within_the_body_hits_the_read_limit(connect: MakeClient) -> None:
    async with RawServer() as server:

        async def half(writer: asyncio.StreamWriter) -> None:
            writer.write(raw_response(200, b"x" * 10)[:-5])
            await server.released.wait()

        server.reply = [half]
        with pytest.raises(TimedOut) as caught:
            await connect(server.url, timeout=Timeout(read=0.05, total=20), retry=False).send(GET, {})
    assert caught.value.limit == "read"


async def test_a_full_backlog_hits_the_connect_limit(connect: MakeClient) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        held = [socket.socket() for _ in range(4)]
        for one in held:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        try:
            client = connect(f"http://127.0.0.1:{port}", timeout=Timeout(connect=0.05, total=20))
            with pytest.raises(TimedOut, match="connect time limit") as caught:
                await client.send(POST, {})
        finally:
            for one in held:
                one.close()
    assert (caught.value.limit, caught.value.outcome, caught.value.attempts) == ("connect", "not_sent", 3)


async def test_waiting_for_the_pool_counts_as_connecting(connect: MakeClient) -> None:
    async with RawServer() as server:
        server.reply = [server.stall]
        client = connect(
            server.url,
            timeout=Timeout(connect=0.2, total=20),
            retry=False,
            wiring=TransportSettings(pool_size=1),
        )
        holder = asyncio.create_task(client.send(POST, {}))
        await server.arrived.wait()
        with pytest.raises(TimedOut) as caught:
            await client.send(POST, {})
        holder.cancel()
        with suppress(asyncio.CancelledError):
            await holder
    assert (caught.value.limit, caught.value.outcome) == ("connect", "not_sent")


async def test_the_total_limits_all_attempts_together(
    connect: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the clock of the time limits, which advances while an attempt waits for the server.

    Another clock decides nothing: however much real time passes, there are four attempts.
    """
    now = 1000.0
    elsewhere = count(step=60)
    monkeypatch.setattr(SystemClock, "monotonic", lambda _: float(next(elsewhere)))
    monkeypatch.setattr(deadline, "clock_of", lambda _: lambda: now)

    async def stall(writer: asyncio.StreamWriter) -> None:
        nonlocal now
        # By then the client waits for the response.
        await let_arrive()
        now += 0.1
        await server.released.wait()

    async with RawServer() as server:
        server.reply = [stall]
        client = connect(server.url, retry=Retry(attempts=100, base=0), timeout=Timeout(read=0.1, total=0.35))
        with pytest.raises(TimedOut) as caught:
            await client.send(GET, {})
    assert caught.value.limit == "total"
    assert caught.value.attempts == 4
    assert now == pytest.approx(1000.4)


async def test_waiting_for_a_credential_counts_towards_the_total(connect: MakeClient) -> None:
    async def never() -> str:
        await asyncio.Event().wait()
        return ""

    async with RawServer() as server:
        with pytest.raises(TimedOut) as caught:
            await connect(server.url, authenticator=api_key(never), timeout=Timeout(total=0.05)).send(
                POST, {}
            )
        assert server.requests == []
    assert (caught.value.limit, caught.value.outcome, caught.value.attempts) == ("total", "not_sent", 0)


async def test_a_timeout_error_of_the_callers_function_passes_through(connect: MakeClient) -> None:
    async def slow() -> str:
        raise TimeoutError("vault")

    async with RawServer() as server:
        with pytest.raises(TimeoutError, match="vault"):
            await connect(server.url, authenticator=api_key(slow)).send(GET, {})
        server.reply = [server.stall]
        with pytest.raises(TimeoutError) as caught:
            async with asyncio.timeout(0.05):
                await connect(server.url).send(GET, {})
    assert type(caught.value) is TimeoutError


async def test_a_number_is_the_total_and_none_removes_it(connect: MakeClient) -> None:
    async with RawServer() as server:
        server.reply = [server.stall]
        client = connect(server.url, timeout=Timeout(read=0.1, total=20), retry=False)
        with pytest.raises(TimedOut) as caught:
            await client.send(GET, {"timeout": 0.03})
        assert caught.value.limit == "total"
        with pytest.raises(TimedOut) as caught:
            await client.send(GET, {"timeout": None})
        assert caught.value.limit == "read"


async def test_a_stream_may_take_longer_than_the_total(connect: MakeClient) -> None:
    """The total ends with the headers: a long download is not a failure."""

    async def slowly(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 X\r\nContent-Length: 60\r\n\r\n")
        for _ in range(60):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with RawServer([slowly]) as server:
        client = connect(server.url, timeout=Timeout(read=5, total=0.5))
        async with client.open(GET, {}) as response:
            assert b"".join([chunk async for chunk in response.chunks()]) == b"x" * 60


async def test_a_stream_that_stalls_hits_the_read_limit(connect: MakeClient) -> None:
    async with RawServer() as server:

        async def half(writer: asyncio.StreamWriter) -> None:
            writer.write(raw_response(200, b"x" * 10)[:-5])
            await server.released.wait()

        server.reply = [half]
        client = connect(server.url, timeout=Timeout(read=0.05))
        async with client.open(GET, {}) as response:
            chunks = response.chunks()
            assert await anext(chunks) == b"x" * 5
            with pytest.raises(TimedOut, match="op GET /a: read time limit"):
                await anext(chunks)


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_over_the_limit(announced: bool, connect: MakeClient) -> None:
    length = "Content-Length: 5000\r\n" if announced else "Connection: close\r\n"

    async def long(writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 X\r\n{length}\r\n".encode() + b"x" * 5000)
        writer.close()

    async with RawServer([long]) as server:
        client = connect(server.url, max_response_bytes=1000)
        with pytest.raises(ResponseTooLarge, match="longer than 1000 bytes") as caught:
            await client.send(GET, {})
        assert len(server.requests) == 1
        assert caught.value.status == 200
        assert len((await connect(server.url, max_response_bytes=5000).send(GET, {})).body) == 5000


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_compressed_bodies_count_after_decompression(encoding: str, connect: MakeClient) -> None:
    squeeze = gzip.compress if encoding == "gzip" else zlib.compress
    bomb = raw_response(200, squeeze(b"0" * 20_000_000), {"Content-Encoding": encoding})
    async with RawServer(bomb) as server:
        with pytest.raises(ResponseTooLarge):
            await connect(server.url, max_response_bytes=1_000_000).send(GET, {})
        assert len((await connect(server.url).send(GET, {})).body) == 20_000_000


async def test_the_encodings_that_can_be_decoded_are_requested(connect: MakeClient) -> None:
    async with RawServer(OK) as server:
        client = connect(server.url)
        await client.send(GET, {})
        async with client.open(GET, {}):
            pass
        assert [request.headers["accept-encoding"] for request in server.requests] == [
            "gzip, deflate",
            "identity",
        ]


async def test_a_pause_before_the_headers_of_a_stream_hits_the_read_limit(connect: MakeClient) -> None:
    async with RawServer() as server:
        server.reply = [server.stall]
        client = connect(server.url, timeout=Timeout(read=0.05, total=20), retry=False)
        for _ in range(5):
            with pytest.raises(TimedOut, match="read time limit"):
                async with client.open(GET, {}):
                    pytest.fail("no headers came")
