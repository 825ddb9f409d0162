"""A router over streams of the emulator: order, errors, gaps, and what happens at the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextvars import ContextVar
from typing import Any

import pytest

from cortex_async import ArgumentTypeError, ClientClosed, CortexClient, EventRouter, Gap, ProjectScope, Retry
from cortex_async._core.stream import StateFeed
from cortex_async.emulator import Emulator
from cortex_async.events import Event, MessageCreatedEvent, SessionCreatedEvent
from cortex_async.routing.gaps import GapFilter
from tests.realtime.scripted import settle
from tests.routing.events import event, message

WAIT = 30.0
QUICK = Retry(attempts=1_000_000, base=0.002, cap=0.004)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator
        await emulator.wait_for_streams(0)


@pytest.fixture
async def client(emulator: Emulator) -> AsyncIterator[CortexClient]:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        yield client
        tasks = {
            task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("cortex-event")
        }
        assert tasks == set()


@pytest.fixture
def project(client: CortexClient, emulator: Emulator) -> ProjectScope:
    return client.project(emulator.project_id)


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_stream_is_opened_and_closed(project: ProjectScope, emulator: Emulator) -> None:
    router = EventRouter()
    said: asyncio.Queue[str] = asyncio.Queue()

    @router.on(MessageCreatedEvent)
    async def message_created(found: MessageCreatedEvent) -> None:
        if found.payload.data.type == "user":
            await said.put(found.payload.data.content)

    running = asyncio.create_task(router.run(project.events.stream(types=["message.*"])))
    await emulator.wait_for_streams(1)
    session = await project.sessions.create(title="Raid", external_room_id="room")
    for content in ("one", "two"):
        await emulator.say(session.id, "ann", content)
    async with asyncio.timeout(WAIT):
        assert [await said.get(), await said.get()] == ["one", "two"]
    await ended(running)


async def test_a_stream_of_the_caller_stays_open(project: ProjectScope, emulator: Emulator) -> None:
    router = EventRouter()
    created: asyncio.Queue[str] = asyncio.Queue()
    router.on(SessionCreatedEvent)(lambda found: created.put_nowait(found.payload.data.title))
    async with project.events.stream() as stream:
        await emulator.wait_for_streams(1)
        for title in ("one", "two"):
            running = asyncio.create_task(router.run(stream))
            await project.sessions.create(title=title, external_room_id="room")
            async with asyncio.timeout(WAIT):
                assert await created.get() == title
            await ended(running)
        assert stream.connected


class Logged(logging.Handler):
    """Notices the log entry about a gap."""

    def __init__(self) -> None:
        super().__init__()
        self.gap = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if "an unknown number of events are missing" in record.getMessage():
            self.gap.set()


@pytest.fixture
def logged() -> Iterator[Logged]:
    handler, logger = Logged(), logging.getLogger("cortex_async")
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


async def test_a_gap_reaches_the_hooks(
    project: ProjectScope, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    router, inner, gaps = EventRouter(), EventRouter(), asyncio.Queue[Gap]()
    router.on_gap(lambda gap: 1 // 0)
    router.include(inner)

    @inner.on_gap
    async def report(gap: Gap) -> None:
        await gaps.put(gap)

    running = asyncio.create_task(router.run(project.events.stream(retry=QUICK)))
    await emulator.wait_for_streams(1)
    emulator.cut_streams()
    async with asyncio.timeout(WAIT):
        assert await gaps.get() == Gap(since=None, dropped=None)
    await ended(running)
    assert "an on_gap hook raised" in caplog.text


async def test_a_gap_is_logged_without_a_hook(
    project: ProjectScope, emulator: Emulator, logged: Logged
) -> None:
    running = asyncio.create_task(EventRouter().run(project.events.stream(retry=QUICK)))
    await emulator.wait_for_streams(1)
    emulator.cut_streams()
    async with asyncio.timeout(WAIT):
        await logged.gap.wait()
    await ended(running)


async def test_states_that_a_feed_had_to_drop_are_a_gap() -> None:
    feed = StateFeed(None, ended=False)
    for number in range(300):
        feed.push(Gap(since=str(number), dropped=1))
    feed.end()
    found = GapFilter(feed)
    gaps = [gap async for state in feed for gap in found.gaps(state)]
    assert gaps[:2] == [Gap(), Gap(since="44", dropped=1)]
    assert len(gaps) == 257


async def test_what_ends_the_stream_is_raised_after_the_handlers(
    client: CortexClient, project: ProjectScope, emulator: Emulator
) -> None:
    router = EventRouter()
    entered, go_on, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    @router.on(SessionCreatedEvent)
    async def slow(found: SessionCreatedEvent) -> None:
        entered.set()
        await go_on.wait()
        done.set()

    running = asyncio.create_task(router.run(project.events.stream()))
    await emulator.wait_for_streams(1)
    await project.sessions.create(title="Raid", external_room_id="room")
    async with asyncio.timeout(WAIT):
        await entered.wait()
        await client.close()
        await settle()
        assert not running.done()
        go_on.set()
        with pytest.raises(ClientClosed):
            await running
    assert done.is_set()


# -- order and concurrency, without sockets: any async iterable is a source


async def source(*events: Event) -> AsyncIterator[Event]:
    for one in events:
        yield one


async def never(*events: Event) -> AsyncIterator[Event]:
    """Events, and then nothing more, without an end."""
    for one in events:
        yield one
    await asyncio.Event().wait()


@pytest.mark.parametrize("concurrency", [1, 2])
async def test_how_many_events_are_handled_at_once(concurrency: int) -> None:
    router = EventRouter(concurrency=concurrency)
    begun: list[str] = []
    gates = {name: asyncio.Event() for name in ("a1", "a2", "b1", "c1")}

    @router.on(MessageCreatedEvent)
    async def handler(found: MessageCreatedEvent) -> None:
        begun.append(found.payload.data.content)
        await gates[found.payload.data.content].wait()

    events = [message(name[0], name, key=name) for name in gates]
    running = asyncio.create_task(router.run(source(*events)))
    for opened, expected in {
        1: {"": ["a1"], "a1": ["a1", "a2"], "a2": ["a1", "a2", "b1"]},
        2: {"": ["a1", "b1"], "a1": ["a1", "b1", "c1"], "c1": ["a1", "b1", "c1", "a2"]},
    }[concurrency].items():
        if opened:
            gates[opened].set()
        await settle()
        assert begun == expected
    for gate in gates.values():
        gate.set()
    await running
    assert sorted(begun) == sorted(gates)


async def test_handlers_of_one_event_run_one_after_another() -> None:
    router = EventRouter(concurrency=5)
    log: list[str] = []

    @router.on("*")
    async def first(found: Event) -> None:
        log.append("first begins")
        await settle()
        log.append("first ends")

    router.on("*")(lambda found: log.append("second"))
    await router.run(source(event()))
    assert log == ["first begins", "first ends", "second"]


async def test_an_error_does_not_end_the_run() -> None:
    router = EventRouter()
    handled: list[object] = []
    errors: list[Exception] = []
    router.on_error(lambda error, found, handler: errors.append(error))

    @router.on("*")
    async def fails_first(found: Event) -> None:
        handled.append(found)
        if len(handled) == 1:
            raise ValueError("no such user")

    await router.run(source(event(), event()))
    assert (len(handled), [str(error) for error in errors]) == (2, ["no such user"])


@pytest.mark.parametrize("place", ["handler", "gap"])
async def test_what_is_no_exception_ends_the_run(
    project: ProjectScope, emulator: Emulator, place: str
) -> None:
    class Leave(BaseException): ...

    router = EventRouter()

    def leave(found: object) -> None:
        raise Leave

    if place == "gap":
        router.on_gap(leave)
        running = asyncio.create_task(router.run(project.events.stream(retry=QUICK)))
        await emulator.wait_for_streams(1)
        emulator.cut_streams()
    else:
        router.on("*")(leave)
        running = asyncio.create_task(router.run(never(event(), event())))
    async with asyncio.timeout(WAIT):
        with pytest.raises(Leave):
            await running


async def test_context_variables_of_the_caller_are_seen() -> None:
    name = ContextVar("name", default="none")
    router, seen = EventRouter(), list[str]()

    @router.on("*")
    async def handler(found: Event) -> None:
        seen.append(name.get())
        name.set("from a handler")

    name.set("caller")
    await router.run(source(event(), event()))
    assert (seen, name.get()) == (["caller", "caller"], "caller")


# -- the end


async def test_a_cancellation_lets_what_was_taken_end_first() -> None:
    router = EventRouter(concurrency=2)
    begun: list[str] = []
    done: list[str] = []
    gate = asyncio.Event()

    @router.on(MessageCreatedEvent)
    async def handler(found: MessageCreatedEvent) -> None:
        begun.append(found.payload.data.content)
        await gate.wait()
        done.append(found.payload.data.content)

    events = [message("s", str(number), key=str(number)) for number in range(30)]
    running = asyncio.create_task(router.run(never(*events)))
    await settle()
    assert begun == ["0"]
    running.cancel()
    await settle()
    assert not running.done()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    # All that had been taken, ten times the concurrency, and nothing after that.
    assert begun == done == [str(number) for number in range(20)]


@pytest.mark.parametrize("way", ["second cancellation", "time limit", "no time"])
async def test_the_end_does_not_wait_for_ever(way: str, caplog: pytest.LogCaptureFixture) -> None:
    router = EventRouter(concurrency=2)
    stopped: list[str] = []

    @router.on("*")
    async def hangs(found: Event) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.append(str(found.resource_id))

    drain = {"second cancellation": None, "time limit": 0.01, "no time": 0.0}[way]
    events = [event(resourceId=name) for name in ("server:a", "server:b", "server:b")]
    running = asyncio.create_task(router.run(never(*events), drain_timeout=drain))
    await settle()
    running.cancel()
    if drain is None:
        await settle()
        assert not running.done()
        running.cancel()
    async with asyncio.timeout(WAIT):
        with pytest.raises(asyncio.CancelledError):
            await running
    assert sorted(stopped) == ["server:a", "server:b"]
    assert "stopped before all events were handled: 2 were cancelled, 1 not begun" in caplog.text


async def test_a_timeout_around_a_run_is_a_timeout() -> None:
    router = EventRouter()
    done: list[object] = []

    @router.on("*")
    async def handler(found: Event) -> None:
        await settle()
        done.append(found)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await router.run(never(event()))
    assert len(done) == 1


async def test_an_end_in_order_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        await EventRouter().run(source(event()), drain_timeout=0)
    assert caplog.text == ""


async def test_what_the_source_raises_is_raised() -> None:
    async def breaks() -> AsyncIterator[Event]:
        yield event()
        raise ConnectionError("broker away")

    handled: list[object] = []
    router = EventRouter()
    router.on("*")(handled.append)
    with pytest.raises(ConnectionError, match="broker away"):
        await router.run(breaks())
    assert len(handled) == 1


@pytest.mark.parametrize("wrong", [None, [1], 5])
async def test_only_streams_can_be_run(wrong: Any) -> None:
    with pytest.raises(ArgumentTypeError, match=r"stream must be a stream such as project.events.stream\(\)"):
        await EventRouter().run(wrong)
    with pytest.raises(ValueError, match="drain_timeout must be"):
        await EventRouter().run(source(), drain_timeout=-1)
