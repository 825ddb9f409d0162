"""Observers of blocking clients run on the loop thread, in the context of the calling thread."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

import pytest

from cortex_sync import CortexClient, NotFound, Observer
from cortex_sync.contrib.nimrobo import NimroboClient
from cortex_sync.contrib.orga import OrgaClient
from cortex_sync.contrib.rtcstack import RTCStackClient
from cortex_sync.telemetry import CallEnded, CallStarted
from cortex_sync.testing import Emulator, RecordingObserver

TRACE: ContextVar[str] = ContextVar("trace", default="none")


class Threads(Observer):
    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def call_started(self, call: CallStarted) -> None:
        self.seen.append((threading.current_thread().name, TRACE.get()))
        TRACE.set("changed")

    def call_ended(self, ended: CallEnded) -> None:
        self.seen.append((threading.current_thread().name, TRACE.get()))


def test_observers_run_on_the_loop_thread_with_the_callers_context() -> None:
    threads, seen = Threads(), RecordingObserver()
    with (
        Emulator() as emulator,
        CortexClient(
            base_url=emulator.base_url, api_key=emulator.api_key, observers=[threads, seen]
        ) as client,
    ):
        project = client.project(emulator.project_id)

        def call(number: int) -> int:
            TRACE.set(f"thread {number}")
            project.sessions.list()
            assert TRACE.get() == f"thread {number}"
            return len(seen.calls("listSessions"))

        with ThreadPoolExecutor(4) as pool:
            counts = list(pool.map(call, range(8)))
        # Everything about a call has been recorded when it returns.
        assert max(counts) == 8
        with pytest.raises(NotFound):
            project.sessions.get("none")
        assert seen.calls()[-1].error == "NotFound"
        assert client.with_options(observers=[]).project(emulator.project_id).sessions.list() == []
        assert len(seen.calls()) == 9
        stats = client.stats()
        assert stats.calls == 0
        assert stats.connections >= 1
    assert {name for name, _ in threads.seen} == {"cortex-sync"}
    assert {f"thread {number}" for number in range(8)} <= {trace for _, trace in threads.seen}
    assert [trace for _, trace in threads.seen].count("changed") == 9


def test_stats_before_the_first_call_and_after_the_last() -> None:
    client = CortexClient(base_url="http://127.0.0.1:9", api_key="key-1")
    assert client.stats().connections == 0
    client.close()
    assert client.stats().calls == 0


@pytest.mark.parametrize("kind", [NimroboClient, OrgaClient, RTCStackClient])
def test_contributed_clients_take_observers(kind: type[OrgaClient]) -> None:
    with pytest.raises(Exception, match="observers must be a list"):
        kind(api_key="key-1", base_url="http://127.0.0.1:9", observers=5)  # type: ignore[arg-type]  # what is refused
    client = kind(api_key="key-1", base_url="http://127.0.0.1:9", observers=[RecordingObserver()])
    assert client.stats().retries == 0
    client.close()
