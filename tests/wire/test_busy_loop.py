"""Time limits while the loop is blocked: what arrived meanwhile is processed before a limit takes effect."""

from __future__ import annotations

import array
import asyncio
import fcntl
import socket
import ssl
import termios
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest

from cortex_async import CortexClient, Response, TimedOut, Timeout
from cortex_async._core.http import sessions
from cortex_async._core.http.connector import watched_socket
from cortex_async._core.request import Request, Route
from cortex_async._core.timing import deadline
from tests.wire.server import raw_response
from tests.wire.threaded import Connection, Talk, ThreadedServer
from tests.wire.tls import CA_FILE, server_context

T = TypeVar("T")
BODY = b'"' + b"x" * 1_500_000 + b'"'
STOOD = 0.3
HANG = 30.0


def loop_factory(name: str) -> Callable[[], asyncio.AbstractEventLoop]:
    if name == "uvloop":
        return pytest.importorskip("uvloop").new_event_loop  # type: ignore[no-any-return]  # the module is Any
    return asyncio.SelectorEventLoop


@pytest.fixture(params=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Callable[[Awaitable[Any]], Any]:
    def runner(work: Awaitable[T]) -> T:
        async def main() -> T:
            return await work

        with asyncio.Runner(loop_factory=loop_factory(request.param)) as running:
            return running.run(main())

    return runner


@pytest.fixture(params=[None, "tls"])
def context(request: pytest.FixtureRequest) -> ssl.SSLContext | None:
    return server_context() if request.param else None


class Blockade:
    """A block of the loop during which a server sends its response.

    By the clock of the time limits, which advances only meanwhile: a response that arrives has arrived in time,
    however slow the machine.
    """

    def __init__(self) -> None:
        self.now = 1000.0
        self.sockets: list[socket.socket] = []
        self.until_received = 0
        """Bytes that must be in the client's kernel before the block ends."""
        self._begun, self._sent = threading.Event(), threading.Event()

    def __call__(self) -> None:
        self._begun.set()
        time.sleep(STOOD)  # the timers of the loop, which has a clock of its own, are due as well
        assert self._sent.wait(HANG)
        while self._received() < self.until_received:
            time.sleep(0.001)
        self.now += STOOD

    def _received(self) -> int:
        waiting = array.array("i", [0])
        fcntl.ioctl(self.sockets[-1], termios.FIONREAD, waiting)
        return waiting[0]

    def talk(self, *pieces: bytes) -> Talk:
        """Respond with the last of these pieces during the block, with those before it at once, and to a request that
        warms up the connection at once too.
        """

        def serve(connection: Connection) -> None:
            while b"/warm" in connection.request().split(b"\r\n", 1)[0]:
                connection.send(raw_response(200, b"{}"))
            for piece in pieces[:-1]:
                connection.send(piece)
            assert self._begun.wait(HANG)
            connection.send(pieces[-1])
            self._sent.set()
            connection.request()

        return serve

    def open_socket(self, address: tuple[Any, ...]) -> socket.socket:
        made = watched_socket(address)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 400_000)
        self.sockets.append(made)
        return made


@pytest.fixture
def blockade(monkeypatch: pytest.MonkeyPatch) -> Blockade:
    made = Blockade()
    monkeypatch.setattr(deadline, "clock_of", lambda _: lambda: made.now)
    monkeypatch.setattr(sessions, "watched_socket", made.open_socket)
    return made


def stand_still() -> None:
    time.sleep(STOOD)


def client(server: ThreadedServer, timeout: Timeout) -> CortexClient:
    return CortexClient(base_url=server.url, api_key="k", ssl=CA_FILE, timeout=timeout, retry=False)


async def post_while_blocked(
    server: ThreadedServer, timeout: Timeout, block: Callable[[], object] = stand_still
) -> Response:
    """Make a POST over a warm connection, during which the loop is blocked."""
    async with client(server, timeout) as cortex:
        await cortex.request("GET", "/api/warm", timeout=Timeout())
        call = asyncio.create_task(cortex.request("POST", "/api/a", body={"a": 1}))
        asyncio.get_running_loop().call_later(0.05, block)
        return await call


def talk(*pieces: bytes, pause: float = 0.05) -> Talk:
    """Respond to the first request at once, and to every other with these pieces, each after a pause."""

    def serve(connection: Connection) -> None:
        while request := connection.request():
            if b"/warm" in request.split(b"\r\n", 1)[0]:
                connection.send(raw_response(200, b"{}"))
                continue
            for piece in pieces:
                connection.pause(pause)
                connection.send(piece)

    return serve


LONG = raw_response(200, BODY)
LIMITS = {"read": Timeout(read=0.15), "total": Timeout(total=0.15)}


