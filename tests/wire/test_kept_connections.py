"""A kept connection carries another request only if the server has said nothing on it since its last response."""

from __future__ import annotations

import asyncio
import random
import ssl
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import aiohttp
import pytest

from cortex_async import ConnectionFailed, CortexClient, Retry
from cortex_async._core.http import connector
from cortex_async._core.timing.deadline import let_arrive
from tests.wire.server import RawServer, Received, Reply, answer
from tests.wire.threaded import Connection, Talk, ThreadedServer
from tests.wire.tls import CA_FILE, client_context, server_context

FIRST = answer(200, {"is": "first"})
SECOND = answer(200, {"is": "of nobody"})
Meeting: TypeAlias = "tuple[threading.Event, threading.Event]"
UNASKED: dict[str, bytes | None] = {
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


def stand_still(seconds: float) -> None:
    """The whole loop: on purpose."""
    time.sleep(seconds)


@asynccontextmanager
async def client(
    server: ThreadedServer, lent: bool, retry: Retry | bool = False
) -> AsyncIterator[CortexClient]:
    if not lent:
        async with CortexClient(base_url=server.url, api_key="k", ssl=CA_FILE, retry=retry) as cortex:
            yield cortex
        return
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=client_context())) as session,
        CortexClient(base_url=server.url, api_key="k", session=session, retry=retry) as cortex,
    ):
        yield cortex


def unasked(what: bytes | None, after: float | Meeting, seen: list[bytes]) -> Talk:
    """Answers, and on its first connection adds something; other connections answer what they were asked.

    after: seconds, or one event that is waited for and one that is set when it has been said.
    """

    def talk(connection: Connection) -> None:
        while request := connection.request():
            seen.append(request)
            if connection.number > 1:
                connection.send(answer(200, {"is": "right"}))
                continue
            if not after:
                connection.send(FIRST + (what or b""))
            else:
                connection.send(FIRST)
                if isinstance(after, tuple):
                    after[0].wait(10)
                else:
                    connection.pause(after)
                if what is None:
                    connection.close()
                else:
                    connection.send(what)
                if isinstance(after, tuple):
                    after[1].set()
            if what is None:
                return

    return talk


@pytest.mark.parametrize("lent", [False, True])
@pytest.mark.parametrize("busy", [False, True])
@pytest.mark.parametrize("what", UNASKED)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_what_nobody_asked_for_ends_a_kept_connection(
    what: str, busy: bool, lent: bool, method: str, context: ssl.SSLContext | None
) -> None:
    """busy: the loop stands still while it arrives, and has not read it when the next request is made."""
    if (
        lent
        and not busy
        and what in ("the head of a response", "a response but for its end", "one byte", "an end of line")
    ):
        pytest.skip("the parser of a caller's session takes these in, and nothing shows it")
    seen: list[bytes] = []
    go, said = threading.Event(), threading.Event()
    with ThreadedServer(unasked(UNASKED[what], (go, said), seen), context) as server:
        async with client(server, lent) as cortex:
            assert (await cortex.request(method, "/api/first", body={})).json() == {"is": "first"}
            go.set()
            if busy:
                assert said.wait(10)
            else:
                assert await asyncio.to_thread(said.wait, 10)
                await let_arrive()
            response = await cortex.request(method, "/api/second", body={})
    assert (response.json(), response.attempts) == ({"is": "right"}, 1)
    assert [request.split(b" ")[1] for request in seen] == [b"/api/first", b"/api/second"]
    assert server.connections == 2


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_response_that_comes_along_with_another_is_given_to_nobody(method: str) -> None:
    seen: list[bytes] = []
    with ThreadedServer(unasked(SECOND, 0, seen)) as server:
        async with client(server, lent=False) as cortex:
            assert (await cortex.request(method, "/api/first", body={})).json() == {"is": "first"}
            assert (await cortex.request(method, "/api/second", body={})).json() == {"is": "right"}
    assert len(seen) == 2


@pytest.mark.parametrize("busy", [False, True])
async def test_thousands_of_calls_each_get_their_own_response(
    busy: bool, context: ssl.SSLContext | None
) -> None:
    """From a server that says too much, or closes, after every other response."""
    chance, loop, said = random.Random(7), asyncio.get_running_loop(), asyncio.Event()

    def talk(connection: Connection) -> None:
        while request := connection.request():
            connection.send(answer(200, {"for": request.split(b" ")[1].decode()}))
            # Along with a response, garbage spoils that.
            what = chance.choice([*(what for name, what in UNASKED.items() if name != "garbage"), b""])
            if what is None:
                connection.close()
            else:
                connection.send(what)
            loop.call_soon_threadsafe(said.set)

    with ThreadedServer(talk, context) as server:
        async with client(server, lent=False) as cortex:
            for call in range(200 if context else 1500):
                response = await cortex.request(chance.choice(["GET", "POST"]), f"/api/{call}")
                assert (response.json(), response.attempts) == ({"for": f"/api/{call}"}, 1)
                await said.wait()
                said.clear()
                if not busy:
                    await asyncio.sleep(0)


@pytest.mark.parametrize("waits", [False, True])
async def test_no_more_than_one_call_gets_what_was_said_in_its_own_moment(waits: bool) -> None:
    """What a server says just after the next request has left cannot be told from its response. After that none is kept."""

    greeted: set[asyncio.StreamWriter] = set()

    def respond(received: Received) -> Reply:
        async def talk(writer: asyncio.StreamWriter) -> None:
            writer.write(answer(200, {"for": received.target}))
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


