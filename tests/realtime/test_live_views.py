"""What a view promises, one promise at a time, against a scripted server."""

from __future__ import annotations

import asyncio
import gc
import logging
import weakref
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from cortex_async._core.call_errors import ConnectionFailed, Forbidden, NotFound, ServerError, Unauthorized
from cortex_async._core.stream import CONNECT_GRACE
from cortex_async.live import Added, Change, Modified, Removed, hook_tasks
from cortex_async.live.feed import REFETCH_SPREAD
from cortex_async.live.fetch_queue import MAX_INTERVAL
from cortex_async.live.fetching import MAX_CONCURRENT
from cortex_async.live.synchronizer import Synchronizer
from cortex_async.models import Session
from cortex_async.resources.gatherings import Gatherings
from cortex_async.resources.participants import Participants
from cortex_async.resources.sessions import Sessions
from tests.realtime.live_caller import Pending, PlayedCaller
from tests.realtime.live_events import (
    event,
    gathering,
    member,
    message,
    moment,
    participant,
    plain,
    session,
    spoken,
    wire,
)
from tests.realtime.scripted import Connection, settle

LATE = 10.0
"""Seconds from the first snapshot to the first event: enough for the event to be certainly newer."""


class Stage:
    """A project whose responses and events are made by the test."""

    def __init__(self) -> None:
        self.caller = PlayedCaller()
        self.sessions = Sessions(self.caller, ("p",))
        self.gatherings = Gatherings(self.caller, ("p",))
        self.date = moment(0).timestamp()
        self.connection: Connection | None = None

    async def accept(self) -> Connection:
        self.connection = (await self.caller.script.next()).accept()
        await settle()
        return self.connection

    async def send(self, *events: dict[str, Any]) -> None:
        assert self.connection is not None
        self.connection.send(wire(*events))
        await settle()

    async def requested(self, operation: str) -> Pending:
        await settle()
        (call,) = [call for call in self.caller.pending if call.operation == operation]
        return call

    async def respond(self, operation: str, *rows: object) -> None:
        (await self.requested(operation)).reply([plain(row) for row in rows], self.date)
        await settle()

    async def respond_with(self, operation: str, row: object | None) -> None:
        call = await self.requested(operation)
        if row is None:
            call.missing(self.date)
        else:
            call.reply(plain(row), self.date)
        await settle()

    async def open(self, view: Any, operation: str, *rows: object, connect: bool = True) -> Any:
        """Enter the view. Its first snapshot is ``rows``, or the one object for ``get``."""
        entering = asyncio.ensure_future(view.__aenter__())
        await settle()
        if connect and self.connection is None:
            await self.accept()
        if operation.endswith(".get"):
            await self.respond_with(operation, rows[0] if rows else None)
        else:
            await self.respond(operation, *rows)
        live = await asyncio.wait_for(entering, 30)
        await self.pass_time(LATE)
        return live

    async def pass_time(self, seconds: float) -> None:
        if self.connection is not None and not self.connection.closed:
            self.connection.send(b": alive\n\n")
        self.date += seconds
        await self.caller.clock.advance(seconds)

    @property
    def pending_requests(self) -> list[str]:
        return [call.operation for call in self.caller.pending]


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    yield stage
    await settle()
    assert [task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("cortex")] == []
    assert stage.caller.script.open == 0


def ended(at: float = LATE, key: str = "s", **more: Any) -> dict[str, Any]:
    return event("session.updated", session(key, status="ended", **more), at=at)


async def following(reader: AsyncIterator[Any]) -> Any:
    return await asyncio.wait_for(anext(reader), 30)


async def idle(reader: AsyncIterator[Any]) -> bool:
    """Whether the reader has no change to return."""
    waiting = asyncio.ensure_future(anext(reader))
    await settle()
    found = waiting.done()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    return not found


# -- opening


async def test_the_stream_is_open_before_the_snapshot_is_fetched(stage: Stage) -> None:
    entering = asyncio.ensure_future(stage.sessions.watch().__aenter__())
    await settle()
    assert stage.caller.requested == ["events.stream"]
    await stage.accept()
    assert stage.caller.requested == ["events.stream", "sessions.list"]
    await stage.respond("sessions.list", session())
    live = await entering
    async with live_of(live):
        assert list(live.value) == ["s"]
        assert not live.stale


class live_of:  # noqa: N801  (reads as a context)
    """Closes a view that was entered by hand."""

    def __init__(self, live: Any) -> None:
        self._live = live

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *error: object) -> None:
        await self._live.aclose()


