"""What a worker does with events, with failures, and with what others take over."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, NoReturn, cast

import pytest

from cortex_async import ArgumentError, EventRouter, Retry
from cortex_async._core.timing.clock import monotonic
from cortex_async.relay import MemoryBroker, Worker
from cortex_async.relay.broker import Record
from cortex_async.relay.partitions import partition_of
from cortex_async.relay.worker.handlers import TURN
from cortex_async.relay.worker.jobs import DEATHS
from cortex_async.webhooks import MemoryReplayStore
from tests.relay.worker.playing import Stage, record

TWICE = Retry(attempts=2, base=1.0, cap=1.0)


async def test_events_are_handled_and_acknowledged() -> None:
    stage = Stage()
    async with stage.working() as worker:
        await stage.publish(("a", 1), ("b", 1), ("a", 2))
        await stage.clock.advance(1)
        assert sorted(stage.handled) == [("a", 1), ("a", 2), ("b", 1)]
        assert worker.status.handled == 3
        assert worker.status.connected
    assert await stage.broker.lag("workers") == 0


async def test_a_session_stays_in_order_while_others_go_on() -> None:
    stage = Stage()
    stage.blocked["a"] = asyncio.Event()
    async with stage.working() as worker:
        await stage.publish(("a", 1), ("a", 2), ("b", 1), ("b", 2))
        await stage.clock.advance(1)
        assert stage.handled == [("b", 1), ("b", 2)]
        assert ("a", 2) not in stage.begun
        assert (worker.status.running, worker.status.waiting) == (1, 1)
        stage.blocked["a"].set()
        await stage.clock.advance(1)
    assert stage.handled[2:] == [("a", 1), ("a", 2)]


async def test_handlers_begin_before_the_next_read(monkeypatch: pytest.MonkeyPatch) -> None:
    stage, steps = Stage(), list[str]()

    @stage.router.on("message.created")
    async def note(event: Any) -> None:
        steps.append(event.id)

    join = stage.broker.join

    async def noting(*arguments: Any) -> Any:
        membership: Any = await join(*arguments)
        read = membership.read

        async def noted(*arguments: Any) -> Any:
            steps.append("read")
            return await read(*arguments)

        membership.read = noted
        return membership

    monkeypatch.setattr(stage.broker, "join", noting)
    async with stage.working():
        for number in range(3):
            await stage.publish(("a", number))
            await stage.clock.advance(0)
        assert steps == ["read", "a-0", "read", "a-1", "read", "a-2", "read"]


async def test_a_busy_partition_does_not_keep_the_others_waiting() -> None:
    stage = Stage()
    stage.blocked["s0"] = asyncio.Event()
    by_partition: dict[int, list[tuple[str, int]]] = {}
    for number in range(100):
        key = record(f"s{number}", 1).key
        by_partition.setdefault(partition_of(key, stage.broker.partitions), []).append((f"s{number}", 1))
    busy, (quiet, *_) = by_partition.pop(partition_of(record("s0", 1).key, 4)), by_partition.popitem()[1]
    async with stage.working(concurrency=1) as worker:
        await stage.publish(*busy)
        await stage.clock.advance(1)
        await stage.publish(quiet)
        await stage.clock.advance(1)
        assert worker.status.waiting == len(busy)
        stage.blocked["s0"].set()
        await stage.clock.advance(1)
    assert stage.begun.index(quiet) <= 2
    assert [one for one in stage.begun if one != quiet] == busy


@pytest.mark.parametrize("waits", [False, True])
async def test_a_context_variable_that_a_handler_sets_ends_with_its_event(waits: bool) -> None:
    stage, about, seen = Stage(), ContextVar("about", default="nothing"), list[str]()

    @stage.router.on("message.created")
    async def note(event: Any) -> None:
        seen.append(about.get())
        about.set(event.id)
        if waits:
            await asyncio.sleep(0)
        assert about.get() == event.id

    async with stage.working(concurrency=1):
        await stage.publish(("a", 1), ("a", 2), ("b", 1))
        await stage.clock.advance(1)
    assert seen == ["nothing"] * 3


async def test_a_handler_that_cancels_its_own_task_ends_nothing_else() -> None:
    stage = Stage()

    @stage.router.on("message.created")
    async def cancel(event: Any) -> None:
        if event.id == "a-1":
            task = asyncio.current_task()
            assert task is not None
            task.cancel()

    async with stage.working(concurrency=1):
        await stage.publish(("a", 1), ("a", 2), ("b", 1))
        await stage.clock.advance(1)
        assert sorted(stage.handled) == [("a", 1), ("a", 2), ("b", 1)]


@pytest.mark.parametrize("waits", [False, True])
async def test_an_event_whose_handler_has_cancelled_its_own_task_is_tried_again(waits: bool) -> None:
    stage, attempts = Stage(), 0

    @stage.router.on("message.created")
    async def cancel(event: Any) -> None:
        nonlocal attempts
        attempts += 1
        if waits:
            await asyncio.sleep(0)
        if attempts == 1:
            task = asyncio.current_task()
            assert task is not None
            task.cancel()
        await asyncio.sleep(0)

    async with stage.working(concurrency=1) as worker:
        await stage.publish(("a", 1), ("a", 2))
        await stage.clock.advance(60)
        assert (worker.status.handled, worker.status.failed) == (2, 1)
        assert await stage.broker.lag("workers") == 0
    assert attempts == 3


async def test_an_event_whose_handler_always_cancels_its_own_task_becomes_a_dead_letter() -> None:
    stage, attempts = Stage(), 0

    @stage.router.on("message.created")
    async def cancel(event: Any) -> None:
        nonlocal attempts
        if event.id == "a-1":
            attempts += 1
            cast("asyncio.Task[None]", asyncio.current_task()).cancel()
            await asyncio.sleep(0)

    async with stage.working(retry=TWICE) as worker:
        await stage.publish(("a", 1), ("a", 2))
        await stage.clock.advance(60)
        assert (worker.status.handled, worker.status.failed, worker.status.dead) == (1, 2, 1)
    (letter,) = await stage.broker.dead_letters("workers")
    assert (letter.id, letter.attempts, attempts) == ("a-1", 2, 2)
    assert letter.error == "RuntimeError: the task of its handlers was cancelled from within"
    assert "in cancel" in letter.trace


async def test_a_handler_that_outlives_its_worker_is_not_called_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The event belongs to others by then."""
    monkeypatch.setattr("cortex_async.relay.worker.handlers.CANCEL_LIMIT", 0.01)
    stage, ends, calls = Stage(), asyncio.Event(), 0

    @stage.router.on("message.created")
    async def ignore_cancellations(event: Any) -> None:
        nonlocal calls
        calls += 1
        while not ends.is_set():
            with suppress(asyncio.CancelledError):
                await ends.wait()
        raise RuntimeError("and fails")

    async with stage.working(drain_timeout=0.0, lease=60.0, replay=False) as worker:
        await stage.publish(("a", 1))
        await stage.clock.advance(1)
        assert calls == 1
    ends.set()
    await stage.clock.advance(30)
    assert (calls, worker.status.handled, worker.status.dead) == (1, 0, 0)
    assert await stage.broker.lag("workers") == 1


