"""How calling threads and the loop wake each other, by the means of Linux and by portable ones."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from cortex_sync.bridge import handover, latch
from cortex_sync.bridge.bell import SocketBell
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.latch import LIMIT, Latches, LockLatch
from cortex_sync.bridge.loop import LoopThread
from cortex_sync.bridge.runner import Runner
from tests.sync.loopback import Loopback
from tests.sync.scripts import run

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there are locks only")


def double_on(thread: LoopThread, number: int) -> int:
    async def double() -> int:
        await asyncio.sleep(0)
        return 2 * number

    call = Call(double)
    thread.complete(call)
    return call.result()


@pytest.fixture(params=["own", "portable"])
def thread(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopThread]:
    if request.param == "portable":
        monkeypatch.setattr(latch, "_make", LockLatch)
        monkeypatch.setattr(handover, "bell_of", SocketBell)
    thread = LoopThread()
    yield thread
    thread.end_at_exit()


def test_more_threads_than_latches_get_their_own_results(thread: LoopThread) -> None:
    width = LIMIT + 16
    together = threading.Barrier(width)

    def many(start: int) -> list[int]:
        together.wait(30)
        return [double_on(thread, number) for number in range(start, start + 20)]

    with ThreadPoolExecutor(width) as pool:
        results = list(pool.map(many, range(0, 1000 * width, 1000)))
    assert results == [
        [2 * number for number in range(start, start + 20)] for start in range(0, 1000 * width, 1000)
    ]


def test_an_interrupted_call_leaves_later_ones_alone(thread: LoopThread) -> None:
    async def interrupted() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.Event().wait()

    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        for number in range(2 * LIMIT):
            with pytest.raises(KeyboardInterrupt):
                thread.complete(Call(interrupted))
            assert double_on(thread, number) == 2 * number
    finally:
        signal.signal(signal.SIGINT, previous)


@linux
def test_threads_that_wait_one_after_the_other_share_a_latch() -> None:
    latches = Latches()
    first = latches.take()
    first.release()
    assert first.wait(30)
    latches.give_back(first, seen=True)
    second = latches.take()
    assert second is first
    assert not second.wait(0)
    second.release()
    assert second.wait(30)


@linux
def test_a_latch_that_may_still_be_released_is_not_used_again() -> None:
    latches = Latches()
    given_up = latches.take()
    latches.give_back(given_up, seen=False)
    assert latches.take() is not given_up
    given_up.release()


def test_without_descriptors_calls_wait_at_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> LockLatch:
        raise OSError(errno.EMFILE, "too many open files")

    monkeypatch.setattr(latch, "_make", refuse)
    assert isinstance(Latches().take(), LockLatch)


def test_the_alarm_of_a_program_is_not_taken_for_a_lack_of_descriptors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def strike() -> LockLatch:
        raise TimeoutError

    monkeypatch.setattr(latch, "_make", strike)
    with pytest.raises(TimeoutError):
        Latches().take()


def test_a_busy_loop_still_hears_its_sockets(runner: Runner) -> None:
    here, there = socket.socketpair()
    here.setblocking(False)
    heard = threading.Event()

    async def spin() -> None:
        while not heard.is_set():  # noqa: ASYNC110 - to keep the loop busy is the point
            await asyncio.sleep(0)

    async def listen() -> bytes:
        spinning = asyncio.create_task(spin())
        loop = asyncio.get_running_loop()
        loop.call_soon(there.send, b"now")
        received = await asyncio.wait_for(loop.sock_recv(here, 3), 30)
        heard.set()
        await spinning
        return received

    with here, there:
        assert runner.run(listen) == b"now"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")
def test_a_signal_handler_may_fork_during_a_call(server: Loopback) -> None:
    # Parent and child then wait on the same latch, and both must end, whichever is woken.
    ended = run(
        """
        import asyncio, warnings
        from cortex_sync import LoopStopped
        from cortex_sync.bridge.runner import Runner
        warnings.simplefilter("ignore", DeprecationWarning)

        async def nothing():
            pass

        async def work():
            forked = asyncio.Event()
            def fork(*_):
                if os.fork() == 0:
                    return
                loop.call_soon_threadsafe(forked.set)
            loop = asyncio.get_running_loop()
            global handler
            handler = fork
            os.kill(os.getpid(), signal.SIGUSR1)
            await forked.wait()
            return "result"

        signal.signal(signal.SIGUSR1, lambda *_: handler())
        runner, parent = Runner(nothing), os.getpid()
        results = []
        for _ in range(5):
            try:
                results.append(runner.run(work))
            except LoopStopped:
                assert os.getpid() != parent
                os._exit(3)
            results.append(os.waitstatus_to_exitcode(os.wait()[1]))
        print(set(results) == {"result", 3})
        runner.close()
        """,
        server.base_url,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["True"], "")
