"""The clock and its timers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from cortex_async.emulator import Clock, Emulator, timers
from cortex_async.emulator.world import World
from tests.emulator.api import Api

START = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@contextmanager
def recording_timer(kind: str) -> Iterator[list[tuple[str, str]]]:
    """Register a kind of timer that records its subject and the time."""
    fired: list[tuple[str, str]] = []

    def fire(world: World, subject: str) -> None:
        fired.append((subject, world.clock.iso()[11:19]))

    timers.ACTIONS[kind] = fire
    try:
        yield fired
    finally:
        del timers.ACTIONS[kind]


def stopped() -> World:
    world = World(clock=Clock(START, frozen=True))
    world.clock.attach(world.timers)
    return world


async def test_timers_run_in_order_each_at_its_own_time() -> None:
    world = stopped()
    with recording_timer("test") as fired:
        world.timers.after(20, "test", "second")
        world.timers.after(10, "test", "first")
        world.timers.after(30, "test", "never")
        world.timers.after(15, "test", "cancelled")
        world.timers.cancel("test", "cancelled")
        world.timers.cancel("test", "unknown")
        await world.clock.advance(timedelta(seconds=25))
    assert fired == [("first", "12:00:10"), ("second", "12:00:20")]
    assert world.clock.iso() == "2026-01-31T12:00:25.000Z"


async def test_setting_a_timer_again_moves_it() -> None:
    world = stopped()
    with recording_timer("test") as fired:
        world.timers.after(10, "test", "a")
        world.timers.after(40, "test", "a")
        await world.clock.advance(30)
        assert fired == []
        await world.clock.advance(30)
    assert fired == [("a", "12:00:40")]


async def test_a_timer_that_fails_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    world = stopped()

    def fail(_world: World, _subject: str) -> None:
        raise RuntimeError("broken")

    timers.ACTIONS["failing"] = fail
    try:
        with recording_timer("test") as fired:
            world.timers.after(1, "failing", "a")
            world.timers.after(2, "test", "b")
            await world.clock.advance(5)
    finally:
        del timers.ACTIONS["failing"]
    assert fired == [("b", "12:00:02")]
    assert "timer failing failed" in caplog.text


async def test_two_advances_at_once_add_up() -> None:
    world = stopped()
    await asyncio.gather(world.clock.advance(10), world.clock.advance(20))
    assert world.clock.now() == START + timedelta(seconds=30)


async def test_time_does_not_run_backwards() -> None:
    clock = Clock(START, frozen=True)
    for distance in (-1.0, float("nan")):
        with pytest.raises(ValueError, match="seconds must not be negative"):
            await clock.advance(distance)


async def test_time_passes_by_itself_unless_frozen() -> None:
    running, standing = Clock(START), Clock(START, frozen=True)
    await asyncio.sleep(0.002)
    assert running.now() > START
    assert standing.now() == START
    await running.advance(3600)
    assert timedelta(hours=1) <= running.now() - START < timedelta(hours=1, minutes=1)


async def test_a_running_clock_fires_timers_by_itself() -> None:
    emulator = Emulator()
    happened = asyncio.Event()
    timers.ACTIONS["test"] = lambda _world, _subject: happened.set()
    try:
        async with emulator:
            emulator.world.timers.after(0.01, "test", "a")
            async with asyncio.timeout(30):
                await happened.wait()
    finally:
        del timers.ACTIONS["test"]


async def test_a_clock_drives_one_emulator(emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="already drives another emulator"):
        Emulator(clock=emulator.clock)
    with pytest.raises(ValueError, match="start must be an aware datetime"):
        Clock(datetime(2026, 1, 1))  # noqa: DTZ001


async def test_timers_survive_a_dump(api: Api, emulator: Emulator) -> None:
    session = await api.session(idleTimeout=60)
    await emulator.settle()
    await emulator.clock.advance(30)
    dumped = emulator.dump()
    async with Emulator(clock=Clock(emulator.clock.now(), frozen=True)) as copy:
        copy.load(dumped)
        there = Api(copy, api.http)
        await copy.clock.advance(29)
        assert (await there.get(f"/sessions/{session['id']}"))["status"] == "active"
        await copy.clock.advance(1)
        assert (await there.get(f"/sessions/{session['id']}"))["status"] == "ended"