def test_an_event_whose_event_loop_ends_is_no_dead_letter() -> None:
    """``asyncio.run`` cancels every task at its end: that of the worker, and those of its handlers."""
    stage = Stage()
    stage.blocked["a"] = asyncio.Event()

    async def main() -> None:
        worker = stage.worker(retry=Retry(attempts=1), drain_timeout=0.0)
        running.append(asyncio.create_task(worker.run()))
        await stage.publish(("a", 1))
        await stage.clock.advance(10)
        assert stage.begun == [("a", 1)]

    running: list[asyncio.Task[None]] = []
    asyncio.run(main())
    assert running[0].cancelled()
    assert asyncio.run(stage.broker.dead_letters("workers")) == []
    assert asyncio.run(stage.broker.lag("workers")) == 1


async def test_a_cancellation_after_the_handlers_have_returned_is_no_failure_of_theirs() -> None:
    """It ends the call of the replay store, which has marked the event: the next attempt finds that."""
    stage, attempts = Stage(), 0

    class Slow(MemoryReplayStore):
        async def finish(self, key: str, token: str) -> bool:  # type: ignore[override]  # both are stores
            await asyncio.sleep(0)
            return super().finish(key, token)

    @stage.router.on("message.created")
    async def cancel(event: Any) -> None:
        nonlocal attempts
        attempts += 1
        cast("asyncio.Task[None]", asyncio.current_task()).cancel()

    async with stage.working(retry=Retry(attempts=1), replay=Slow()) as worker:
        await stage.publish(("a", 1))
        await stage.clock.advance(60)
        assert (worker.status.repeated, worker.status.failed, attempts) == (1, 0, 1)
    assert await stage.broker.dead_letters("workers") == []


