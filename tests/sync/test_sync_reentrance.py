"""Interruptions while the loop thread is starting: there is one thread afterwards, and it works."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from cortex_sync.bridge import loop as loop_module
from cortex_sync.bridge import process as process_module
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.errors import LoopStopped
from cortex_sync.bridge.loop import LoopThread
from cortex_sync.bridge.process import loop_thread
from tests.sync.between import everywhere
from tests.sync.scripts import run

OURS = os.path.dirname(process_module.__file__)
"""Only lines of the SDK count: it cannot repair an exception in the middle of a standard library function."""


class Interrupted(Exception):
    """Raised by a signal handler."""


@pytest.fixture
def afresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Give this process the state of one that has made no call yet, and end at teardown what the test started."""
    known = loop_threads()
    processes: dict[int, process_module._Process] = {}
    monkeypatch.setattr(process_module, "_processes", processes)

    def begin() -> None:
        for process in [*processes.values()]:
            for thread in process.threads:
                thread.stop()
        for ending in loop_threads() - known:
            ending.join(30)
            assert not ending.is_alive()
        processes.clear()

    yield begin
    begin()


def loop_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "cortex-sync" and thread.ident}


def answer_of(thread: LoopThread) -> int:
    async def forty_two() -> int:
        await asyncio.sleep(0)
        return 42

    call = Call(forty_two)
    thread.complete(call)
    return call.result()


def settled(known: set[threading.Thread]) -> set[threading.Thread]:
    """The loop threads that are left."""
    deadline = time.monotonic() + 5
    while len(found := loop_threads() - known) > 1 and time.monotonic() < deadline:
        for thread in found:
            thread.join(0.01)
    return found


def test_a_call_between_any_two_steps_of_the_start_gets_the_same_thread(afresh: Callable[[], None]) -> None:
    known = loop_threads()
    inner: list[LoopThread] = []

    def judge(outer: object) -> None:
        assert isinstance(outer, LoopThread), outer
        assert {outer, *inner} == {loop_thread()}
        assert answer_of(outer) == 42
        assert len(settled(known)) == 1
        inner.clear()
        afresh()

    afresh()
    places = everywhere(loop_thread, lambda: inner.append(loop_thread()), judge)
    assert places > 200, "the start is no longer traced"


def test_an_interruption_between_any_two_steps_of_the_start_leaves_one_thread_or_none(
    afresh: Callable[[], None],
) -> None:
    known = loop_threads()

    def interrupt() -> None:
        raise Interrupted

    def judge(outcome: object) -> None:
        assert isinstance(outcome, (LoopThread, Interrupted)), outcome
        assert answer_of(loop_thread()) == 42
        assert len(settled(known)) == 1
        afresh()

    afresh()
    assert everywhere(loop_thread, interrupt, judge, lines_of=OURS) > 50


def test_a_handler_that_makes_a_call_and_raises_leaves_the_thread_of_its_call(
    afresh: Callable[[], None],
) -> None:
    known = loop_threads()
    inner: list[LoopThread] = []

    def call_and_raise() -> None:
        inner.append(loop_thread())
        raise Interrupted

    def judge(outcome: object) -> None:
        assert not inner or inner == [loop_thread()]
        assert answer_of(loop_thread()) == 42
        assert len(settled(known)) == 1
        inner.clear()
        afresh()

    afresh()
    assert everywhere(loop_thread, call_and_raise, judge, lines_of=OURS) > 50


def test_many_first_calls_at_once_start_one_thread(
    afresh: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[LoopThread] = []

    class Counted(LoopThread):
        def __init__(self, registry: dict[LoopThread, None] | None = None) -> None:
            started.append(self)
            super().__init__(registry)

    monkeypatch.setattr(process_module, "LoopThread", Counted)
    for _ in range(20):
        afresh()
        started.clear()
        together = threading.Barrier(16)

        def first(together: threading.Barrier = together) -> LoopThread:
            together.wait(30)
            return loop_thread()

        with ThreadPoolExecutor(16) as pool:
            found = {one.result() for one in [pool.submit(first) for _ in range(16)]}
        assert found == {loop_thread()}
        assert len(started) == 1


def test_a_call_in_the_thread_that_is_being_started_does_not_wait_for_its_own_start(
    afresh: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The interpreter may run a finaliser in the new thread before the starting thread knows that it runs."""
    monkeypatch.setattr(process_module, "HOLD", 0.1)
    inner: list[LoopThread] = []
    bootstrap = threading.Thread._set_ident  # type: ignore[attr-defined]

    def come_in(thread: threading.Thread) -> None:
        bootstrap(thread)
        if thread.name == "cortex-sync" and not inner:
            inner.append(None)  # type: ignore[arg-type]
            inner.append(loop_thread())

    afresh()
    monkeypatch.setattr(threading.Thread, "_set_ident", come_in)
    outer = loop_thread()
    assert {outer, *inner[1:]} == {loop_thread()}
    assert answer_of(outer) == 42


def test_a_call_that_comes_when_the_exit_functions_have_run_starts_no_thread(
    afresh: Callable[[], None],
) -> None:
    afresh()
    known = loop_threads()
    process_module._enter_process()
    process_module._at_exit()
    with pytest.raises(LoopStopped, match="shutting down"):
        loop_thread()
    assert loop_threads() == known


def test_an_exit_that_overtakes_the_start_ends_the_thread(
    afresh: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    afresh()
    known = loop_threads()
    opened = loop_module._open_loop

    def open_late() -> object:
        process_module._at_exit()
        return opened()

    monkeypatch.setattr(loop_module, "_open_loop", open_late)
    with pytest.raises(LoopStopped, match="shutting down"):
        loop_thread()
    for thread in loop_threads() - known:
        thread.join(30)
    assert loop_threads() == known


def test_no_descriptor_is_left_behind_by_starts_that_were_interrupted() -> None:
    ended = run(
        """
        import gc, os, threading
        from cortex_sync.bridge import process
        from cortex_sync.bridge.process import loop_thread
        from tests.sync.between import everywhere

        class Interrupted(Exception):
            pass

        def interrupt():
            raise Interrupted

        def end(_):
            for known in process._processes.values():
                for thread in known.threads:
                    thread.stop()
            for thread in threading.enumerate():
                if thread.name == "cortex-sync":
                    thread.join(30)
            process._processes.clear()

        def descriptors():
            gc.collect()
            return len(os.listdir("/proc/self/fd"))

        end(loop_thread())
        before = descriptors()
        everywhere(loop_thread, interrupt, end, lines_of=os.path.dirname(process.__file__))
        print(descriptors() - before)
        """,
        "",
        "-W",
        "error",
        prelude=False,
    )
    assert (ended.lines, ended.errors) == (["0"], "")
