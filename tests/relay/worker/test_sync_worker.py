"""The worker for blocking code."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from cortex_async import Retry
from cortex_async.relay import MemoryBroker
from cortex_sync import EventRouter
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.process import loop_thread
from cortex_sync.relay import Worker
from tests.relay.worker.playing import record


def on_loop(work: Callable[[], Any]) -> Any:
    """Run a coroutine function where the worker runs."""
    call: Call[Any] = Call(work)
    loop_thread().complete(call)
    return call.result()


class Seen:
    """A broker, a router, and what the handlers saw."""

    def __init__(self) -> None:
        self.broker = MemoryBroker(partitions=4)
        self.router = EventRouter()
        self.handled: list[tuple[str, str]] = []
        self.progress = threading.Condition()
        self.router.on("message.created")(self._said)

    def _said(self, event: Any) -> None:
        with self.progress:
            self.handled.append((event.payload.data.session_id, event.payload.data.content))
            self.progress.notify_all()

    def until(self, count: int) -> None:
        with self.progress:
            assert self.progress.wait_for(lambda: len(self.handled) >= count, 20)

    def publish(self, *said: tuple[str, int]) -> None:
        on_loop(lambda: self.broker.publish([record(*one) for one in said]))

    def lag(self) -> int:
        found: int = on_loop(lambda: self.broker.lag("workers"))
        return found


@contextmanager
def running(worker: Worker) -> Iterator[None]:
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(20)
        assert not thread.is_alive()


def test_handlers_run_in_threads_and_each_session_in_order() -> None:
    seen = Seen()
    threads: set[threading.Thread] = set()
    seen.router.on("*")(lambda event: threads.add(threading.current_thread()))
    said = [(session, number) for number in range(5) for session in "abc"]
    with running(Worker(seen.router, seen.broker)):
        seen.publish(*said)
        seen.until(15)
    for session in "abc":
        assert [number for one, number in seen.handled if one == session] == list("01234")
    assert threading.main_thread() not in threads
    assert seen.lag() == 0


def test_what_keeps_failing_becomes_a_dead_letter() -> None:
    seen = Seen()

    @seen.router.on("message.created")
    def fails(event: object) -> None:
        raise ValueError("no")

    seen.router.on_error(lambda error, event, handler: None)
    with running(Worker(seen.router, seen.broker, retry=Retry(attempts=2, base=0.001))):
        seen.publish(("a", 1), ("b", 1))
        seen.until(4)
    letters = on_loop(lambda: seen.broker.dead_letters("workers"))
    assert {(letter.id, letter.error) for letter in letters} == {
        ("a-1", "ValueError: no"),
        ("b-1", "ValueError: no"),
    }


def test_a_stop_waits_for_the_handlers() -> None:
    seen = Seen()
    begun, go_on = threading.Event(), threading.Event()

    @seen.router.on("message.created")
    def slow(event: object) -> None:
        begun.set()
        assert go_on.wait(20)

    worker = Worker(seen.router, seen.broker)
    with running(worker):
        seen.publish(("a", 1))
        assert begun.wait(20)
        worker.stop()
        assert worker.status.running == 1
        go_on.set()
    assert (seen.lag(), worker.status.handled) == (0, 1)


PROGRAM = """
import signal, sys, threading
from cortex_async.relay import MemoryBroker
from cortex_sync import EventRouter
from cortex_sync.relay import Worker
from tests.relay.worker.playing import record
from tests.relay.worker.test_sync_worker import on_loop

broker, router, go_on = MemoryBroker(), EventRouter(), threading.Event()

@router.on("message.created")
def slow(event):
    print("begun", flush=True)
    sys.stdin.readline()
    print("handled", flush=True)

on_loop(lambda: broker.publish([record("a", 1)]))
try:
    Worker(router, broker).run(signals=sys.argv[1] == "signals")
    print("returned")
except KeyboardInterrupt:
    print("interrupted")
print("lag", on_loop(lambda: broker.lag("workers")))
"""


@pytest.mark.parametrize(
    ("mode", "number", "end"),
    [("signals", signal.SIGTERM, "returned"), ("none", signal.SIGINT, "interrupted")],
)
def test_a_signal_lets_the_handler_finish(mode: str, number: signal.Signals, end: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, mode], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(number)
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.read().splitlines() == ["handled", end, "lag 0"]
        assert process.wait(20) == 0
