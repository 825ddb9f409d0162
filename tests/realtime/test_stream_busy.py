"""A consumer that blocks the event loop is not mistaken for a silent server: what has arrived is read first."""

from __future__ import annotations

import asyncio
import heapq
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Self

import pytest

import cortex_async._core.http.transport  # noqa: F401  (imported on the first call otherwise, which takes longer than our idle limit)
from cortex_async._core.stream import Connected, Disconnected, StreamOptions
from tests.realtime.chaos import client, stream_request
from tests.realtime.scripted import ManualClock, event, settle
from tests.realtime.test_stream_sockets import QUICK, Envelope
from tests.wire.hanging import STREAM_HEAD, chunk
from tests.wire.server import RawServer

LIMIT = 0.25
HANG = 30.0


class BusyClock(ManualClock):
    """Seconds pass only while the loop is blocked: that a machine is slow is not silence."""

    def block(self, seconds: float, until: Callable[[], object]) -> None:
        """Block the loop until something has happened elsewhere, which takes that long."""
        until()
        self.now += seconds
        while self._sleepers and self._sleepers[0][0] <= self.now:
            wake_up = heapq.heappop(self._sleepers)[2]
            if not wake_up.done():
                wake_up.set_result(None)


class SteadyServer:
    """Sends the next part of the stream when it is told to: the headers, then an event each. A busy loop does not
    block it, since it runs in threads.
    """

    def __init__(self) -> None:
        self.connections = 0
        self.arrived = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._go, self._sent = threading.Semaphore(0), threading.Semaphore(0)
        self._over = False
        self._threads = [threading.Thread(target=self._accept)]
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._go.release(len(self._threads))
        self._listening.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listening.close()

    def send(self, parts: int = 1) -> None:
        """Let it send, and wait until it has."""
        for _ in range(parts):
            self._go.release()
            assert self._sent.acquire(timeout=HANG)

    def _accept(self) -> None:
        with suppress(OSError):  # shut down
            while True:
                connection, _ = self._listening.accept()
                self.connections += 1
                self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
                self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        # A client that goes away, as it does after silence, ends its connection.
        with connection, suppress(ConnectionError):
            connection.recv(65536)
            self.arrived.set()
            for number in count():
                self._go.acquire()
                if self._over:
                    return
                connection.sendall(chunk(event(number - 1, type="t")) if number else STREAM_HEAD)
                self._sent.release()


@pytest.mark.parametrize("busy", [LIMIT * 0.9, LIMIT * 1.5, LIMIT * 4])
async def test_a_busy_loop_is_not_silence(busy: float) -> None:
    states: list[object] = []
    clock = BusyClock()
    with SteadyServer() as server:
        caller = client(server.url, clock=clock)
        options = StreamOptions(wait=False, idle_limit=LIMIT, retry=QUICK, on_state=states.append)
        async with caller.events(stream_request(), Envelope, options) as stream:
            await asyncio.to_thread(server.send, 2)
            for number in range(4):
                assert (await anext(stream)).id == f"e{number}"
                clock.block(busy, server.send)
            assert (await anext(stream)).id == "e4"
        await caller.aclose()
    assert [type(state) for state in states] == [Connected]
    assert server.connections == 1


async def test_a_busy_loop_before_the_headers_is_not_silence() -> None:
    clock = BusyClock()
    with SteadyServer() as server:
        caller = client(server.url, clock=clock)
        options = StreamOptions(wait=False, idle_limit=LIMIT)
        async with caller.events(stream_request(), Envelope, options) as stream:
            assert await asyncio.to_thread(server.arrived.wait, HANG)
            clock.block(LIMIT * 2, partial(server.send, 2))
            assert (await anext(stream)).id == "e0"
        await caller.aclose()
    assert server.connections == 1


async def test_a_server_that_was_silent_meanwhile_still_counts_as_such() -> None:
    states: list[object] = []
    clock = BusyClock()
    with SteadyServer() as server:
        caller = client(server.url, clock=clock)
        options = StreamOptions(wait=False, idle_limit=LIMIT, retry=QUICK, on_state=states.append)
        async with caller.events(stream_request(), Envelope, options) as stream:
            await asyncio.to_thread(server.send, 2)
            await anext(stream)
            clock.block(LIMIT * 2, lambda: None)
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
