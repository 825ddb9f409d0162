"""The hand-over between calling threads and the loop thread, without any network."""

from __future__ import annotations

import asyncio
import contextvars
import ctypes
import gc
import os
import signal
import threading
import time
import traceback
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from cortex_async._core.call_errors import NotFound
from cortex_async._core.errors import ClientClosed, ConfigError, WrongLoop
from cortex_sync.bridge import loop as loop_module
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.errors import LoopStopped
from cortex_sync.bridge.latch import LockLatch
from cortex_sync.bridge.private_loop import PrivateLoop
from cortex_sync.bridge.process import loop_thread
from cortex_sync.bridge.runner import Runner

Run = Callable[[], object]

HANG = 30.0
"""Seconds after which work counts as hanging."""


async def double(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number


async def thread_id() -> int:
    return threading.get_ident()


def test_a_call_returns_what_the_coroutine_returns(runner: Runner) -> None:
    assert runner.run(double, 21) == 42


async def _nothing() -> None:
    return None


def test_all_clients_share_one_daemon_thread(runner: Runner) -> None:
    async def current() -> tuple[int, bool]:
        return threading.get_ident(), threading.current_thread().daemon

    ident, daemon = runner.run(current)
    other = Runner(_nothing)
    assert (ident, daemon) == (other.run(thread_id), True)
    assert ident != threading.get_ident()
    other.close()
    other_threads = [t for t in threading.enumerate() if t.name == "cortex-sync"]
    assert len(other_threads) == 1


def test_fifty_threads_get_their_own_results(runner: Runner) -> None:
    def many(start: int) -> list[int]:
        return [runner.run(double, number) for number in range(start, start + 40)]

    with ThreadPoolExecutor(50) as pool:
        results = list(pool.map(many, range(0, 50_000, 1000)))
    assert results == [
        [2 * number for number in range(start, start + 40)] for start in range(0, 50_000, 1000)
    ]


def test_context_variables_are_those_of_the_caller(runner: Runner) -> None:
    tenant: contextvars.ContextVar[str] = contextvars.ContextVar("tenant")

    async def read() -> str:
        await asyncio.sleep(0)
        return tenant.get()

    def call_as(name: str) -> str:
        tenant.set(name)
        return runner.run(read)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(call_as, "abcdefgh")) == list("abcdefgh")


def test_an_error_arrives_as_itself(runner: Runner) -> None:
    async def fail() -> None:
        await asyncio.sleep(0)
        raise NotFound("no such session", status=404)

    with pytest.raises(NotFound) as caught:
        runner.run(fail)
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    shown = "".join(traceback.format_exception(caught.value))
    assert "in fail" in shown
    assert "in test_an_error_arrives_as_itself" in shown
    assert "direct cause" not in shown


def test_a_failed_call_leaves_no_reference_cycle(runner: Runner) -> None:
    class Failure(Exception):
        pass

    async def fail() -> None:
        raise Failure

    gc.collect()
    gc.disable()
    try:
        try:
            runner.run(fail)
        except Failure as error:
            failure = weakref.ref(error)
        # The last step of the loop thread may still hold the frame; a further call cannot run before it is over.
        runner.run(asyncio.sleep, 0)
        assert failure() is None
    finally:
        gc.enable()


def test_two_waiters_of_one_failure_raise_two_objects(runner: Runner) -> None:
    shared = NotFound("gone", status=404, request_id="r1")
    shared.__cause__ = OSError("reason")

    async def fail() -> None:
        raise shared

    def attempt(_: int) -> BaseException:
        try:
            runner.run(fail)
        except NotFound as error:
            return error
        raise AssertionError

    with ThreadPoolExecutor(4) as pool:
        errors = list(pool.map(attempt, range(8)))
    assert len({id(error) for error in errors}) == 8
    assert {str(error) for error in errors} == {str(shared)}
    assert {error.__cause__ for error in errors} == {shared.__cause__}


