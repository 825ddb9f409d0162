"""A consumer that blocks the event loop is not mistaken for a silent server: what has arrived is read first."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

import cortex_async._core.http.transport  # noqa: F401  (imported on the first call otherwise, which takes longer than our idle limit)
from cortex_async._core.stream import Connected, Disconnected, StreamOptions
from tests.realtime.chaos import client, stream_request
from tests.realtime.scripted import event, settle
from tests.realtime.test_stream_sockets import QUICK, Envelope
from tests.wire.hanging import STREAM_HEAD, chunk
from tests.wire.server import RawServer

LIMIT = 0.25


@contextmanager
def steady_server(pieces: int, pause: float) -> Iterator[tuple[str, list[int]]]:
    """Sends a chunk of the stream every ``pause`` seconds, from a thread that a busy loop does not block."""
    connections: list[int] = []
    over = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.05)

    def serve(connection: socket.socket) -> None:
        # A client that goes away, as it does after silence, ends its connection.
        with connection, suppress(ConnectionError):
            connection.recv(65536)
            connection.sendall(STREAM_HEAD)
            for number in range(pieces):
                connection.sendall(chunk(event(number, type="t")))
                if over.wait(pause):
                    return
            over.wait(30)

    def accept() -> None:
        threads: list[threading.Thread] = []
        while not over.is_set():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            connections.append(1)
            threads.append(threading.Thread(target=serve, args=(connection,)))
            threads[-1].start()
        for thread in threads:
            thread.join()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", connections
    finally:
        over.set()
        thread.join()
        listening.close()


@pytest.mark.parametrize("busy", [LIMIT * 0.9, LIMIT * 1.5, LIMIT * 4])
async def test_a_busy_loop_is_not_silence(busy: float) -> None:
    states: list[object] = []
    with steady_server(30, 0.05) as (url, connections):
        caller = client(url)
        options = StreamOptions(idle_limit=LIMIT, retry=QUICK, on_state=states.append)
        async with caller.events(stream_request(), Envelope, options) as stream:
            for _ in range(3):
                await anext(stream)
                time.sleep(busy)  # noqa: ASYNC251  (this is what it is about)
            while (await anext(stream)).id != "e29":
                pass
        await caller.aclose()
    assert [type(state) for state in states] == [Connected]
    assert len(connections) == 1


async def test_a_busy_loop_before_the_headers_is_not_silence() -> None:
    with steady_server(3, 0.0) as (url, connections):
        caller = client(url)
        async with caller.events(stream_request(), Envelope, StreamOptions(idle_limit=LIMIT)) as stream:
            # The request goes out within a few turns.
            while not connections:
                await settle()
            time.sleep(LIMIT * 2)  # noqa: ASYNC251  (this is what it is about)
            assert (await anext(stream)).id == "e0"
        await caller.aclose()
    assert len(connections) == 1


async def test_a_server_that_was_silent_meanwhile_still_counts_as_such() -> None:
    states: list[object] = []
    with steady_server(1, 0.0) as (url, _):
        caller = client(url)
        options = StreamOptions(idle_limit=LIMIT, retry=QUICK, on_state=states.append)
        async with caller.events(stream_request(), Envelope, options) as stream:
            await anext(stream)
            time.sleep(LIMIT * 2)  # noqa: ASYNC251  (this is what it is about)
            while not any(isinstance(state, Disconnected) for state in states):
                await settle()
        await caller.aclose()
    lost = next(state for state in states if isinstance(state, Disconnected))
    assert lost.reason == "idle"


async def test_a_busy_consumer_of_many_events_at_once_is_not_silence() -> None:
    """A chunk of many events is delivered in turns, and a consumer may take any time between them."""
    states: list[object] = []
    async with RawServer() as server:

        async def burst(writer: asyncio.StreamWriter) -> None:
            events = b"".join(event(number, type="t") for number in range(200))
            writer.write(STREAM_HEAD + chunk(events))
            await server.stall(writer)

        server.reply = [burst]
        caller = client(server.url)
        options = StreamOptions(wait=False, idle_limit=LIMIT, retry=QUICK, on_state=states.append)
        async with caller.events(stream_request(), Envelope, options) as stream:
            for number in range(200):
                assert (await anext(stream)).id == f"e{number}"
                if number in (1, 40, 70):
                    assert stream.counters.received < 200
                    time.sleep(LIMIT * 1.5)  # noqa: ASYNC251  (this is what it is about)
            assert [type(state) for state in states] == [Connected]
        await caller.aclose()
