"""The router for blocking code, over streams of the emulator: threads, gaps, Ctrl-C, and the end."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from queue import SimpleQueue
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_sync import ArgumentTypeError, ClientClosed, CortexClient, EventRouter, Gap, ProjectScope, Retry
from cortex_sync.events import Event, MessageCreatedEvent, SessionCreatedEvent
from tests.routing.events import event, message

WAIT = 30.0
QUICK = Retry(attempts=1_000_000, base=0.002, cap=0.004)


@pytest.fixture
def emulator() -> Iterator[ThreadedEmulator]:
    with Emulator.in_thread() as emulator:
        yield emulator
        emulator.wait_for_streams(0)


@pytest.fixture
def client(emulator: ThreadedEmulator) -> Iterator[CortexClient]:
    with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        yield client
    assert threads() == []


@pytest.fixture
def project(client: CortexClient, emulator: ThreadedEmulator) -> ProjectScope:
    return client.project(emulator.project_id)


def threads() -> list[str]:
    names = ("cortex-sync-on-gap", "cortex-sync-event-handler")
    return [thread.name for thread in threading.enumerate() if thread.name in names]


@pytest.mark.parametrize("concurrency", [1, 3])
def test_a_stream_is_opened_handled_and_closed(
    project: ProjectScope, emulator: ThreadedEmulator, concurrency: int
) -> None:
    router = EventRouter(concurrency=concurrency)
    said: SimpleQueue[tuple[str, str]] = SimpleQueue()

    @router.on(MessageCreatedEvent)
    def message_created(found: MessageCreatedEvent) -> None:
        project.sessions.get(found.payload.data.session_id)
        if found.payload.data.type == "user":
            said.put((found.payload.data.content, threading.current_thread().name))

    stream = project.events.stream(types=["message.*"])
    with ThreadPoolExecutor(1, thread_name_prefix="caller") as pool:
        running = pool.submit(router.run, stream)
        emulator.wait_for_streams(1)
        session = project.sessions.create(title="Raid", external_room_id="room")
        for content in ("one", "two"):
            emulator.say(session.id, "ann", content)
        found = [said.get(timeout=WAIT), said.get(timeout=WAIT)]
        assert [content for content, _ in found] == ["one", "two"]
        assert {name for _, name in found} == {
            "caller_0" if concurrency == 1 else "cortex-sync-event-handler"
        }
        stream.close()
        running.result(WAIT)


def test_a_stream_of_the_caller_stays_open(project: ProjectScope, emulator: ThreadedEmulator) -> None:
    class Enough(Exception): ...

    router, titles = EventRouter(), list[str]()

    @router.on(SessionCreatedEvent)
    def created(found: SessionCreatedEvent) -> None:
        titles.append(found.payload.data.title)

    def two(stream: Iterable[Event]) -> Iterator[Event]:
        for number, found in enumerate(stream):
            yield found
            if number == 1:
                raise Enough

    with project.events.stream(types=["session.created"]) as stream:
        emulator.wait_for_streams(1)
        for title in ("one", "two", "three"):
            project.sessions.create(title=title, external_room_id="room")
        with pytest.raises(Enough):
            router.run(two(stream))
        assert stream.connected
        assert titles == ["one", "two"]


def test_a_gap_reaches_the_hook_in_a_thread(project: ProjectScope, emulator: ThreadedEmulator) -> None:
    router, gaps = EventRouter(), SimpleQueue[tuple[Gap, str]]()

    @router.on_gap
    def report(gap: Gap) -> None:
        gaps.put((gap, threading.current_thread().name))

    stream = project.events.stream(retry=QUICK)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(router.run, stream)
        emulator.wait_for_streams(1)
        emulator.cut_streams()
        assert gaps.get(timeout=WAIT) == (Gap(since=None, dropped=None), "cortex-sync-on-gap")
        stream.close()
        running.result(WAIT)


def test_what_ends_the_stream_is_raised(
    client: CortexClient, project: ProjectScope, emulator: ThreadedEmulator
) -> None:
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(EventRouter().run, project.events.stream())
        emulator.wait_for_streams(1)
        client.close()
        with pytest.raises(ClientClosed):
            running.result(WAIT)


@pytest.mark.parametrize("concurrency", [1, 2])
def test_ctrl_c_ends_a_run(project: ProjectScope, emulator: ThreadedEmulator, concurrency: int) -> None:
    router = EventRouter(concurrency=concurrency)
    done: list[object] = []

    @router.on(SessionCreatedEvent)
    def created(found: Event) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        done.append(found)

    def create() -> None:
        emulator.wait_for_streams(1)
        project.sessions.create(title="Raid", external_room_id="room")

    creating = threading.Thread(target=create)
    creating.start()
    with pytest.raises(KeyboardInterrupt):
        router.run(project.events.stream())
    creating.join(WAIT)
    # In the calling thread the handler is interrupted, in another one it ends.
    assert len(done) == concurrency - 1


# -- order and concurrency, without sockets: any iterable is a source


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3), st.lists(st.tuples(st.sampled_from("xyz"), st.booleans()), max_size=12))
def test_a_run_handles_each_event_once_and_those_of_a_session_in_order(
    concurrency: int, plan: list[tuple[str, bool]]
) -> None:
    """plan: the session of each event, and whether its handler makes room for other threads."""
    router = EventRouter(concurrency=concurrency)
    log: list[tuple[str, str, str]] = []
    errors: list[Exception] = []
    router.on_error(lambda error, found, handler: errors.append(error))

    @router.on(MessageCreatedEvent)
    def handler(found: MessageCreatedEvent) -> None:
        data = found.payload.data
        log.append((data.session_id, data.content, "begins"))
        if plan[int(data.content)][1]:
            threading.Event().wait(0.0001)
            raise ValueError(data.content)
        log.append((data.session_id, data.content, "ends"))

    router.on(MessageCreatedEvent)(lambda found: log.append(("", found.payload.data.content, "second")))
    router.run([message(session, str(number), key=str(number)) for number, (session, _) in enumerate(plan)])
    for session in "xyz":
        steps = [(number, step) for owner, number, step in log if owner == session]
        expected = [
            (str(number), step)
            for number, (owner, fails) in enumerate(plan)
            if owner == session
            for step in (["begins"] if fails else ["begins", "ends"])
        ]
        assert steps == expected
    assert sorted(int(number) for owner, number, _ in log if not owner) == list(range(len(plan)))
    assert len(errors) == sum(fails for _, fails in plan)


def test_two_events_are_handled_at_once() -> None:
    router, meeting = EventRouter(concurrency=2), threading.Barrier(2)
    router.on("*")(lambda found: meeting.wait(WAIT))
    errors: list[Exception] = []
    router.on_error(lambda error, found, handler: errors.append(error))
    router.run([event(resourceId="server:a"), event(resourceId="server:b")])
    assert errors == []


@pytest.mark.parametrize("concurrency", [1, 2])
def test_what_is_no_exception_ends_the_run(concurrency: int) -> None:
    class Leave(BaseException): ...

    router, handled = EventRouter(concurrency=concurrency), list[object]()

    @router.on("*")
    def leave(found: Event) -> None:
        handled.append(found)
        raise Leave

    with pytest.raises(Leave):
        router.run(event(resourceId="server:a") for _ in range(100))
    assert len(handled) < 100


def test_the_end_does_not_wait_for_ever(caplog: pytest.LogCaptureFixture) -> None:
    router, gate, entered = EventRouter(concurrency=2), threading.Event(), threading.Event()

    @router.on("*")
    def hangs(found: Event) -> None:
        entered.set()
        gate.wait(WAIT)

    def source() -> Iterator[Event]:
        yield from (event(resourceId="server:a"), event(resourceId="server:a"))
        entered.wait(WAIT)
        raise ConnectionError("broker away")

    with pytest.raises(ConnectionError, match="broker away"):
        router.run(source(), drain_timeout=0.01)
    assert "stopped before all events were handled: 1 still run, 1 not begun" in caplog.text
    gate.set()
    for thread in threading.enumerate():
        if thread.name == "cortex-sync-event-handler":
            thread.join(WAIT)
    assert threads() == []


def test_context_variables_of_the_caller_are_seen() -> None:
    name = ContextVar("name", default="none")
    router, seen = EventRouter(concurrency=2), SimpleQueue[str]()
    router.on("*")(lambda found: seen.put(name.get()))
    name.set("caller")
    router.run([event(), event()])
    assert [seen.get(), seen.get()] == ["caller", "caller"]


def test_an_end_in_order_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        EventRouter(concurrency=2).run([event()])
    assert caplog.text == ""


@pytest.mark.parametrize("wrong", [None, 5])
def test_only_streams_can_be_run(wrong: Any) -> None:
    with pytest.raises(ArgumentTypeError, match=r"stream must be a stream such as project.events.stream\(\)"):
        EventRouter().run(wrong)