async def test_handlers_that_wait_for_nothing_leave_the_loop_to_others() -> None:
    stage, others = Stage(), 0

    async def count() -> None:
        nonlocal others
        while True:
            others += 1
            await asyncio.sleep(0)

    @stage.router.on("message.created")
    async def work(event: Any) -> None:
        until = monotonic() + TURN
        while monotonic() < until:
            pass

    async with stage.working(concurrency=1):
        counting = asyncio.create_task(count())
        await stage.publish(*(("a", number) for number in range(20)))
        await stage.clock.advance(1)
        assert len(stage.handled) == 20
        counting.cancel()
    assert others >= 20


async def test_what_fails_is_tried_again_and_takes_no_place_meanwhile() -> None:
    stage = Stage()
    stage.failing["a"] = 1
    async with stage.working(concurrency=1, retry=Retry(attempts=3, base=1.0, cap=1.0)) as worker:
        await stage.publish(("a", 1), ("a", 2), ("b", 1))
        await stage.clock.advance(0)
        assert (stage.handled, worker.status.parked) == ([("b", 1)], 1)
        await stage.clock.advance(1)
        assert stage.handled == [("b", 1), ("a", 1), ("a", 2)]
        assert (worker.status.failed, worker.status.parked, worker.status.dead) == (1, 0, 0)


async def test_what_keeps_failing_becomes_a_dead_letter() -> None:
    stage = Stage()
    stage.failing["a"] = 2
    async with stage.working(retry=TWICE) as worker:
        await stage.publish(("a", 1), ("a", 2))
        await stage.clock.advance(2)
        assert stage.handled == [("a", 2)]
        assert worker.status.dead == 1
    (letter,) = await stage.broker.dead_letters("workers")
    assert (letter.id, letter.group, letter.attempts) == ("a-1", "workers", 2)
    assert letter.error == "RuntimeError: no luck with a"
    assert "in _said" in letter.trace
    assert await stage.broker.lag("workers") == 0


async def test_a_revived_letter_is_handled() -> None:
    stage = Stage()
    stage.failing["a"] = 2
    async with stage.working(retry=TWICE):
        await stage.publish(("a", 1))
        await stage.clock.advance(2)
        await stage.broker.revive(await stage.broker.dead_letters("workers"))
        await stage.clock.advance(1)
    assert stage.handled == [("a", 1)]
    assert await stage.broker.dead_letters("workers") == []


async def test_what_is_no_event_becomes_a_dead_letter_at_once() -> None:
    stage = Stage()
    async with stage.working() as worker:
        await stage.broker.publish([Record("x", "p/x", "", "", b"{"), record("a", 1)])
        await stage.clock.advance(1)
        assert (stage.handled, worker.status.dead) == ([("a", 1)], 1)
    (letter,) = await stage.broker.dead_letters("workers")
    assert letter.error.startswith("EnvelopeMalformed: ")


async def let_workers_die(stage: Stage) -> None:
    """Hand the only event out as often as it may be, to workers that never acknowledge it."""
    for _ in range(DEATHS * TWICE.attempts):
        membership = await stage.broker.join("workers", "dying", 1)
        await membership.refresh()
        assert len(await membership.read([0], 10, 0)) == 1
        await stage.clock.advance(2)


async def test_an_event_that_nobody_ever_acknowledged_is_given_up() -> None:
    stage = Stage(partitions=1)
    await stage.publish(("a", 1))
    await let_workers_die(stage)
    async with stage.working(retry=TWICE):
        await stage.clock.advance(1)
    assert stage.begun == []
    (letter,) = await stage.broker.dead_letters("workers")
    assert "never acknowledged" in letter.error