async def test_what_happens_while_the_snapshot_is_under_way_is_not_lost(stage: Stage) -> None:
    entering = asyncio.ensure_future(stage.sessions.watch().__aenter__())
    await settle()
    await stage.accept()
    read = stage.date
    await stage.pass_time(LATE)
    stage.date = read
    await stage.send(
        event("session.created", session("new"), at=LATE), ended(), event("session.deleted", session("gone"))
    )
    await stage.respond("sessions.list", session(), session("gone"))
    live = await entering
    async with live_of(live):
        assert {key: one.status for key, one in live.value.items()} == {"s": "ended", "new": "active"}


async def test_a_server_that_responds_only_with_the_first_event_is_not_waited_for(stage: Stage) -> None:
    entering = asyncio.ensure_future(stage.sessions.watch().__aenter__())
    await settle()
    await stage.pass_time(CONNECT_GRACE)
    await stage.respond("sessions.list", session())
    live = await entering
    async with live_of(live):
        assert list(live.value) == ["s"]
        assert live.stale
        await stage.accept()
        assert live.stale
        await stage.respond("sessions.list", session(), session("missed"))
        assert list(live.value) == ["s", "missed"]
        assert not live.stale


async def test_entering_raises_what_fetching_raises(stage: Stage) -> None:
    entering = asyncio.ensure_future(stage.sessions.watch().__aenter__())
    await settle()
    await stage.accept()
    (await stage.requested("sessions.list")).fail()
    with pytest.raises(ServerError):
        await entering


async def test_entering_raises_what_ends_the_stream(stage: Stage) -> None:
    entering = asyncio.ensure_future(stage.sessions.watch().__aenter__())
    (await stage.caller.script.next()).refuse(Unauthorized("no", status=401))
    with pytest.raises(Unauthorized):
        await entering
    assert stage.caller.requested == ["events.stream"]


async def test_the_messages_of_a_session_that_does_not_exist(stage: Stage) -> None:
    entering = asyncio.ensure_future(stage.sessions.watch_messages("s").__aenter__())
    await settle()
    await stage.accept()
    await stage.respond_with("messages.list", None)
    with pytest.raises(NotFound):
        await entering


async def test_entering_can_be_cancelled(stage: Stage) -> None:
    entering = asyncio.ensure_future(stage.sessions.watch().__aenter__())
    await settle()
    await stage.accept()
    await stage.requested("sessions.list")
    entering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await entering
    assert stage.pending_requests == []


async def test_a_view_is_entered_once_and_followed_inside_only(stage: Stage) -> None:
    view = stage.sessions.watch()
    with pytest.raises(RuntimeError, match="enter the view first"):
        aiter(view)
    with pytest.raises(RuntimeError, match="enter the view first"):
        await view.wait_until(len)
    async with live_of(await stage.open(view, "sessions.list")):
        with pytest.raises(RuntimeError, match="entered only once"):
            await view.__aenter__()
    assert view.stale


@pytest.mark.parametrize("seconds", [-1, float("inf"), float("nan"), True])
def test_an_interval_out_of_range(seconds: float) -> None:
    with pytest.raises(ValueError, match="resync must be a number of seconds"):
        Sessions(PlayedCaller.__new__(PlayedCaller), ("p",)).watch(resync=seconds)


# -- following


