"""An idle connection is reused only if the server has sent nothing on it since its last response."""

from __future__ import annotations

import asyncio
import random
import ssl
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeAlias

import aiohttp
import pytest

from cortex_async import ConnectionFailed, CortexClient, Retry
from cortex_async._core.http import connector
from cortex_async._core.timing.deadline import let_arrive
from tests.wire.server import RawServer, Received, Reply, raw_response
from tests.wire.threaded import Connection, Talk, ThreadedServer
from tests.wire.tls import CA_FILE, client_context, server_context

HANG = 30.0
FIRST = raw_response(200, {"is": "first"})
SECOND = raw_response(200, {"is": "of nobody"})
Meeting: TypeAlias = "tuple[threading.Event, threading.Event]"
UNSOLICITED: dict[str, bytes | None] = {
    "a whole response": SECOND,
    "a whole response without a body": b"HTTP/1.1 204 X\r\n\r\n",
    "the head of a response": SECOND[:20],
    "a response but for its end": SECOND[:-3],
    "an interim response": b"HTTP/1.1 100 X\r\n\r\n",
    "one byte": b"H",
    "garbage": b"\x00\xffnonsense\r\n\r\n",
    "an end of line": b"\r\n",
    "the end of the connection": None,
}


@pytest.fixture(params=[None, "tls"])
def context(request: pytest.FixtureRequest) -> ssl.SSLContext | None:
    return server_context() if request.param else None


def block_loop(seconds: float) -> None:
    """Block the whole loop, on purpose."""
    time.sleep(seconds)


@asynccontextmanager
async def client(
    server: ThreadedServer, callers_session: bool, retry: Retry | bool = False
) -> AsyncIterator[CortexClient]:
    if not callers_session:
        async with CortexClient(base_url=server.url, api_key="k", ssl=CA_FILE, retry=retry) as cortex:
            yield cortex
        return
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=client_context())) as session,
        CortexClient(base_url=server.url, api_key="k", session=session, retry=retry) as cortex,
    ):
        yield cortex


def sending_unsolicited(what: bytes | None, after: Meeting | None, seen: list[bytes]) -> Talk:
    """Respond, and send additional data on the first connection only.

    after: one event that is waited for and one that is set when the data has been sent, None to send it with the
        response.
    """

    def talk(connection: Connection) -> None:
        while request := connection.request():
            seen.append(request)
            if connection.number > 1:
                connection.send(raw_response(200, {"is": "right"}))
                continue
            if after is None:
                connection.send(FIRST + (what or b""))
                continue
            connection.send(FIRST)
            after[0].wait(HANG)
            if what is None:
                connection.close()
            else:
                connection.send(what)
            after[1].set()
            if what is None:
                return

    return talk


@pytest.mark.parametrize("callers_session", [False, True])
@pytest.mark.parametrize("busy", [False, True])
@pytest.mark.parametrize("what", UNSOLICITED)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_unsolicited_data_ends_an_idle_connection(
    what: str, busy: bool, callers_session: bool, method: str, context: ssl.SSLContext | None
) -> None:
    """busy: the loop is blocked while the data arrives, and has not read it when the next request is made."""
    if (
        callers_session
        and not busy
        and what in ("the head of a response", "a response but for its end", "one byte", "an end of line")
    ):
        pytest.skip("the parser of a caller's session takes these in, and nothing shows it")
    seen: list[bytes] = []
    go, was_sent = threading.Event(), threading.Event()
    with ThreadedServer(sending_unsolicited(UNSOLICITED[what], (go, was_sent), seen), context) as server:
        async with client(server, callers_session) as cortex:
            assert (await cortex.request(method, "/api/first", body={})).json() == {"is": "first"}
            go.set()
            if busy:
                assert was_sent.wait(HANG)
            else:
                assert await asyncio.to_thread(was_sent.wait, HANG)
                await let_arrive()
            response = await cortex.request(method, "/api/second", body={})
    assert (response.json(), response.attempts) == ({"is": "right"}, 1)
    assert [request.split(b" ")[1] for request in seen] == [b"/api/first", b"/api/second"]
    assert server.connections == 2


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_response_that_arrives_with_another_is_dropped(method: str) -> None:
    seen: list[bytes] = []
    with ThreadedServer(sending_unsolicited(SECOND, None, seen)) as server:
        async with client(server, callers_session=False) as cortex:
            assert (await cortex.request(method, "/api/first", body={})).json() == {"is": "first"}
            assert (await cortex.request(method, "/api/second", body={})).json() == {"is": "right"}
    assert len(seen) == 2