def test_a_cancelled_call_is_an_error_and_never_none(runner: Runner) -> None:
    async def cancel_itself() -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        await asyncio.sleep(0)

    with pytest.raises(LoopStopped, match="cancelled"):
        runner.run(cancel_itself)


def test_system_exit_in_a_coroutine_reaches_the_caller_and_spares_the_thread(runner: Runner) -> None:
    async def leave() -> None:
        raise SystemExit(3)

    before = runner.run(thread_id)
    with pytest.raises(SystemExit):
        runner.run(leave)
    assert runner.run(thread_id) == before


def test_a_call_on_the_loop_thread_raises_instead_of_waiting_for_itself(runner: Runner) -> None:
    async def call_again() -> None:
        with pytest.raises(WrongLoop, match="cortex_async"):
            runner.run(double, 1)

    runner.run(call_again)


def test_a_call_from_a_thread_of_the_loop_works(runner: Runner) -> None:
    async def from_a_thread() -> int:
        return await asyncio.to_thread(runner.run, double, 4)

    assert runner.run(from_a_thread) == 8


def raise_timeout(_signum: int, _frame: object) -> None:
    raise TimeoutError("alarm")


@pytest.mark.parametrize(
    ("number", "handler", "expected"),
    [
        (signal.SIGINT, signal.default_int_handler, KeyboardInterrupt),
        (signal.SIGUSR1, raise_timeout, TimeoutError),
    ],
)
def test_a_signal_cancels_the_call(
    runner: Runner,
    number: signal.Signals,
    handler: Callable[[int, object], object],
    expected: type[BaseException],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loop_module, "CLEAN_UP", 10 * HANG)
    cleaned: list[str] = []

    async def interrupted() -> None:
        os.kill(os.getpid(), number)
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            cleaned.append("up")

    previous = signal.signal(number, handler)
    try:
        started = time.perf_counter()
        with pytest.raises(expected) as caught:
            runner.run(interrupted)
        assert time.perf_counter() - started < HANG
    finally:
        signal.signal(number, previous)
    assert cleaned == ["up"]
    assert caught.value.__context__ is None
    assert runner.run(double, 1) == 2


def test_clean_up_is_waited_for_only_so_long(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop_module, "CLEAN_UP", 0.05)
    released = threading.Event()

    async def stubborn() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.to_thread(released.wait)

    started = time.perf_counter()
    with pytest.raises(KeyboardInterrupt):
        runner.run(stubborn)
    assert time.perf_counter() - started < HANG
    released.set()


def kill_loop_thread(ident: int) -> None:
    assert (
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(ident), ctypes.py_object(SystemExit)) == 1
    )


def test_a_killed_loop_thread_fails_its_calls_and_is_replaced(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    first = runner.run(thread_id)
    thread = loop_thread()
    ready = threading.Event()
    outcome: list[BaseException] = []

    async def wait_forever() -> None:
        ready.set()
        await asyncio.Event().wait()

    def call() -> None:
        try:
            runner.run(wait_forever)
        except BaseException as error:
            outcome.append(error)

    waiter = threading.Thread(target=call)
    waiter.start()
    assert ready.wait(30)
    kill_loop_thread(first)
    thread.post(_noop_call())  # the pending exception is raised when the thread next runs Python code
    waiter.join(30)
    thread._thread.join(30)
    assert [type(error) for error in outcome] == [LoopStopped]
    assert not thread.alive
    assert runner.run(double, 5) == 10
    assert loop_thread() is not thread


def _noop_call() -> Call[object]:
    return Call(lambda: asyncio.sleep(0))


def test_a_call_to_an_ended_thread_raises_instead_of_waiting() -> None:
    thread = loop_module.LoopThread()
    thread.end_at_exit()
    assert not thread.alive
    with pytest.raises(LoopStopped, match="ended"):
        thread.complete(_noop_call())
    thread.post(_noop_call())


def test_nothing_is_created_for_a_call_that_cannot_start(recwarn: pytest.WarningsRecorder) -> None:
    thread = loop_module.LoopThread()
    thread.end_at_exit()
    created: list[str] = []

    async def never() -> None:
        created.append("coroutine")

    with pytest.raises(LoopStopped):
        thread.complete(Call(never))
    gc.collect()
    assert created == []
    assert not recwarn.list


def test_a_call_cancelled_before_its_first_step_ends(runner: Runner) -> None:
    runner.run(double, 1)
    thread = loop_thread()
    call, ended = _noop_call(), LockLatch()
    call.latch = ended

    async def start_and_cancel() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, PrivateLoop)
        call.start(loop)
        call.cancel()

    runner.run(start_and_cancel)
    assert ended.wait(30)
    with pytest.raises(LoopStopped):
        call.result()
    unstarted, ended = _noop_call(), LockLatch()
    unstarted.latch = ended
    thread.post(Call(_cancelling(unstarted)))
    assert ended.wait(30)