@pytest.mark.parametrize("lent", [False, True])
async def test_a_server_that_says_too_much_is_believed_again_later(
    lent: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connector, "SUSPICION", 0.2)
    seen: list[bytes] = []
    with ThreadedServer(unasked(SECOND, 0.001, seen)) as server:
        async with client(server, lent) as cortex:
            await cortex.request("GET", "/api/a")
            await asyncio.sleep(0.05)
            for _ in range(5):
                await cortex.request("GET", "/api/a")
            # A caller's session is not ours to change.
            assert server.connections == (2 if lent else 6)
            await asyncio.sleep(0.2)
            for _ in range(5):
                await cortex.request("GET", "/api/a")
            assert server.connections == (2 if lent else 7)
    warned = [record.getMessage() for record in caplog.records if record.name == "cortex_async"]
    assert len(warned) == (0 if lent else 1)


@pytest.mark.parametrize("kept", [1, 30])
async def test_any_number_of_stale_connections_is_no_attempt(kept: int) -> None:
    seen: list[bytes] = []
    together = threading.Barrier(kept)

    def talk(connection: Connection) -> None:
        while request := connection.request():
            seen.append(request)
            if connection.number <= kept:
                together.wait(10)
                connection.send(FIRST)
                return
            connection.send(answer(200, {"is": "right"}))

    with ThreadedServer(talk) as server:
        async with client(server, lent=False) as cortex:
            await asyncio.gather(*(cortex.request("GET", "/api/a") for _ in range(kept)))
            stand_still(0.1)
            response = await cortex.request("POST", "/api/b", body={})
    assert response.attempts == 1
    assert len(seen) == kept + 1


@pytest.mark.parametrize("spoken", [b"", b"SSH-2.0-x\r\n", SECOND], ids=["closed", "greeting", "response"])
@pytest.mark.parametrize("lent", [False, True])
async def test_a_server_that_closes_or_speaks_first_was_sent_nothing(spoken: bytes, lent: bool) -> None:
    def talk(connection: Connection) -> None:
        if connection.number < 3:
            connection.send(spoken)
            if spoken:
                connection.request()
            return
        connection.request()
        connection.send(answer(201, {}))

    async def call(server: ThreadedServer, retry: Retry | bool) -> int:
        async with client(server, lent, retry) as cortex:
            # As long as the loop stands still, what the server says on the new connection waits in the kernel.
            stand_still_at_the_connection()
            return (await cortex.request("POST", "/api/a", body={})).attempts

    with ThreadedServer(talk) as server:
        assert await call(server, Retry(base=0)) == 3
    with ThreadedServer(talk) as server, pytest.raises(ConnectionFailed) as caught:
        await call(server, False)
    assert caught.value.outcome == "not_sent"


def stand_still_at_the_connection() -> None:
    loop: Any = asyncio.get_running_loop()
    create_connection = loop.create_connection

    async def late(*arguments: Any, **more: Any) -> Any:
        made = await create_connection(*arguments, **more)
        stand_still(0.05)
        return made

    loop.create_connection = late


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="headers and body leave in the same turn")
async def test_a_connection_that_ends_before_the_body_leaves_was_sent_nothing() -> None:
    """Where aiohttp writes a body one turn later, the loop may stand still in between."""
    seen: list[bytes] = []
    with ThreadedServer(unasked(None, 0.05, seen)) as server:
        async with client(server, lent=False) as cortex:
            await cortex.request("GET", "/api/first")
            call = asyncio.create_task(cortex.request("POST", "/api/second", body={}))
            asyncio.get_running_loop().call_soon(time.sleep, 0.15)
            response = await call
    assert (response.json(), response.attempts) == ({"is": "right"}, 1)
    assert len(seen) == 2


async def test_a_quiet_connection_is_kept(context: ssl.SSLContext | None) -> None:
    def talk(connection: Connection) -> None:
        while connection.request():
            connection.send(FIRST)

    with ThreadedServer(talk, context) as server:
        for lent in (False, True):
            async with client(server, lent) as cortex:
                for _ in range(20):
                    await cortex.request("POST", "/api/a", body={})
                    stand_still(0.002)
        assert server.connections == 2


async def test_the_private_names_that_we_rely_on_still_exist() -> None:
    """aiohttp has no public way to see what came on an idle connection."""
    used: list[object] = []
    original = connector._Connector._release

    def release(self: connector._Connector, key: object, protocol: Any, **more: bool) -> None:
        assert not protocol._buffer
        parser = protocol._parser
        original(self, key, protocol, **more)
        used.append((type(parser).__name__, type(protocol._parser).__name__, self.force_close))
        self.suspect()
        used.append(self.force_close)

    def talk(connection: Connection) -> None:
        while connection.request():
            connection.send(FIRST)

    with pytest.MonkeyPatch.context() as patch, ThreadedServer(talk) as server:
        patch.setattr(connector._Connector, "_release", release)
        async with client(server, lent=False) as cortex:
            await cortex.request("POST", "/api/a", body={})
    assert used == [("HttpResponseParser", "_NothingAsked", False), True]
    assert hasattr(aiohttp.ClientRequest, "update_version")
