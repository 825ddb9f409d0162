"""The worker for blocking code."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

import pytest
import redis

from cortex_sync import ArgumentError, CortexClient, EventRouter, Observer, Retry
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.process import loop_thread
from cortex_sync.emulator import Emulator
from cortex_sync.relay import BlockingBroker, BrokerUnavailable, MemoryBroker, Relay, Worker
from cortex_sync.telemetry import HandlingStarted
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

    def note(self, event: Any) -> None:
        with self.progress:
            self.handled.append((event.type, event.id))
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


def test_a_blocking_broker_is_one_for_workers_and_for_people() -> None:
    seen = Seen()
    blocking = BlockingBroker(seen.broker)

    @seen.router.on("message.created")
    def fails(event: Any) -> None:
        if event.payload.data.content == "13":
            raise ValueError("unlucky")

    seen.router.on_error(lambda *_: None)
    with running(Worker(seen.router, blocking, retry=Retry(attempts=1))):
        assert blocking.publish([record("a", 13), record("a", 1)]) == 2
        assert blocking.publish([record("a", 1)]) == 0
        seen.until(2)
    (letter,) = blocking.dead_letters("workers")
    assert (letter.id, letter.error, blocking.lag("workers")) == ("a-13", "ValueError: unlucky", 0)
    blocking.revive([letter])
    assert (blocking.dead_letters("workers"), blocking.lag("workers")) == ([], 1)
    with running(Worker(seen.router, blocking, retry=Retry(attempts=1))):
        seen.until(3)
    blocking.discard(blocking.dead_letters("workers"))
    assert blocking.dead_letters("workers") == []
    blocking.close()
    blocking.close()


def test_a_relay_publishes_to_a_blocking_broker() -> None:
    broker = MemoryBroker()
    with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
        Relay(client.project(emulator.project_id), BlockingBroker(broker)) as relay,
    ):
        relay.ready(20)
        client.project(emulator.project_id).sessions.create(title="a", external_room_id="a")
        seen = Seen()
        seen.router.on("session.created")(seen.note)
        with running(Worker(seen.router, broker)):
            seen.until(1)
        assert relay.status.leading


def test_a_broker_that_is_away_is_an_error_of_the_call() -> None:
    broker = MemoryBroker()
    broker.available = False
    blocking = BlockingBroker(broker)
    for call in (lambda: blocking.lag("g"), lambda: blocking.dead_letters("g"), lambda: blocking.publish([])):
        with pytest.raises(BrokerUnavailable):
            call()


@pytest.mark.parametrize("given", [MemoryBroker, BlockingBroker(MemoryBroker()), "redis://", redis.Redis()])
def test_what_is_no_broker_is_refused(given: Any) -> None:
    with pytest.raises(ArgumentError, match="broker must be a broker"):
        BlockingBroker(given)


@pytest.mark.parametrize("given", [None, "redis://:canary@x", redis.Redis()])
def test_a_worker_takes_nothing_else(given: Any) -> None:
    with pytest.raises(ArgumentError, match="source must be a broker") as caught:
        Worker(EventRouter(), given)
    assert "canary" not in str(caught.value)


def test_a_worker_that_waits_for_its_broker_is_interrupted_and_runs_once() -> None:
    seen = Seen()
    seen.broker.available = False
    worker = Worker(seen.router, seen.broker)
    with running(worker):
        # The first step of its run is behind it once the loop thread responds.
        on_loop(partial(asyncio.sleep, 0))
        with pytest.raises(RuntimeError, match="a worker runs once: create another one"):
            worker.run()
    assert not worker.status.connected


def test_handlers_have_the_context_of_their_attempt() -> None:
    seen = Seen()
    place: ContextVar[str] = ContextVar("place", default="")
    found: list[str] = []

    class Placing(Observer):
        def handling_started(self, handling: HandlingStarted) -> None:
            place.set(handling.type)

    @seen.router.on("message.created")
    def look(event: object) -> None:
        found.append(place.get())

    with running(Worker(seen.router, seen.broker, observers=[Placing()])):
        seen.publish(("a", 1))
        seen.until(1)
    assert found == ["message.created"]


def test_a_handler_that_exits_ends_the_run_and_leaves_its_event() -> None:
    seen = Seen()

    @seen.router.on("message.created")
    def leaves(event: object) -> None:
        raise SystemExit(3)

    seen.publish(("a", 1))
    with pytest.raises(SystemExit):
        Worker(seen.router, seen.broker).run()
    assert seen.lag() == 1


FORKED = """
import os, sys
from cortex_async.relay import MemoryBroker
from cortex_sync import EventRouter
from cortex_sync.relay import Worker
from tests.relay.worker.playing import record
from tests.relay.worker.test_sync_worker import on_loop

broker, router = MemoryBroker(), EventRouter()
on_loop(lambda: broker.publish([record("a", 1)]))
worker = Worker(router, broker)

@router.on("message.created")
def said(event):
    # One write per line: print makes two if Python is unbuffered, and the two processes share the pipe.
    os.write(1, f"{event.id}\\n".encode())
    worker.stop()

child = os.fork()
worker.run()
if child:
    assert os.waitpid(child, 0)[1] == 0
"""


def test_a_worker_that_was_made_before_a_fork_runs_in_both() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKED], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["a-1", "a-1"]