async def test_an_event_that_was_handled_is_never_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only its acknowledgements were lost, for as long as the broker refused them."""
    stage, store = Stage(partitions=1), MemoryReplayStore()
    join = stage.broker.join

    async def deaf(*arguments: Any) -> Any:
        membership: Any = await join(*arguments)

        async def lose(deliveries: object) -> None:
            pass

        membership.acknowledge = lose
        return membership

    await stage.publish(("a", 1))
    with monkeypatch.context() as patch:
        patch.setattr(stage.broker, "join", deaf)
        async with stage.working(retry=TWICE, replay=store):
            await stage.clock.advance(1)
    await let_workers_die(stage)
    async with stage.working(retry=TWICE, replay=store) as worker:
        await stage.clock.advance(1)
        assert (worker.status.dead, worker.status.waiting) == (0, 0)
    assert stage.handled == [("a", 1)]
    assert await stage.broker.dead_letters("workers") == []
    membership = await stage.broker.join("workers", "last", 1)
    await membership.refresh()
    assert await membership.read([0], 10, 0) == []


async def test_a_replay_store_that_fails_when_an_event_is_to_be_given_up_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Failing(MemoryReplayStore):
        def claim(self, key: str, token: str) -> NoReturn:
            raise ConnectionError

    stage = Stage(partitions=1)
    await stage.publish(("a", 1))
    await let_workers_die(stage)
    async with stage.working(retry=TWICE, replay=Failing()) as worker:
        await stage.clock.advance(1)
        assert (worker.status.dead, worker.status.parked) == (0, 1)
    (logged,) = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    assert logged.startswith("the replay store failed: deliveries have to wait")


async def test_a_stop_finishes_what_was_begun_and_leaves_the_rest_to_others() -> None:
    stage = Stage()
    stage.blocked["a"] = asyncio.Event()
    worker = stage.worker(concurrency=1)
    task = asyncio.create_task(worker.run())
    await stage.publish(("a", 1))
    await stage.clock.advance(1)
    await stage.publish(("b", 1), ("a", 2))
    await stage.clock.advance(1)
    worker.stop()
    await stage.clock.advance(1)
    assert not task.done()
    stage.blocked["a"].set()
    await stage.clock.advance(1)
    await task
    assert stage.handled == [("a", 1)]
    assert await stage.broker.lag("workers") == 2
    async with stage.working("two"):
        await stage.clock.advance(1)
    assert sorted(stage.handled) == [("a", 1), ("a", 2), ("b", 1)]


async def test_a_cancelled_run_drains_too() -> None:
    stage = Stage()
    stage.blocked["a"] = asyncio.Event()
    task = asyncio.create_task(stage.worker().run())
    await stage.publish(("a", 1))
    await stage.clock.advance(1)
    task.cancel()
    await stage.clock.advance(1)
    stage.blocked["a"].set()
    await stage.clock.advance(1)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (stage.handled, await stage.broker.lag("workers")) == ([("a", 1)], 0)


async def test_a_handler_that_outlasts_the_drain_is_cancelled_and_its_event_handed_out_again() -> None:
    stage = Stage()
    stage.blocked["a"] = asyncio.Event()
    worker = stage.worker(drain_timeout=0.0)
    task = asyncio.create_task(worker.run())
    await stage.publish(("a", 1))
    await stage.clock.advance(1)
    worker.stop()
    await task
    assert (stage.handled, await stage.broker.lag("workers")) == ([], 1)
    del stage.blocked["a"]
    async with stage.working("two"):
        await stage.clock.advance(1)
    assert stage.handled == [("a", 1)]


async def test_workers_share_the_partitions_and_hand_them_over() -> None:
    stage = Stage()
    said = [(session, number) for number in range(10) for session in "abcdefgh"]
    async with stage.working() as first:
        await stage.publish(*said[:40])
        await stage.clock.advance(1)
        async with stage.working("two") as second:
            await stage.clock.advance(30)
            assert len(first.status.partitions) == len(second.status.partitions) == 2
            assert not first.status.partitions & second.status.partitions
            await stage.publish(*said[40:])
            await stage.clock.advance(1)
            assert second.status.handled > 0
        await stage.clock.advance(60)
        assert len(first.status.partitions) == 4
    assert sorted(stage.handled) == sorted(said)


async def test_a_partition_is_handed_over_once_its_handlers_have_returned() -> None:
    stage = Stage(partitions=2)
    for session in "abcdef":
        stage.blocked[session] = asyncio.Event()
    async with stage.working() as first:
        await stage.publish(*((session, 1) for session in "abcdef"))
        await stage.clock.advance(1)
        async with stage.working("two") as second:
            await stage.clock.advance(20)
            assert (len(first.status.partitions), len(second.status.partitions)) == (2, 0)
            for blocked in stage.blocked.values():
                blocked.set()
            await stage.clock.advance(20)
            assert (len(first.status.partitions), len(second.status.partitions)) == (1, 1)
    assert sorted(stage.handled) == sorted(stage.begun) == [(session, 1) for session in "abcdef"]


async def test_what_arrives_of_a_partition_that_is_handed_over_is_left_to_the_next_owner() -> None:
    """The worker asked for it before it knew that the partition is wanted back."""
    stage = Stage(partitions=2)
    # The first worker keeps partition 0, and hands partition 1 over.
    session = next(name for name in "abcdefgh" if stage.broker.partition_of(record(name, 1).key) == 1)
    stage.blocked[session] = asyncio.Event()
    async with stage.working("first", lease=0.3):
        await stage.publish((session, 1), (session, 2), (session, 3))
        await stage.clock.advance(0)
        async with stage.working("second", lease=0.3):
            await stage.clock.advance(0.1)
            await stage.publish((session, 4))
            await stage.clock.advance(0)
            stage.blocked[session].set()
            await stage.clock.advance(1)
    assert stage.handled == [(session, number) for number in (1, 2, 3, 4)]


async def test_a_worker_whose_lease_ran_out_stops_its_handlers_and_begins_nothing() -> None:
    stage = Stage()
    stage.blocked["a"] = asyncio.Event()
    async with stage.working(lease=30.0, replay=False) as first:
        await stage.publish(("a", 1), ("a", 2))
        await stage.clock.advance(1)
        stage.broker.available = False
        await stage.clock.advance(40)
        assert not first.status.connected
        stage.broker.available = True
        # Somebody else has the partitions before the first one can renew its lease.
        other = await stage.broker.join("workers", "other", 1000)
        await other.refresh()
        await stage.clock.advance(10)
        assert first.status.partitions == set()
        assert (first.status.running, first.status.waiting) == (0, 0)
    assert (stage.begun, stage.handled) == ([("a", 1)], [])


async def test_a_suspended_worker_begins_nothing_when_it_wakes() -> None:
    stage = Stage()
    stage.blocked["a"] = asyncio.Event()
    async with stage.working(lease=30.0) as first:
        await stage.publish(("a", 1), ("a", 2))
        await stage.clock.advance(1)
        # The process was suspended: time has passed, and no task has run.
        stage.clock.now += 100
        other = await stage.broker.join("workers", "other", 1000)
        await other.refresh()
        stage.blocked["a"].set()
        await asyncio.sleep(0)
        await stage.clock.advance(20)
        assert first.status.lost == 1
    assert stage.begun == [("a", 1)]
    assert await stage.broker.lag("workers") == 2


async def test_an_event_that_was_handled_before_is_only_acknowledged() -> None:
    stage, store = Stage(), MemoryReplayStore()
    async with stage.working(replay=store):
        await stage.publish(("a", 1))
        await stage.clock.advance(1)
    stage.broker = MemoryBroker(clock=stage.clock)
    async with stage.working("two", replay=store) as worker:
        await stage.publish(("a", 1), ("a", 2))
        await stage.clock.advance(1)
        assert (worker.status.repeated, worker.status.handled) == (1, 1)
    assert stage.handled == [("a", 1), ("a", 2)]


async def test_an_event_that_another_worker_has_begun_waits_for_it() -> None:
    stage = Stage()
    store = MemoryReplayStore(lease=20.0, clock=stage.clock.monotonic)
    held = Stage()
    held.blocked["a"] = asyncio.Event()
    other = asyncio.create_task(held.worker(replay=store).run())
    await held.publish(("a", 1))
    await held.clock.advance(1)
    async with stage.working("two", replay=store, retry=Retry(attempts=2, base=1.0, cap=2.0)) as worker:
        await stage.publish(("a", 1), ("b", 1))
        await stage.clock.advance(5)
        assert (stage.begun, worker.status.dead) == ([("b", 1)], 0)
        await stage.clock.advance(20)
        assert stage.begun == [("b", 1), ("a", 1)]
    other.cancel()
    held.blocked["a"].set()
    await held.clock.advance(1)
    await asyncio.wait({other})


async def test_each_group_gets_every_event() -> None:
    stage = Stage()
    async with stage.working(group="moderation"), stage.working(group="statistics"):
        await stage.publish(("a", 1))
        await stage.clock.advance(1)
    assert stage.handled == [("a", 1), ("a", 1)]


async def test_an_unavailable_broker_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    stage = Stage()
    stage.broker.available = False
    async with stage.working() as worker:
        await stage.clock.advance(100)
        assert not worker.status.connected
        stage.broker.available = True
        await stage.publish(("a", 1))
        await stage.clock.advance(10)
        assert stage.handled == [("a", 1)]
    lines = [found.message for found in caplog.records if found.message.startswith("the worker ")]
    assert lines[0] == "the worker waits for the broker: the broker is not available"
    assert lines[1].startswith(lines[0])  # after a minute
    assert lines[2].startswith("the worker has the broker again, after ")
    assert len(lines) == 3


async def test_an_outage_shorter_than_the_lease_costs_nothing() -> None:
    stage = Stage()
    stage.blocked["a"] = asyncio.Event()
    async with stage.working(lease=30.0) as worker:
        await stage.publish(("a", 1), ("a", 2))
        await stage.clock.advance(1)
        stage.broker.available = False
        stage.blocked["a"].set()
        await stage.clock.advance(15)
        assert stage.handled == [("a", 1), ("a", 2)]
        stage.broker.available = True
        await stage.clock.advance(15)
        assert (worker.status.handled, worker.status.lost) == (2, 0)
        assert await stage.broker.lag("workers") == 0
    assert stage.begun == [("a", 1), ("a", 2)]


async def test_a_worker_that_is_stopped_before_the_broker_is_there_ends() -> None:
    stage = Stage()
    stage.broker.available = False
    worker = stage.worker()
    task = asyncio.create_task(worker.run())
    await stage.clock.advance(1)
    worker.stop()
    await task


async def test_an_exit_in_a_handler_ends_the_run_and_leaves_its_event() -> None:
    stage = Stage()

    @stage.router.on("message.created")
    async def leaves(event: object) -> None:
        raise SystemExit(3)

    await stage.publish(("a", 1))
    with pytest.raises(SystemExit):
        await stage.worker().run()
    assert await stage.broker.lag("workers") == 1


async def test_a_busy_session_fills_only_its_own_partition() -> None:
    stage = Stage()
    stage.blocked["a"] = asyncio.Event()
    async with stage.working() as worker:
        await stage.publish(*(("a", number) for number in range(1000)))
        await stage.publish(*((session, 1) for session in "bcdefghijk"))
        await stage.clock.advance(1)
        assert worker.status.waiting <= 128
        partition = stage.broker.partition_of(record("a", 1).key)
        elsewhere = [
            one for one in "bcdefghijk" if stage.broker.partition_of(record(one, 1).key) != partition
        ]
        assert sorted(session for session, _ in stage.handled) == elsewhere
        stage.blocked["a"].set()
        while worker.status.handled < 1010:
            await stage.clock.advance(1)
    assert [number for session, number in stage.handled if session == "a"] == list(range(1000))


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("group", "", "group must be a non-empty string of at most 200 printable characters, got ''"),
        ("group", "a\nb", "group must be a non-empty string of at most 200 printable characters"),
        ("name", 5, "name must be a non-empty string, got"),
        ("concurrency", 0, "concurrency must be a whole number >= 1, got 0"),
        ("retry", False, "retry must be a Retry, got"),
        ("handler_timeout", -1, "handler_timeout must be a number of seconds > 0 or None, got -1"),
        ("lease", None, "lease must be a number of seconds > 0"),
        ("drain_timeout", -1, "drain_timeout must be a number of seconds >= 0 or None, got -1"),
    ],
)
async def test_settings_are_checked(setting: str, value: object, message: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        Worker(EventRouter(), MemoryBroker(), **{setting: value})  # type: ignore[arg-type]  # wrong on purpose
    assert str(caught.value).startswith(message)


async def test_a_worker_needs_a_router() -> None:
    with pytest.raises(ArgumentError, match="router must be an EventRouter"):
        Worker(object(), MemoryBroker())  # type: ignore[arg-type]  # wrong on purpose


async def test_the_event_is_what_was_sent() -> None:
    stage = Stage()
    found: list[object] = []
    stage.router.on("message.created")(found.append)
    async with stage.working():
        await stage.publish(("a", 1))
        await stage.clock.advance(1)
    (event,) = found
    assert json.loads(record("a", 1).body)["data"]["id"] == getattr(event, "id", None)