async def test_changes_have_old_and_new_and_the_differing_fields(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list", session())):
        changes = aiter(live)
        await stage.send(ended(title="B"))
        old, new = session(), session(status="ended", title="B")
        assert await following(changes) == Modified("s", old, new, frozenset({"status", "title"}))
        await stage.send(event("session.created", session("t"), at=LATE))
        assert await following(changes) == Added("t", session("t"))
        await stage.send(event("session.deleted", new))
        assert await following(changes) == Removed("s", new)
        assert list(live.value) == ["t"]


async def test_the_first_reader_misses_nothing_and_later_ones_start_now(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list", session())):
        await stage.send(ended())
        first, second = aiter(live), aiter(live)
        await stage.send(event("session.created", session("t"), at=LATE))
        assert [type(await following(first)) for _ in range(2)] == [Modified, Added]
        assert type(await following(second)) is Added
        assert await idle(first)
        assert await idle(live.changes())


async def test_a_loop_can_be_left_and_continued(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list")):
        changes = aiter(live)
        await stage.send(*(event("session.created", session(key), at=LATE) for key in "abc"))
        async for change in changes:
            assert change.id == "a"
            break
        async for change in changes:
            assert change.id == "b"
            break


async def test_a_slow_reader_gets_one_change_per_object(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list", session())):
        changes = aiter(live)
        for number in range(200):
            await stage.send(event("session.updated", session(title=str(number)), at=LATE + number / 1000))
        await stage.send(
            event("session.created", session("brief"), at=LATE), event("session.deleted", session("brief"))
        )
        await stage.send(event("session.created", session("t"), at=LATE), ended(LATE + 1, "t"))
        change = await following(changes)
        assert (change.old.title, change.new.title) == ("A session", "199")
        assert await following(changes) == Added("t", session("t", status="ended"))
        assert await idle(changes)


async def test_what_changes_and_changes_back_is_no_change(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list", session())):
        changes = aiter(live)
        await stage.send(ended(), event("session.updated", session(), at=LATE + 1))
        assert await idle(changes)


async def test_a_dropped_reader_costs_nothing(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list", session())):
        aiter(live)
        reader = live.changes()
        gone = weakref.ref(reader)
        del reader
        gc.collect()
        assert gone() is None
        await stage.send(ended())


async def test_snapshots_come_at_once_and_then_the_newest(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list", session())):
        snapshots = live.snapshots()
        assert list(await following(snapshots)) == ["s"]
        assert await idle(snapshots)
        await stage.send(*(event("session.created", session(key), at=LATE) for key in "ab"))
        assert list(await following(snapshots)) == ["s", "a", "b"]
        assert await idle(snapshots)


async def test_leaving_ends_readers_and_keeps_the_value(stage: Stage) -> None:
    live = await stage.open(stage.sessions.watch(), "sessions.list", session())
    changes, snapshots = aiter(live), live.snapshots()
    waiting = asyncio.ensure_future(live.wait_until(lambda value: len(value) > 5))
    await stage.send(ended())
    await live.aclose()
    await live.aclose()
    for reader in (changes, snapshots, live.changes()):
        with pytest.raises(StopAsyncIteration):
            await following(reader)
    with pytest.raises(RuntimeError, match="was closed while"):
        await waiting
    assert live.value["s"].status == "ended"
    assert live.stale


# -- hooks


async def test_hooks_are_called_until_stopped(stage: Stage) -> None:
    view = stage.sessions.watch()
    seen: list[Change[Session]] = []
    stop = view.on_change(seen.append)
    async with live_of(await stage.open(view, "sessions.list", session())):
        assert seen == []
        await stage.send(ended())
        assert [change.id for change in seen] == ["s"]
        stop()
        stop()
        await stage.send(event("session.created", session("t"), at=LATE))
        assert len(seen) == 1


async def test_a_hook_that_raises_is_reported_and_affects_nothing_else(stage: Stage) -> None:
    view = stage.sessions.watch()
    errors: list[Exception] = []
    seen: list[Any] = []

    def broken(change: Change[Session]) -> None:
        raise KeyError(change.id)

    view.on_change(broken)
    view.on_change(seen.append)
    stop = view.on_error(errors.append)
    async with live_of(await stage.open(view, "sessions.list", session())):
        changes = aiter(view)
        await stage.send(ended())
        assert [repr(error) for error in errors] == ["KeyError('s')"]
        assert len(seen) == 1
        assert (await following(changes)).id == "s"
        stop()


async def test_a_hook_that_asks_a_cancelled_task_ends_nothing(stage: Stage) -> None:
    view, errors, seen = stage.sessions.watch(), list[Exception](), list[str]()
    gone = asyncio.get_running_loop().create_future()
    gone.cancel()

    async def hook(change: Change[Session]) -> None:
        seen.append(f"hook of {change.id}")
        await gone

    async def error_hook(error: Exception) -> None:
        errors.append(error)
        await gone

    view.on_change(lambda change: gone.result())
    view.on_change(lambda change: seen.append(change.id))
    view.on_change(hook)
    view.on_error(lambda error: gone.result())
    view.on_error(error_hook)
    async with live_of(await stage.open(view, "sessions.list", session())):
        waiting = asyncio.ensure_future(
            view.wait_until(lambda sessions: "t" in sessions and gone.result(), timeout=None)
        )
        await stage.send(ended())
        await stage.send(event("session.created", session("t"), at=LATE))
        with pytest.raises(RuntimeError, match=r"^the condition was cancelled from within$"):
            await waiting
    assert seen == ["s", "hook of s", "t", "hook of t"]
    assert [str(error) for error in errors] == ["an on_change hook was cancelled from within"] * 4


async def test_without_an_error_hook_it_is_logged(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    view = stage.sessions.watch()
    view.on_change(lambda change: 1 // 0)
    async with live_of(await stage.open(view, "sessions.list", session())):
        with caplog.at_level(logging.WARNING):
            await stage.send(ended())
    assert "ZeroDivisionError" in caplog.text


async def test_an_error_hook_that_raises_is_logged(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    view = stage.sessions.watch()
    view.on_change(lambda change: 1 // 0)

    def broken(error: Exception) -> None:
        raise RuntimeError("twice")

    view.on_error(broken)
    async with live_of(await stage.open(view, "sessions.list", session())):
        await stage.send(ended())
    assert "an on_error hook raised" in caplog.text


async def test_a_coroutine_function_gets_the_changes_one_after_another(stage: Stage) -> None:
    view = stage.sessions.watch()
    log: list[str] = []
    gate = asyncio.Event()

    async def hook(change: Change[Session]) -> None:
        log.append(f"{change.id} begins")
        await gate.wait()
        log.append(f"{change.id} ends")

    view.on_change(hook)  # before the view is entered
    async with live_of(await stage.open(view, "sessions.list", session())):
        stop = view.on_change(hook)  # and within
        await stage.send(ended(), event("session.created", session("t"), at=LATE))
        assert log == ["s begins"] * 2
        gate.set()
        await settle()
        assert log == ["s begins"] * 2 + ["s ends", "t begins", "t ends"] * 2
        stop()
        stop()
        await stage.send(event("session.created", session("u"), at=LATE))
        assert log[8:] == ["u begins", "u ends"]


async def test_a_slow_coroutine_function_gets_several_changes_of_an_object_as_one(stage: Stage) -> None:
    view = stage.sessions.watch()
    gate, taken = asyncio.Event(), list[Change[Session]]()

    async def hook(change: Change[Session]) -> None:
        taken.append(change)
        await gate.wait()

    view.on_change(hook)
    async with live_of(await stage.open(view, "sessions.list", session())):
        for number in range(5):
            await stage.send(event("session.updated", session(title=f"Round {number}"), at=LATE + 5 * number))
        gate.set()
        await settle()
        first, second = taken
        assert isinstance(first, Modified)
        assert isinstance(second, Modified)
        assert (first.new.title, second.old.title, second.new.title) == ("Round 0", "Round 0", "Round 4")


@pytest.mark.parametrize("hooked", [True, False])
async def test_a_coroutine_function_that_raises_is_reported(
    stage: Stage, hooked: bool, caplog: pytest.LogCaptureFixture
) -> None:
    view = stage.sessions.watch()
    errors: list[str] = []

    async def broken(change: Change[Session]) -> None:
        raise KeyError(change.id)

    async def report(error: Exception) -> None:
        await asyncio.sleep(0)
        errors.append(repr(error))
        raise RuntimeError("twice")

    view.on_change(broken)
    if hooked:
        view.on_error(report)
        view.on_error(lambda error: errors.append("plain"))
    async with live_of(await stage.open(view, "sessions.list", session())):
        await stage.send(ended())
        await stage.send(event("session.created", session("t"), at=LATE))
    if hooked:
        assert errors == ["plain", "KeyError('s')", "plain", "KeyError('t')"]
        assert "an on_error hook raised" in caplog.text
    else:
        assert "KeyError: 't'" in caplog.text


async def test_hooks_that_run_when_a_view_closes_end_or_are_cancelled(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(hook_tasks, "HOOK_END", 0.05)
    view = stage.sessions.watch()
    log: list[str] = []

    async def ends(change: Change[Session]) -> None:
        await asyncio.sleep(0.001)
        log.append("ended")
        raise KeyError("at the end")

    async def hangs(change: Change[Session]) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            log.append("cancelled")

    async def report(error: Exception) -> None:
        log.append(repr(error))

    view.on_change(ends)
    view.on_change(hangs)
    view.on_error(report)
    live = await stage.open(view, "sessions.list", session())
    await stage.send(ended())
    await live.close()
    assert log == ["ended", "KeyError('at the end')", "cancelled"]
    assert "1 hooks were cancelled when their live view closed" in caplog.text
    assert [task for task in asyncio.all_tasks() if task.get_name() == "cortex-live-hook"] == []


async def test_a_hook_may_close_its_view(stage: Stage) -> None:
    view = stage.sessions.watch()
    closed = asyncio.Event()

    async def close(change: Change[Session]) -> None:
        await view.close()
        closed.set()

    view.on_change(close)
    await stage.open(view, "sessions.list", session())
    await stage.send(ended())
    async with asyncio.timeout(30):
        await closed.wait()
    await settle()
    assert [task for task in asyncio.all_tasks() if task.get_name() == "cortex-live-hook"] == []


def test_hooks_must_be_functions() -> None:
    view = Sessions(PlayedCaller.__new__(PlayedCaller), ("p",)).watch()
    wrong: Any = None
    for add in (view.on_change, view.on_error):
        with pytest.raises(TypeError, match="hook must be a function, got None"):
            add(wrong)


# -- one object


async def test_one_object_comes_changes_and_goes(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch("s"), "sessions.get")):
        assert live.value is None
        changes = aiter(live)
        await stage.send(event("session.created", session("other"), at=LATE))
        assert live.value is None
        await stage.send(event("session.created", session(), at=LATE))
        assert live.value == session()
        assert await following(changes) == Added("s", session())
        await stage.send(event("session.deleted", session()))
        assert await following(changes) == Removed("s", session())
        assert live.value is None


# -- waiting


async def test_waiting_for_a_condition(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list", session())):
        assert len(await live.wait_until(lambda value: "s" in value, timeout=0.001)) == 1
        waiting = asyncio.ensure_future(live.wait_until(lambda value: value["s"].status == "ended"))
        await settle()
        assert not waiting.done()
        # Added and removed before the waiting task runs.
        await stage.send(ended(LATE), event("session.updated", session(), at=LATE + 1))
        assert (await waiting)["s"].status == "ended"
        with pytest.raises(TimeoutError):
            await live.wait_until(lambda value: False, timeout=0.001)
        with pytest.raises(ZeroDivisionError):
            await live.wait_until(lambda value: 1 // 0)


async def test_waiting_for_the_end_of_a_session(stage: Stage) -> None:
    waiting = asyncio.ensure_future(stage.sessions.wait_until_ended("s"))
    await settle()
    await stage.accept()
    await stage.respond_with("sessions.get", session())
    assert not waiting.done()
    await stage.pass_time(LATE)
    await stage.send(ended())
    assert (await waiting).status == "ended"


async def test_a_deleted_session_has_ended(stage: Stage) -> None:
    waiting = asyncio.ensure_future(stage.sessions.wait_until_ended("s"))
    await settle()
    await stage.accept()
    await stage.respond_with("sessions.get", session())
    await stage.send(event("session.deleted", session()))
    assert await waiting == session()


async def test_waiting_for_the_end_of_nothing(stage: Stage) -> None:
    waiting = asyncio.ensure_future(stage.sessions.wait_until_ended("s"))
    await settle()
    await stage.accept()
    await stage.respond_with("sessions.get", None)
    await stage.respond_with("sessions.get", None)
    with pytest.raises(NotFound):
        await waiting


async def test_waiting_for_the_end_of_a_session_that_was_just_created(stage: Stage) -> None:
    waiting = asyncio.ensure_future(stage.sessions.wait_until_ended("s"))
    await settle()
    await stage.accept()
    await stage.respond_with("sessions.get", None)
    await stage.respond_with("sessions.get", session())
    await stage.pass_time(LATE)
    await stage.send(event("session.created", session(), at=LATE))
    assert not waiting.done()
    await stage.send(ended(LATE + 1))
    assert (await waiting).status == "ended"


async def test_waiting_has_a_time_limit(stage: Stage) -> None:
    with pytest.raises(TimeoutError):
        await stage.sessions.wait_until_ended("s", timeout=0.001)


# -- doubts


async def test_an_object_in_doubt_is_fetched_once_however_many_events_come(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list", session())):
        await stage.send(
            *(event("session.updated", session(title=str(number)), at=0.5) for number in range(20))
        )
        assert live.value["s"].title == "A session"
        assert stage.pending_requests == ["sessions.get"]
        await stage.respond_with("sessions.get", session(title="19"))
        assert live.value["s"].title == "19"
        assert stage.pending_requests == []


async def test_an_object_that_keeps_changing_is_not_fetched_all_the_time(stage: Stage) -> None:
    async with live_of(await stage.open(stage.sessions.watch(), "sessions.list", session())):
        for number in range(40):
            await stage.send(event("session.updated", session(title=str(number)), at=0.5))
            if stage.pending_requests:
                await stage.respond_with("sessions.get", session(title=f"read {number}"))
            await stage.pass_time(0.1)
        assert 2 <= stage.caller.requested.count("sessions.get") <= 6


async def test_a_fetch_covers_events_that_came_while_it_waited_for_its_slot(stage: Stage) -> None:
    views = [stage.sessions.watch(f"s{number}", resync=0) for number in range(MAX_CONCURRENT + 1)]
    entering = [asyncio.ensure_future(view.__aenter__()) for view in views]
    await settle()
    await stage.accept()
    assert len(stage.pending_requests) == MAX_CONCURRENT
    last = f"s{MAX_CONCURRENT}"
    await stage.send(event("session.updated", session(last, title="B"), at=0.5))
    for _ in range(2):
        for call in stage.caller.pending:
            call.reply(plain(session(call.request.path[-1], title="C")), stage.date)
        await settle()
    await asyncio.gather(*entering)
    await stage.pass_time(MAX_INTERVAL)
    assert stage.pending_requests == []
    assert stage.caller.requested.count("sessions.get") == MAX_CONCURRENT + 1
    for view in views:
        await view.aclose()


async def test_an_event_from_the_future_is_fetched(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list", session())):
        await stage.send(ended(1000))
        assert live.value["s"].status == "active"
        await stage.respond_with("sessions.get", session(status="ended"))
        assert live.value["s"].status == "ended"


async def test_objects_fetched_together_end_together(stage: Stage) -> None:
    view = stage.sessions.watch()
    view.on_error(lambda error: None)
    async with live_of(live := await stage.open(view, "sessions.list", session("a"), session("b"))):
        await stage.send(*(event("session.updated", session(key, title="B"), at=0.5) for key in "ab"))
        first, second = stage.caller.pending
        first.fail()
        await stage.pass_time(2)
        assert stage.caller.pending == [second]
        second.reply(plain(session("b", title="B")), stage.date)
        await settle()
        assert live.value["b"].title == "B"
        await stage.respond_with("sessions.get", session("a", title="B"))
        assert live.value["a"].title == "B"
        assert stage.pending_requests == []


async def test_leaving_while_a_fetch_is_under_way_ends_the_fetch(stage: Stage) -> None:
    leaving = await stage.open(stage.sessions.watch(), "sessions.list", session())
    async with live_of(await stage.open(stage.sessions.watch("other"), "sessions.get")):
        await stage.send(event("session.updated", session(title="B"), at=0.5))
        assert stage.pending_requests == ["sessions.get"]
        await leaving.aclose()
        assert stage.pending_requests == []


async def test_a_list_that_never_holds_still_is_fetched_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cortex_async.live.rest_source.PAGE_SIZE", 2)
    rows = [participant(f"p{number}") for number in range(4)]
    entering = asyncio.ensure_future(Participants(stage.caller, ("p",)).watch().__aenter__())
    await settle()
    await stage.accept()

    async def page(total: int) -> None:
        call = await stage.requested("participants.list")
        assert call.request.query is not None
        offset = call.request.query["offset"]
        assert isinstance(offset, int)
        found = [plain(row) for row in rows[offset : offset + 2]]
        call.reply({"participants": found, "total": total}, stage.date)
        await settle()

    for number in range(20):
        if entering.done():
            break
        await page(10 + number)
    live = await entering
    async with live_of(live):
        assert len(live.value) == 4
        assert live.stale
        await stage.pass_time(MAX_INTERVAL)
        while stage.pending_requests:
            await page(4)
        assert not live.stale


async def test_an_object_that_no_longer_exists_is_removed(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list", session())):
        await stage.send(event("session.updated", session(title="B"), at=0.5))
        await stage.respond_with("sessions.get", None)
        assert live.value == {}


async def test_many_doubts_are_fetched_a_few_at_a_time(stage: Stage) -> None:
    rows = [session(f"s{number}") for number in range(30)]
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list", *rows)):
        await stage.send(*(event("session.updated", session(row.id, title="B"), at=0.5) for row in rows))
        while stage.pending_requests:
            assert len(stage.pending_requests) <= 4
            for call in stage.caller.pending:
                call.reply(plain(session(call.request.path[-1], title="B")), stage.date)
            await settle()
        assert {one.title for one in live.value.values()} == {"B"}
        assert stage.caller.requested.count("sessions.get") == 30


async def test_a_hint_fetches_the_gathering_and_not_the_list(stage: Stage) -> None:
    view = stage.gatherings.watch("g")
    async with live_of(live := await stage.open(view, "gatherings.get", gathering())):
        joined = event("gathering.member.joined", {"gatheringId": "g", "member": plain(member())}, at=LATE)
        await stage.send(joined)
        await stage.respond_with("gatherings.get", gathering(member_count=1))
        assert live.value.member_count == 1


async def test_a_list_without_single_objects_is_fetched_again(stage: Stage) -> None:
    view = stage.gatherings.watch_members("g")
    async with live_of(live := await stage.open(view, "gatherings.list_members", member())):
        left = event("gathering.member.left", {"gatheringId": "g", "participantId": "pa"}, at=LATE)
        await stage.send(left, left, left)
        await stage.pass_time(1)
        assert stage.pending_requests == ["gatherings.list_members"]
        await stage.respond("gatherings.list_members")
        assert live.value == {}
        ready = {"gatheringId": "g", "member": plain(member("n", status="ready"))}
        await stage.send(event("gathering.member.ready", ready, at=LATE))
        assert [one.status for one in live.value.values()] == ["ready"]


async def test_messages_need_no_fetch_and_keep_their_speaker(stage: Stage) -> None:
    view = stage.sessions.watch_messages("s")
    first = message("a", timestamp=moment(-10))
    async with live_of(live := await stage.open(view, "messages.list", first)):
        changes = aiter(live)
        await stage.send(event("message.created", spoken("b", timestamp=moment(-5).isoformat()), at=0.5))
        await stage.send(event("message.created", spoken("x", sessionId="another"), at=0.5))
        added = await following(changes)
        assert isinstance(added, Added)
        assert (added.id, added.new.participant_id) == ("b", "pa")
        assert live.value["a"].participant_id is None
        # The event of a message that the snapshot had already names its speaker.
        await stage.send(event("message.created", spoken("a", timestamp=moment(-10).isoformat()), at=-10))
        change = await following(changes)
        assert isinstance(change, Modified)
        assert change.fields == {"participant_id", "external_user_id"}
        await stage.pass_time(330)
        await stage.accept()
        await stage.pass_time(REFETCH_SPREAD)
        await stage.respond("messages.list", first, message("b", timestamp=moment(-5)))
        assert [one.participant_id for one in live.value.values()] == ["pa", "pa"]
        assert await idle(changes)


# -- losing the connection


async def test_a_view_is_stale_until_it_has_fetched_what_it_missed(stage: Stage) -> None:
    view = stage.sessions.watch()
    rows = [session("a"), session("b"), session("c")]
    async with live_of(live := await stage.open(view, "sessions.list", *rows)):
        changes = aiter(live)
        assert stage.connection is not None
        stage.connection.finish()
        await settle()
        assert live.stale
        assert list(live.value) == ["a", "b", "c"]
        await stage.pass_time(1)
        await stage.accept()
        assert live.stale
        await stage.pass_time(REFETCH_SPREAD)
        await stage.respond("sessions.list", session("a", status="ended"), session("c"), session("d"))
        assert not live.stale
        found = [await following(changes) for _ in range(3)]
        assert [(type(change), change.id) for change in found] == [
            (Removed, "b"),
            (Modified, "a"),
            (Added, "d"),
        ]


async def test_an_unconfirmed_connection_does_not_delay_the_fetch(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list", session())):
        assert stage.connection is not None
        stage.connection.finish()
        await stage.pass_time(1 + CONNECT_GRACE + REFETCH_SPREAD)
        await stage.respond("sessions.list")
        assert live.value == {}
        assert live.stale
        await stage.accept()
        await stage.pass_time(REFETCH_SPREAD)
        await stage.respond("sessions.list")
        assert not live.stale


async def test_a_fetch_from_before_the_disconnect_does_not_make_the_view_fresh(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(resync=30), "sessions.list", session())):
        await stage.pass_time(24)
        before = await stage.requested("sessions.list")
        assert stage.connection is not None
        stage.connection.finish()
        await stage.pass_time(1)
        await stage.accept()
        before.reply([plain(session())], stage.date)
        await settle()
        assert live.stale
        await stage.pass_time(REFETCH_SPREAD)
        await stage.respond("sessions.list")
        assert not live.stale
        assert live.value == {}


async def test_a_lost_removal_is_found_within_the_interval(stage: Stage) -> None:
    view = stage.sessions.watch(resync=30)
    async with live_of(live := await stage.open(view, "sessions.list", session())):
        changes = aiter(live)
        await stage.pass_time(16)
        assert stage.pending_requests == []
        await stage.pass_time(8)
        await stage.respond("sessions.list")
        assert await following(changes) == Removed("s", session())
        assert await idle(changes)
        assert not live.stale


async def test_an_interval_of_zero_fetches_nothing(stage: Stage) -> None:
    async with live_of(await stage.open(stage.sessions.watch(resync=0), "sessions.list")):
        for _ in range(100):
            await stage.pass_time(30)
        assert stage.caller.requested == ["events.stream", "sessions.list"]


async def test_a_failed_fetch_is_reported_and_retried(stage: Stage) -> None:
    view = stage.sessions.watch(resync=30)
    errors: list[Exception] = []
    view.on_error(errors.append)
    async with live_of(live := await stage.open(view, "sessions.list", session())):
        await stage.pass_time(34)
        for _ in range(3):
            (await stage.requested("sessions.list")).fail()
            await settle()
            await stage.pass_time(8)
        await stage.respond("sessions.list", session(status="ended"))
        assert [type(error) for error in errors] == [ServerError] * 3
        assert live.value["s"].status == "ended"


async def test_an_unreadable_event_makes_the_view_fetch(stage: Stage) -> None:
    async with live_of(live := await stage.open(stage.sessions.watch(), "sessions.list", session())):
        await stage.send(event("session.updated", {}, resourceId="session:s", payload=None))
        await stage.respond_with("sessions.get", session(status="ended"))
        assert live.value["s"].status == "ended"


async def test_the_list_of_a_deleted_parent_is_empty(stage: Stage) -> None:
    view = stage.sessions.watch_messages("s", resync=30)
    async with live_of(live := await stage.open(view, "messages.list", message())):
        await stage.pass_time(34)
        await stage.respond_with("messages.list", None)
        assert live.value == {}


# -- the end of the stream


@pytest.mark.parametrize("error", [Unauthorized("no", status=401), Forbidden("no", status=403)])
async def test_the_end_of_the_stream_reaches_every_reader(stage: Stage, error: Exception) -> None:
    view = stage.sessions.watch()
    errors: list[Exception] = []
    view.on_error(errors.append)
    async with live_of(live := await stage.open(view, "sessions.list", session())):
        changes, snapshots = aiter(live), live.snapshots()
        await following(snapshots)
        waiting = asyncio.ensure_future(live.wait_until(lambda value: False))
        await stage.send(ended())
        assert stage.connection is not None
        stage.connection.finish()
        await stage.pass_time(1)
        (await stage.caller.script.next()).refuse(error)
        await settle()
        assert errors == [error]
        assert (await following(changes)).id == "s"
        assert (await following(snapshots))["s"].status == "ended"
        for reader in (changes, snapshots, live.changes()):
            with pytest.raises(type(error)):
                await following(reader)
        with pytest.raises(type(error)):
            await waiting
        with pytest.raises(type(error)):
            await live.wait_until(lambda value: False)
        assert await live.wait_until(lambda value: True) == live.value
        assert live.stale


async def test_a_stream_that_the_server_ends_is_an_error_to_a_view(stage: Stage) -> None:
    view = stage.sessions.watch()
    errors: list[Exception] = []
    view.on_error(errors.append)
    async with live_of(await stage.open(view, "sessions.list")):
        assert stage.connection is not None
        stage.connection.finish()
        await stage.pass_time(1)
        last = await stage.caller.script.next()
        last.status = 204
        last.accept()
        await settle()
        (error,) = errors
        assert isinstance(error, ConnectionFailed)
        # A view opened now gets a new stream.
        stage.connection = None
        async with live_of(await stage.open(stage.sessions.watch(), "sessions.list")):
            pass


# -- sharing


async def test_views_of_a_project_share_one_stream(stage: Stage) -> None:
    live = [
        await stage.open(stage.sessions.watch(), "sessions.list"),
        await stage.open(stage.sessions.watch("s"), "sessions.get", session()),
        await stage.open(stage.sessions.watch_messages("s"), "messages.list"),
        await stage.open(stage.gatherings.watch_members("g"), "gatherings.list_members"),
    ]
    assert len(stage.caller.script.connections) == 1
    await stage.send(ended(4 * LATE))
    assert live[1].value.status == "ended"
    for view in live[:-1]:
        await view.aclose()
        assert stage.caller.script.open == 1
    await live[-1].aclose()
    assert stage.caller.script.open == 0


async def test_each_project_has_its_own(stage: Stage) -> None:
    other = Sessions(stage.caller, ("q",))
    async with live_of(await stage.open(stage.sessions.watch(), "sessions.list")):
        stage.connection = None
        async with live_of(await stage.open(other.watch(), "sessions.list")):
            assert stage.caller.script.open == 2


async def test_an_event_costs_nothing_to_views_it_does_not_concern(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = [stage.sessions.watch(f"s{number}") for number in range(1000)]
    notified: list[str] = []
    for view in views:
        view.on_change(lambda change: notified.append(change.id))
    entering = [asyncio.ensure_future(view.__aenter__()) for view in views]
    await settle()
    await stage.accept()
    while stage.pending_requests:
        for call in stage.caller.pending:
            call.reply(plain(session(call.request.path[-1])), stage.date)
        await settle()
    await asyncio.gather(*entering)
    await stage.pass_time(LATE)
    seen: list[str] = []
    monkeypatch.setattr(Synchronizer, "apply", recording(Synchronizer.apply, seen))
    await stage.send(ended(key="s7"), event("session.created", session("new"), at=LATE))
    assert seen == ["s7"]
    assert notified == ["s7"]
    for view in views:
        await view.aclose()


def recording(apply: Callable[..., Any], seen: list[str]) -> Callable[..., Any]:
    def recorded(view: Any, update: Any) -> Any:
        seen.append(update.key)
        return apply(view, update)

    return recorded


async def test_messages_that_no_view_follows_are_not_decoded(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with live_of(await stage.open(stage.sessions.watch_messages("s"), "messages.list")):
        read: list[str] = []

        def reading(raw: dict[str, Any]) -> None:
            read.append(raw["payload"]["data"]["sessionId"])

        monkeypatch.setattr("cortex_async.live.feed.read_event", reading)
        await stage.send(*(event("message.created", spoken(sessionId=key)) for key in ("x", "s", "y")))
        await stage.send(event("sanction.created", {"sessionId": "z"}))
        assert read == ["s"]
