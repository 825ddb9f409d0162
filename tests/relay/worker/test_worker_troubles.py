"""What goes wrong around handlers: exceptions that are odd, hand-overs that are taken back, brokers that stay away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from cortex_async import ArgumentError, EventRouter, Retry
from cortex_async.relay import BrokerUnavailable, MemoryBroker, Relay, Worker
from cortex_async.relay.memory.membership import MemoryMembership
from tests.relay.worker.playing import Stage, record

ONCE = Retry(attempts=1)


class Unspeakable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("this has no message")


def raising(error: BaseException) -> Callable[[object], None]:
    def handler(event: object) -> None:
        raise error

    return handler


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (Unspeakable(), "Unspeakable: "),
        (asyncio.CancelledError(), "RuntimeError: handler "),
        (StopIteration("x"), "RuntimeError: coroutine raised StopIteration"),
        (ValueError("\ud800\x1b[2J"), "ValueError: \ufffd\x1b[2J"),
        (ValueError("\U0001f600" * 100_000), "ValueError: \U0001f600"),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_whatever_a_handler_raises_is_a_failure_of_its_event(
    error: BaseException, shown: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")  # xdist cannot send a captured lone surrogate
    stage = Stage()
    stage.router = EventRouter()
    stage.router.on_error(lambda *_: None)
    stage.router.on("message.created")(raising(error))
    async with stage.working(retry=ONCE) as worker:
        await stage.publish(("a", 1))
        await stage.clock.advance(1)
        assert (worker.status.dead, worker.status.failed) == (1, 1)
    (letter,) = await stage.broker.dead_letters("workers")
    assert letter.error.startswith(shown)
    assert len(letter.error) < 10_000


async def test_what_was_dropped_for_a_hand_over_comes_again_if_nobody_takes_the_partition() -> None:
    stage = Stage(partitions=2)
    others = iter(f"s{number}" for number in range(100))
    # A session in the partition that a second worker would get.
    session = next(one for one in others if stage.broker.partition_of(record(one, 1).key) == 1)
    stage.blocked[session] = asyncio.Event()
    async with stage.working(lease=30.0) as worker:
        await stage.publish((session, 1), (session, 2))
        await stage.clock.advance(1)
        other = await stage.broker.join("workers", "other", 1000)
        await stage.clock.advance(11)
        assert (worker.status.running, worker.status.waiting) == (1, 0)
        await other.leave()
        await stage.clock.advance(11)
        stage.blocked.pop(session).set()
        await stage.clock.advance(30)
        assert stage.handled == [(session, 1), (session, 2)]
    assert await stage.broker.lag("workers") == 0


async def test_a_worker_that_waits_for_its_broker_cannot_be_run_a_second_time() -> None:
    stage = Stage()
    stage.broker.available = False
    worker = stage.worker()
    first = asyncio.create_task(worker.run())
    await stage.clock.advance(1)
    with pytest.raises(RuntimeError, match="a worker runs once: create another one"):
        await worker.run()
    worker.stop()
    await first


async def test_a_worker_ends_although_its_broker_stays_away(caplog: pytest.LogCaptureFixture) -> None:
    stage = Stage()
    stage.blocked["a"] = asyncio.Event()
    worker = stage.worker(drain_timeout=None)
    task = asyncio.create_task(worker.run())
    await stage.publish(("a", 1))
    await stage.clock.advance(1)
    stage.broker.available = False
    worker.stop()
    await stage.clock.advance(1)
    assert not task.done()
    stage.blocked["a"].set()
    while not task.done():
        await stage.clock.advance(1)
    task.result()
    assert stage.handled == [("a", 1)]
    lines = [found.message for found in caplog.records]
    assert not [line for line in lines if "handlers were running" in line]
    assert [line for line in lines if "1 handled events are not acknowledged" in line]


async def test_a_run_that_is_cancelled_twice_leaves_no_task() -> None:
    stage = Stage()
    stage.blocked["a"] = asyncio.Event()
    before = asyncio.all_tasks()
    task = asyncio.create_task(stage.worker().run())
    await stage.publish(("a", 1))
    await stage.clock.advance(1)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    await stage.clock.advance(1)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert asyncio.all_tasks() == before
    assert await stage.broker.lag("workers") == 1


async def test_a_dead_letter_that_waits_for_the_broker_is_reported_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, bury = Stage(), MemoryMembership.bury
    refusals = iter(range(3))

    async def buried(self: MemoryMembership, *given: object) -> None:
        for _ in refusals:
            raise BrokerUnavailable("not now")
        await bury(self, *given)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(MemoryMembership, "bury", buried)
    stage.failing["a"] = 1
    async with stage.working(retry=ONCE):
        await stage.publish(("a", 1))
        await stage.clock.advance(30)
    assert len(await stage.broker.dead_letters("workers")) == 1
    assert len([found for found in caplog.records if "dead letter" in found.message]) == 1


async def test_each_failed_attempt_is_a_line_and_the_last_one_has_the_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stage = Stage()
    stage.router = EventRouter()
    stage.router.on("message.created")(raising(ValueError("a secret of a person")))
    async with stage.working(retry=Retry(attempts=3, base=1.0, cap=1.0)):
        await stage.publish(("a", 1))
        await stage.clock.advance(10)
    failed = [found for found in caplog.records if "message.created" in found.message]
    assert [(found.levelname, found.exc_info is None) for found in failed] == [
        ("WARNING", True),
        ("WARNING", True),
        ("ERROR", False),
    ]
    assert "attempt 2 of 3" in failed[1].message
    assert "dead letter" in failed[2].message
    assert not any("a secret of a person" in found.message for found in failed)


async def test_hooks_get_each_failure() -> None:
    stage = Stage()
    stage.router = EventRouter()
    stage.router.on("message.created")(raising(ValueError("no")))
    seen: list[str] = []
    stage.router.on_error(lambda error, event, handler: seen.append(str(error)))
    async with stage.working(retry=Retry(attempts=2, base=1.0, cap=1.0)):
        await stage.publish(("a", 1))
        await stage.clock.advance(10)
    assert seen == ["no", "no"]


async def test_an_event_that_was_handed_out_often_is_given_up_on_its_first_failure() -> None:
    stage = Stage(partitions=1)
    stage.failing["a"] = 1
    await stage.publish(("a", 1))
    for _ in range(3):
        membership = await stage.broker.join("workers", "dying", 1)
        await membership.refresh()
        assert len(await membership.read([0], 10, 0)) == 1
        await stage.clock.advance(2)
    async with stage.working(retry=Retry(attempts=3, base=1.0)) as worker:
        await stage.clock.advance(1)
        assert (worker.status.failed, worker.status.dead) == (1, 1)
    (letter,) = await stage.broker.dead_letters("workers")
    assert (letter.attempts, letter.error) == (4, "RuntimeError: no luck with a")


@pytest.mark.parametrize("given", ["redis://:canary-7f3a@localhost", 5, None, MemoryBroker, EventRouter()])
def test_a_broker_has_to_be_one(given: object) -> None:
    with pytest.raises(ArgumentError, match=r"^source must be a broker") as caught:
        Worker(EventRouter(), given)  # type: ignore[arg-type]  # wrong on purpose
    assert "canary" not in str(caught.value)
    if isinstance(given, str):
        assert "broker_from_url" in str(caught.value)


def test_a_relay_needs_a_broker_too() -> None:
    from cortex_async import CortexClient

    with pytest.raises(ArgumentError, match=r"^sink must be a broker .*, got a str") as caught:
        Relay(CortexClient(api_key="k").project("p"), "redis://:canary-7f3a@localhost")  # type: ignore[arg-type]
    assert "canary" not in str(caught.value)