@pytest.mark.parametrize("limits", LIMITS)
@pytest.mark.parametrize(
    "pieces",
    [
        (raw_response(201, b'{"id": 1}'),),
        (raw_response(200, b"x" * 50)[:-50], b"x" * 50),
        (raw_response(200, b"x" * 50)[:-25], b"x" * 25),
        (b"HTTP/1.1 100 Continue\r\n\r\n", raw_response(200, b"x")),
    ],
    ids=["all at once", "body later", "body in halves", "after a 1xx"],
)
def test_a_response_that_has_arrived_is_returned(
    limits: str, pieces: tuple[bytes, ...], run: Any, context: ssl.SSLContext | None, blockade: Blockade
) -> None:
    with ThreadedServer(blockade.talk(*pieces), context) as server:
        response = run(post_while_blocked(server, LIMITS[limits], blockade))
    assert response.status in (200, 201)


@pytest.mark.parametrize("limits", LIMITS)
def test_a_long_response_that_has_arrived_is_returned(
    limits: str, run: Any, context: ssl.SSLContext | None, blockade: Blockade
) -> None:
    body = (
        b'"' + b"x" * 150_000 + b'"'
    )  # as much as fits into the kernel, and several times what is read at once
    blockade.until_received = len(body)
    with ThreadedServer(blockade.talk(raw_response(200, body)), context) as server:
        response = run(post_while_blocked(server, LIMITS[limits], blockade))
    assert response.body == body


def test_a_silent_server_still_times_out(run: Any) -> None:
    with ThreadedServer(talk(raw_response(200, b"{}"), pause=60)) as server:
        for limit, timeout in (("read", Timeout(read=0.15)), ("total", Timeout(total=0.15))):
            begun = time.monotonic()
            with pytest.raises(TimedOut) as caught:
                run(post_while_blocked(server, timeout))
            assert (caught.value.limit, caught.value.outcome) == (limit, "unknown")
            assert time.monotonic() - begun < HANG


def test_half_a_response_times_out(run: Any) -> None:
    with ThreadedServer(talk(raw_response(200, b"x" * 50)[:-5])) as server:
        for limit, timeout in (("read", Timeout(read=0.15)), ("total", Timeout(total=0.15))):
            with pytest.raises(TimedOut) as caught:
                run(post_while_blocked(server, timeout))
            assert caught.value.limit == limit


def test_an_endless_response_ends_with_the_total_limit(run: Any) -> None:
    def flood(connection: Connection) -> None:
        connection.request()
        connection.send(b"HTTP/1.1 200 X\r\n\r\n")
        while True:
            connection.send(b"x" * 65536)
            connection.pause(0.001)

    async def call(server: ThreadedServer) -> None:
        async with client(server, Timeout(total=0.15)) as cortex:
            asyncio.get_running_loop().call_later(0.05, time.sleep, STOOD)
            await cortex.request("GET", "/api/a")

    with ThreadedServer(flood) as server:
        begun = time.monotonic()
        with pytest.raises(TimedOut, match="total"):
            run(call(server))
        assert time.monotonic() - begun < HANG


def test_a_connection_made_meanwhile_is_used(
    run: Any, context: ssl.SSLContext | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock that advances only while the loop is blocked: a handshake may take its time after that."""
    now = 1000.0
    monkeypatch.setattr(deadline, "clock_of", lambda _: lambda: now)

    def block() -> None:
        nonlocal now
        time.sleep(STOOD)
        now += STOOD

    async def call(server: ThreadedServer) -> Response:
        async with client(server, Timeout(connect=0.1)) as cortex:
            # The name is resolved in a thread; the connection is made after that.
            asyncio.get_running_loop().call_soon(asyncio.get_running_loop().call_soon, block)
            return await cortex.request("POST", "/api/warm", body={})

    with ThreadedServer(talk(), context) as server:
        assert run(call(server)).status == 200
    assert now > 1000


async def streamed(server: ThreadedServer, block: Callable[[], object]) -> bytes:
    async with client(server, Timeout(read=0.15)) as cortex:
        route = Request(Route("op", "GET", "/a", frozenset({"api-key"})))
        async with cortex._service_client.open(route, {}) as response:
            asyncio.get_running_loop().call_later(0.05, block)
            return b"".join([chunk async for chunk in response.chunks()])


def test_a_streamed_body_that_has_arrived_is_returned(
    run: Any, context: ssl.SSLContext | None, blockade: Blockade
) -> None:
    with ThreadedServer(blockade.talk(LONG[:100], LONG[100:]), context) as server:
        assert run(streamed(server, blockade)) == BODY


def test_a_streamed_body_that_stalls_times_out(run: Any) -> None:
    with (
        ThreadedServer(talk(LONG[:100], LONG[100:-10])) as server,
        pytest.raises(TimedOut, match="read time limit"),
    ):
        run(streamed(server, stand_still))