@pytest.mark.parametrize("busy", [False, True])
async def test_thousands_of_calls_each_get_their_own_response(
    busy: bool, context: ssl.SSLContext | None
) -> None:
    """The server sends unsolicited data, or closes, after every other response."""
    chance, loop, was_sent = random.Random(7), asyncio.get_running_loop(), asyncio.Event()

    def talk(connection: Connection) -> None:
        while request := connection.request():
            connection.send(raw_response(200, {"for": request.split(b" ")[1].decode()}))
            # Garbage that arrives with a response makes that one invalid.
            what = chance.choice([*(what for name, what in UNSOLICITED.items() if name != "garbage"), b""])
            if what is None:
                connection.close()
            else:
                connection.send(what)
            loop.call_soon_threadsafe(was_sent.set)

    with ThreadedServer(talk, context) as server:
        async with client(server, callers_session=False) as cortex:
            for call in range(200 if context else 1500):
                response = await cortex.request(chance.choice(["GET", "POST"]), f"/api/{call}")
                assert (response.json(), response.attempts) == ({"for": f"/api/{call}"}, 1)
                await was_sent.wait()
                was_sent.clear()
                if not busy:
                    await asyncio.sleep(0)


@pytest.mark.parametrize("waits", [False, True])
async def test_at_most_one_call_gets_data_sent_at_its_moment(waits: bool) -> None:
    """Data sent just after the next request cannot be told from its response.

    After that no connection is reused.
    """

    greeted: set[asyncio.StreamWriter] = set()

    def respond(received: Received) -> Reply:
        async def talk(writer: asyncio.StreamWriter) -> None:
            writer.write(raw_response(200, {"for": received.target}))
            first = writer not in greeted
            greeted.add(writer)
            if first and waits:
                await asyncio.sleep(0.005)
                writer.write(SECOND)
            elif first:
                asyncio.get_running_loop().call_later(0.005, writer.write, SECOND)

        return talk

    async with (
        RawServer(respond) as server,
        CortexClient(base_url=server.url, api_key="k", retry=False) as cortex,
    ):
        got = [(await cortex.request("GET", f"/api/{call}")).json() for call in range(300)]
    wrong = [json for call, json in enumerate(got) if json != {"for": f"/api/{call}"}]
    assert wrong in ([], [{"is": "of nobody"}])


