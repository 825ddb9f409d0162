"""Waiting costs no CPU time: neither a thread in its call, nor the loop thread between calls."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Final

import pytest

from cortex_sync.bridge import handover, latch
from cortex_sync.bridge.bell import SocketBell
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.latch import Latches, LockLatch
from cortex_sync.bridge.loop import SLICE, LoopThread

WAIT: Final = 1.0


@pytest.fixture(params=["own", "portable"])
def thread(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopThread]:
    if request.param == "portable":
        monkeypatch.setattr(latch, "_make", LockLatch)
        monkeypatch.setattr(handover, "bell_of", SocketBell)
    thread = LoopThread()
    yield thread
    thread.end_at_exit()


def ask(thread: LoopThread, seconds: float) -> None:
    call = Call(lambda: asyncio.sleep(seconds))
    thread.complete(call)
    call.result()


def test_a_thread_that_waits_for_its_call_takes_no_processor_time(thread: LoopThread) -> None:
    ask(thread, 0)
    spent, begun = time.thread_time(), time.monotonic()
    ask(thread, WAIT)
    assert time.monotonic() - begun >= WAIT
    assert time.thread_time() - spent < WAIT / 20


def test_a_thread_that_waits_wakes_up_a_few_times_a_second(
    thread: LoopThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[float] = []
    take = Latches.take

    class Counted:
        def __init__(self, inner: latch.Latch) -> None:
            self.inner = inner

        def wait(self, seconds: float) -> bool:
            looks.append(seconds)
            return self.inner.wait(seconds)

        def release(self) -> None:
            self.inner.release()

    monkeypatch.setattr(Latches, "take", lambda latches: Counted(take(latches)))
    monkeypatch.setattr(Latches, "give_back", lambda latches, latch, *, seen: None)
    begun = time.monotonic()
    ask(thread, WAIT)
    assert set(looks) == {SLICE}
    # On a busy machine, the loop thread may take longer.
    assert len(looks) <= (time.monotonic() - begun) / SLICE + 2


def test_a_latch_that_was_used_before_waits_as_well_as_a_new_one(thread: LoopThread) -> None:
    for _ in range(5):
        ask(thread, 0)
        spent = time.thread_time()
        ask(thread, WAIT / 5)
        assert time.thread_time() - spent < WAIT / 50


def test_an_idle_loop_thread_sleeps(thread: LoopThread) -> None:
    times: list[float] = []

    async def note() -> None:
        times.append(time.thread_time())

    for pause in (0.0, WAIT):
        threading.Event().wait(pause)
        call = Call(note)
        thread.complete(call)
        call.result()
    assert times[1] - times[0] < WAIT / 20
