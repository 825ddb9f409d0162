"""Closing a client ends blocking calls at once, in however many threads they wait."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from cortex_sync import ClientClosed, CortexClient, Disconnected, Timeout
from cortex_sync.bridge import loop, runner
from cortex_sync.bridge.process import loop_thread
from tests.sync.test_sync_stream import tasks_on_the_loop
from tests.wire.hanging import HangingServer

HANG = 30.0
"""Seconds after which a thread counts as hanging."""


@pytest.fixture(autouse=True)
def _no_clean_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever waited for the clean-up of what it has cancelled would hang."""
    monkeypatch.setattr(loop, "CLEAN_UP", 10 * HANG)


class Background:
    """A ``HangingServer`` in a loop of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.server = HangingServer()

    def __enter__(self) -> HangingServer:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.server.__aenter__(), self._loop).result(30)
        return self.server

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()

    async def _end(self) -> None:
        await self.server.__aexit__(None, None, None)
        # Connections of clients that have left may have been accepted only now. Their transports would warn in the
        # middle of another test.
        while left := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(left)
        await asyncio.sleep(0)


@pytest.fixture
def server() -> Iterator[HangingServer]:
    with Background() as server:
        yield server


def client_of(server: HangingServer) -> CortexClient:
    return CortexClient(base_url=server.url, api_key="k", timeout=Timeout(None, None, None))


def call(client: CortexClient, _: Path) -> object:
    return client.request("POST", "/api/slow", body={})


def body(client: CortexClient, _: Path) -> object:
    return client.request("GET", "/api/body")


def retry_after(client: CortexClient, _: Path) -> object:
    return client.request("GET", "/api/busy")


def audio(client: CortexClient, target: Path) -> object:
    return client.project("p").messages.save_debug_audio("s", "m", target)


def pages(client: CortexClient, _: Path) -> object:
    return list(client.project("p").participants.list(page_size=1))


def events(client: CortexClient, _: Path) -> object:
    with client.project("p").events.stream(idle_limit=0) as stream:
        return list(stream)


def changes(client: CortexClient, _: Path) -> object:
    with client.project("p").sessions.watch() as live:
        return list(live)


def condition(client: CortexClient, _: Path) -> object:
    with client.project("p").sessions.watch() as live:
        return live.wait_until(lambda value: "s" in value, timeout=30)


def ended(client: CortexClient, _: Path) -> object:
    return client.project("silent").sessions.wait_until_ended("s", timeout=30)


def activation(client: CortexClient, _: Path) -> object:
    return client.project("p").functions.wait_until_active(poll=30)


WAITS: tuple[Callable[[CortexClient, Path], object], ...] = (
    call, body, retry_after, audio, pages, events, changes, condition, ended, activation,
)  # fmt: skip


def let_go(waiting: list[Future[Any]]) -> list[type[BaseException] | None]:
    ends = [future.exception(HANG) for future in waiting]
    return [None if end is None else type(end) for end in ends]


def until_waiting(server: HangingServer, requests: int) -> None:
    limit = time.monotonic() + HANG
    while len(server.requests) < requests and time.monotonic() < limit:
        time.sleep(0.005)
    time.sleep(0.1)


@pytest.mark.parametrize("wait", WAITS, ids=lambda wait: wait.__name__)
def test_a_thread_that_waits_is_released(
    wait: Callable[[CortexClient, Path], object], server: HangingServer, tmp_path: Path
) -> None:
    before = tasks_on_the_loop()
    client = client_of(server)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait, client, tmp_path / "file")
        until_waiting(server, 1)
        assert not waiting.done()
        client.close()
        assert let_go([waiting]) == [ClientClosed]
    assert tasks_on_the_loop() <= before
    assert list(tmp_path.iterdir()) == []


def test_sixty_four_threads_are_released(server: HangingServer, tmp_path: Path) -> None:
    before = tasks_on_the_loop()
    client = client_of(server)
    with ThreadPoolExecutor(64) as pool:
        waiting = [pool.submit(WAITS[n % len(WAITS)], client, tmp_path / str(n)) for n in range(64)]
        until_waiting(server, 64)
        begun = time.monotonic()
        client.close()
        assert let_go(waiting) == [ClientClosed] * 64
        assert time.monotonic() - begun < HANG
    assert tasks_on_the_loop() <= before


def test_threads_of_one_stream_are_all_released(server: HangingServer) -> None:
    client = client_of(server)
    with client.project("p").events.stream(idle_limit=0) as stream, ThreadPoolExecutor(9) as pool:
        until_waiting(server, 1)
        states = stream.states()
        watching = pool.submit(list, states)
        waiting = [pool.submit(next, stream) for _ in range(8)]
        time.sleep(0.1)
        client.close()
        assert let_go(waiting) == [ClientClosed] * 8
        last = watching.result(HANG)[-1]
        assert isinstance(last, Disconnected)
        assert isinstance(last.error, ClientClosed)


def test_closing_from_many_threads_at_once(server: HangingServer, tmp_path: Path) -> None:
    client = client_of(server)
    with ThreadPoolExecutor(16) as pool:
        waiting = [pool.submit(call, client, tmp_path) for _ in range(8)]
        until_waiting(server, 8)
        closing = [pool.submit(client.close) for _ in range(8)]
        assert let_go(closing) == [None] * 8
        assert let_go(waiting) == [ClientClosed] * 8


def test_a_view_keeps_what_it_had(server: HangingServer) -> None:
    client = client_of(server)
    with client.project("p").sessions.watch() as live:
        client.close()
        assert live.value == {}
        assert live.stale


def test_calls_and_closes_of_many_threads_race(server: HangingServer, tmp_path: Path) -> None:
    """In any order, a call either ends or raises ``ClientClosed``."""
    for _ in range(20):
        client = client_of(server)

        def work(client: CortexClient = client) -> None:
            client.request("GET", "/api/ok")
            client.request("GET", "/api/slow")

        with ThreadPoolExecutor(9) as pool:
            working = [pool.submit(work) for _ in range(8)]
            closing = pool.submit(client.close)
            assert let_go([closing]) == [None]
            assert let_go(working) == [ClientClosed] * 8


def test_a_client_that_is_closed_while_its_first_call_starts_opens_nothing(
    server: HangingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(server)

    def closing_meanwhile() -> object:
        client.close()
        return loop_thread()

    monkeypatch.setattr(runner, "loop_thread", closing_meanwhile)
    with pytest.raises(ClientClosed):
        client.request("GET", "/api/ok")
    assert server.requests == []