@pytest.mark.parametrize("callers_session", [False, True])
async def test_connections_are_reused_again_after_a_pause(
    callers_session: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ends = timers_of(connector.UNSOLICITED_PAUSE, monkeypatch)
    seen: list[bytes] = []
    go, was_sent = threading.Event(), threading.Event()
    with ThreadedServer(sending_unsolicited(SECOND, (go, was_sent), seen)) as server:
        async with client(server, callers_session) as cortex:
            await cortex.request("GET", "/api/a")
            go.set()
            assert await asyncio.to_thread(was_sent.wait, HANG)
            await let_arrive()
            for _ in range(5):
                await cortex.request("GET", "/api/a")
            # The caller's session must not be changed.
            assert server.connections == (2 if callers_session else 6)
            assert len(ends) == (0 if callers_session else 1)
            for end in ends:
                end()
            for _ in range(5):
                await cortex.request("GET", "/api/a")
            assert server.connections == (2 if callers_session else 7)
    warned = [record.getMessage() for record in caplog.records if record.name.startswith("cortex_async.")]
    assert len(warned) == (0 if callers_session else 1)


def timers_of(seconds: float, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """Collect the callbacks of the running loop's timers that are set for that many seconds."""
    loop = asyncio.get_running_loop()
    call_later, found = loop.call_later, list[Callable[[], object]]()

    def noted(delay: float, callback: Callable[..., object], *arguments: Any, **more: Any) -> Any:
        if delay == seconds:
            found.append(partial(callback, *arguments))
        return call_later(delay, callback, *arguments, **more)

    monkeypatch.setattr(loop, "call_later", noted)
    return found


@pytest.mark.parametrize("kept", [1, 30])
async def test_stale_connections_do_not_count_as_attempts(kept: int) -> None:
    seen: list[bytes] = []
    together = threading.Barrier(kept)

    def talk(connection: Connection) -> None:
        while request := connection.request():
            seen.append(request)
            if connection.number <= kept:
                together.wait(HANG)
                connection.send(FIRST)
                return
            connection.send(raw_response(200, {"is": "right"}))

    with ThreadedServer(talk) as server:
        async with client(server, callers_session=False) as cortex:
            await asyncio.gather(*(cortex.request("GET", "/api/a") for _ in range(kept)))
            # The loop is blocked until the server has closed them all.
            for _ in range(kept):
                assert server.closed.acquire(timeout=HANG)
            response = await cortex.request("POST", "/api/b", body={})
    assert response.attempts == 1
    assert len(seen) == kept + 1


@pytest.mark.parametrize("spoken", [b"", b"SSH-2.0-x\r\n", SECOND], ids=["closed", "greeting", "response"])
@pytest.mark.parametrize("callers_session", [False, True])
async def test_nothing_is_sent_to_a_server_that_closes_or_sends_first(
    spoken: bytes, callers_session: bool
) -> None:
    spoke = threading.Semaphore(0)

    def talk(connection: Connection) -> None:
        if connection.number < 3:
            connection.send(spoken)
            if not spoken:
                connection.close()
            spoke.release()
            connection.request()
            return
        spoke.release()
        connection.request()
        connection.send(raw_response(201, {}))

    async def call(server: ThreadedServer, retry: Retry | bool) -> int:
        async with client(server, callers_session, retry) as cortex:
            return (await cortex.request("POST", "/api/a", body={})).attempts

    # While the loop is blocked, what the server sends on the new connection stays in the kernel.
    block_loop_at_the_connection(spoke)
    with ThreadedServer(talk) as server:
        assert await call(server, Retry(base=0)) == 3
    with ThreadedServer(talk) as server, pytest.raises(ConnectionFailed) as caught:
        await call(server, False)
    assert caught.value.outcome == "not_sent"


def block_loop_at_the_connection(until: threading.Semaphore) -> None:
    loop: Any = asyncio.get_running_loop()
    create_connection = loop.create_connection

    async def late(*arguments: Any, **more: Any) -> Any:
        made = await create_connection(*arguments, **more)
        assert until.acquire(timeout=HANG)
        return made

    loop.create_connection = late


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="headers and body leave in the same turn")
async def test_nothing_is_sent_on_a_connection_that_closes_before_the_body() -> None:
    """If aiohttp writes the body one turn later, the loop may be blocked in between."""
    seen: list[bytes] = []
    go, closed = threading.Event(), threading.Event()

    def block() -> None:
        go.set()
        assert closed.wait(HANG)

    with ThreadedServer(sending_unsolicited(None, (go, closed), seen)) as server:
        async with client(server, callers_session=False) as cortex:
            await cortex.request("GET", "/api/first")
            call = asyncio.create_task(cortex.request("POST", "/api/second", body={}))
            asyncio.get_running_loop().call_soon(block)
            response = await call
    assert (response.json(), response.attempts) == ({"is": "right"}, 1)
    assert len(seen) == 2


async def test_a_quiet_connection_is_reused(context: ssl.SSLContext | None) -> None:
    def talk(connection: Connection) -> None:
        while connection.request():
            connection.send(FIRST)

    with ThreadedServer(talk, context) as server:
        for callers_session in (False, True):
            async with client(server, callers_session) as cortex:
                for _ in range(20):
                    await cortex.request("POST", "/api/a", body={})
                    block_loop(0.002)
        assert server.connections == 2


async def test_the_private_names_of_aiohttp_still_exist() -> None:
    """aiohttp has no public way to see data on an idle connection."""
    used: list[object] = []
    original = connector.OwnConnector._release

    def release(self: connector.OwnConnector, key: object, protocol: Any, **more: bool) -> None:
        assert not protocol._buffer
        parser = protocol._parser
        original(self, key, protocol, **more)
        used.append((type(parser).__name__, type(protocol._parser).__name__, self.force_close))
        self.pause_reuse()
        used.append(self.force_close)

    def talk(connection: Connection) -> None:
        while connection.request():
            connection.send(FIRST)

    with pytest.MonkeyPatch.context() as patch, ThreadedServer(talk) as server:
        patch.setattr(connector.OwnConnector, "_release", release)
        async with client(server, callers_session=False) as cortex:
            await cortex.request("POST", "/api/a", body={})
    assert used == [("HttpResponseParser", "_IdleParser", False), True]
    assert hasattr(aiohttp.ClientRequest, "update_version")