def _cancelling(call: Call[object]) -> Callable[[], asyncio.Future[None]]:
    def cancel() -> asyncio.Future[None]:
        call.cancel()
        done = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done

    return cancel


def test_blocking_work_of_one_call_does_not_stop_the_others(runner: Runner) -> None:
    inside, release = threading.Event(), threading.Event()

    def block() -> bool:
        inside.set()
        assert threading.current_thread().daemon
        return release.wait(30)

    async def blocked() -> bool:
        return await asyncio.to_thread(block)

    with ThreadPoolExecutor(1) as pool:
        pending = pool.submit(runner.run, blocked)
        assert inside.wait(30)
        assert runner.run(double, 3) == 6
        release.set()
        assert pending.result(30)


def test_errors_of_blocking_work_reach_the_call(runner: Runner) -> None:
    def fail() -> None:
        raise LookupError("no such host")

    async def blocked() -> None:
        await asyncio.to_thread(fail)

    others = set(threading.enumerate())
    for _ in range(40):
        with pytest.raises(LookupError, match="no such host"):
            runner.run(blocked)
    added = set(threading.enumerate()) - others
    assert len([t for t in added if t.name == "cortex-sync-blocking"]) <= 1


async def test_within_a_running_loop_a_call_works_and_warns(runner: Runner) -> None:
    with pytest.warns(RuntimeWarning, match="use cortex_async") as caught:
        assert runner.run(double, 2) == 4
    assert caught[0].filename == __file__


async def test_a_notebook_is_not_warned(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.ps1", "In : ", raising=False)
    assert runner.run(double, 2) == 4


def test_a_closed_runner_refuses_calls_and_closes_once() -> None:
    closed: list[int] = []

    async def close_connections() -> None:
        closed.append(threading.get_ident())

    runner = Runner(close_connections)
    ident = runner.run(thread_id)
    runner.close()
    runner.close()
    assert closed == [ident]
    with pytest.raises(ClientClosed):
        runner.run(double, 1)


def test_closing_an_unused_runner_starts_nothing() -> None:
    async def close_connections() -> None:
        raise AssertionError("nothing was opened")

    Runner(close_connections).close()


def test_a_collected_runner_warns_once_and_closes(runner: Runner) -> None:
    closed = threading.Event()

    async def close_connections() -> None:
        closed.set()

    abandoned = Runner(close_connections)
    abandoned.run(double, 1)
    with pytest.warns(ResourceWarning, match=r"test_sync_loop\.py:\d+: use `with` or close") as caught:
        del abandoned
    assert len(caught) == 1
    assert closed.wait(30)


def test_patched_threads_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("_thread.start_new_thread", lambda *_: 0)
    with pytest.raises(ConfigError, match="gthread"):
        loop_module.LoopThread()


def test_a_thread_that_cannot_start_is_an_error_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    with pytest.raises(LoopStopped, match="can't start new thread") as caught:
        loop_module.LoopThread()
    assert caught.value.__suppress_context__
