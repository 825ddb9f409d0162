"""Event streams for blocking code: however a stream is left, no connection remains."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

import pytest

from cortex_async._core.response import Response
from cortex_async.events import Event
from cortex_sync import (
    Connected,
    CortexClient,
    Disconnected,
    EventStream,
    LoopStopped,
    NotFound,
    StreamState,
    WaitTimedOut,
)
from cortex_sync.bridge import loop
from cortex_sync.bridge.process import loop_thread
from cortex_sync.bridge.runner import Runner
from tests.sync.loopback import WAIT, Loopback


@pytest.fixture
def stream(client: CortexClient) -> Iterator[EventStream[Event]]:
    with client.project("p").events.stream() as stream:
        yield stream


def ids(stream: EventStream[Event], count: int) -> list[object]:
    return [event.id for event in islice(stream, count)]


def tasks_on_the_loop() -> set[asyncio.Task[Any]]:
    """Compare with ``<=``: what an earlier test has left may end meanwhile, and nothing may be new."""

    async def others() -> set[asyncio.Task[Any]]:
        own = asyncio.current_task()
        return {task for task in asyncio.all_tasks() if task is not own}

    async def nothing() -> None:
        return None

    runner = Runner(nothing)
    try:
        return runner.run(others)
    finally:
        runner.close()


def test_events_come_in_order(stream: EventStream[Event], server: Loopback) -> None:
    for number in range(5):
        server.push(number)
    assert ids(stream, 5) == ["e0", "e1", "e2", "e3", "e4"]
    assert stream.last_event_id == "4"
    assert stream.connected
    assert stream.counters.received == 5
    assert stream.silence is not None


def test_a_wait_ends_when_an_event_comes(stream: EventStream[Event], server: Loopback) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ids, stream, 1)
        server.push(9)
        assert waiting.result(WAIT) == ["e9"]


def test_closing_from_another_thread_ends_the_wait(stream: EventStream[Event], server: Loopback) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ids, stream, 1)
        stream.close()
        assert waiting.result(WAIT) == []
    assert server.left.acquire(timeout=WAIT)
    stream.close()


def test_leaving_the_block_closes_the_connection(client: CortexClient, server: Loopback) -> None:
    before = tasks_on_the_loop()
    with client.project("p").events.stream() as stream:
        server.push(1)
        for event in stream:
            assert event.id == "e1"
            break
    assert server.left.acquire(timeout=WAIT)
    assert tasks_on_the_loop() <= before


def test_breaking_out_of_a_bare_loop_closes_the_connection(client: CortexClient, server: Loopback) -> None:
    server.on_arrival = lambda: server._loop.call_soon(lambda: server._loop.create_task(server._push(1)))
    for event in client.project("p").events.stream():
        assert event.id == "e1"
        break
    assert server.left.acquire(timeout=WAIT)


def test_a_collected_stream_closes_the_connection(client: CortexClient, server: Loopback) -> None:
    stream = client.project("p").events.stream()
    stream.__enter__()
    cycle: list[object] = [stream]
    cycle.append(cycle)
    del stream, cycle
    gc.collect()
    assert server.left.acquire(timeout=WAIT)


def test_ctrl_c_ends_the_wait_and_the_stream(
    client: CortexClient, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "CLEAN_UP", 10 * WAIT)
    server.on_arrival = lambda: os.kill(os.getpid(), signal.SIGINT)
    started = time.perf_counter()
    with pytest.raises(KeyboardInterrupt), client.project("p").events.stream() as stream:
        next(stream)
    assert time.perf_counter() - started < WAIT
    assert server.left.acquire(timeout=WAIT)


def test_an_interrupted_opening_leaves_no_connection(
    client: CortexClient, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C may come after the stream has opened and before its ``with`` block begins."""
    stream = client.project("p").events.stream()
    run = stream._runner.run

    def interrupted(*arguments: Any, **keywords: Any) -> None:
        run(*arguments, **keywords)
        assert server.arrived.acquire(timeout=WAIT)
        raise KeyboardInterrupt

    monkeypatch.setattr(stream._runner, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        stream.__enter__()
    assert server.left.acquire(timeout=WAIT)


def test_closing_the_client_ends_the_stream(client: CortexClient, server: Loopback) -> None:
    with client.project("p").events.stream():
        client.close()
        assert server.left.acquire(timeout=WAIT)


def test_states_are_reported(client: CortexClient, server: Loopback) -> None:
    seen: list[tuple[StreamState, str]] = []
    disconnected = threading.Event()

    def on_state(state: StreamState) -> None:
        seen.append((state, threading.current_thread().name))
        if isinstance(state, Connected):
            # A hook may make calls, because it does not run on the loop.
            with pytest.raises(NotFound):
                client.project("p").sessions.get("s")
        else:
            disconnected.set()

    responded: list[tuple[int, str]] = []

    def on_response(response: Response) -> None:
        responded.append((response.status, threading.current_thread().name))

    options = client.project("p").events.stream(on_state=on_state, on_response=on_response)
    with options as stream:
        states = stream.states()
        assert isinstance(next(states), Connected)
        server.hang_up()
        lost = next(states)
        assert isinstance(lost, Disconnected)
        assert lost.reason == "closed"
        assert disconnected.wait(WAIT)
    assert [type(state) for state, _ in seen[:2]] == [Connected, Disconnected]
    assert {name for _, name in seen} == {"cortex-sync-blocking"}
    assert responded[0] == (200, "cortex-sync-blocking")
    # The feed ends with the stream.
    assert all(isinstance(state, (Connected, Disconnected)) for state in states)


def test_a_refused_stream_raises_when_it_is_entered(client: CortexClient) -> None:
    before = tasks_on_the_loop()
    for stream in (client.events.stream(), client.events.stream(wait=False)):
        with pytest.raises(NotFound) as caught:
            next(stream)
        assert caught.value.__context__ is None
    with pytest.raises(NotFound), client.events.stream():
        pytest.fail("the stream was entered")
    stream.close()
    assert tasks_on_the_loop() <= before


def test_a_stream_of_an_ended_thread_raises_instead_of_waiting(
    client: CortexClient, server: Loopback
) -> None:
    stream = client.project("p").events.stream()
    stream.__enter__()
    thread = loop_thread()
    thread._loop.handover.put(thread._loop.stop)
    thread._thread.join(WAIT)
    with pytest.raises(LoopStopped, match="stayed behind"):
        next(stream)
    stream.close()


def test_entering_waits_until_the_server_listens(client: CortexClient) -> None:
    with client.project("p").events.stream() as stream:
        assert stream.connected
        stream.ready()


def test_a_stream_that_is_entered_without_waiting_can_be_waited_for(client: CortexClient) -> None:
    stream = client.project("p").events.stream(wait=False)
    with pytest.raises(RuntimeError, match="the stream is not open: with"):
        stream.ready()
    with stream:
        stream.ready(WAIT)
        assert stream.connected
    with client.project("mute").events.stream(wait=False) as stream, pytest.raises(WaitTimedOut):
        stream.ready(0)
    with client.events.stream(wait=False) as stream, pytest.raises(NotFound):
        stream.ready(WAIT)


def test_ctrl_c_ends_the_entry(client: CortexClient, server: Loopback) -> None:
    before = tasks_on_the_loop()
    threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt), client.project("mute").events.stream():
        pytest.fail("the stream was entered")
    assert tasks_on_the_loop() <= before


def test_the_idle_limit_is_a_setting_of_the_client(server: Loopback) -> None:
    with CortexClient(base_url=server.base_url, api_key="k", idle_limit=0.1) as client:
        for one in (client, client.with_options(idle_limit=0.2)):
            with one.project("silent").events.stream() as stream:
                states = stream.states()
                assert isinstance(next(states), Connected)
                lost = next(states)
                assert isinstance(lost, Disconnected)
                assert lost.reason == "idle"
