"""One task watches all streams of a client for silence. A stream notices neither the others nor a cancellation."""

from __future__ import annotations

import asyncio
import math
from contextlib import AsyncExitStack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async import Retry
from cortex_async._core.stream.idle import IdleWatch, Silence
from tests.realtime.scripted import ManualClock, Scene, settle

WATCHER = "cortex-idle-watch"
BYTE = b"\n"
ONCE = Retry(attempts=1)

streams = st.tuples(
    st.sampled_from([0, 3, 5, 8, 13]), st.integers(0, 6), st.sets(st.integers(0, 20), max_size=4)
)
"""Idle limit, the second in which the stream is opened, and those in which a byte arrives."""


def watchers() -> list[asyncio.Task[object]]:
    return [task for task in asyncio.all_tasks() if task.get_name() == WATCHER]


@given(st.lists(streams, min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_each_stream_of_a_client_has_its_own_limit(planned: list[tuple[int, int, set[int]]]) -> None:
    async def follow() -> None:
        clock = ManualClock()
        scenes = [Scene(clock=clock, idle_limit=limit, retry=ONCE) for limit, _, _ in planned]
        last_byte: dict[int, int] = {}
        async with AsyncExitStack() as stack:
            for second in range(25):
                for number, (_, opened, beats) in enumerate(planned):
                    if second == opened:
                        await stack.enter_async_context(scenes[number])
                        (await scenes[number].script.next()).accept()
                        last_byte[number] = second
                    elif number in last_byte and second in beats:
                        scenes[number].script.connections[0].send(BYTE)
                        last_byte[number] = second
                await clock.advance(1)
                for number, at in [*last_byte.items()]:
                    silent = second + 1 - at
                    if silent >= (planned[number][0] or math.inf):
                        del last_byte[number]
                    assert scenes[number].script.connections[0].closed == (number not in last_byte)
                assert len(watchers()) == any(planned[number][0] for number in last_byte)
        assert watchers() == []

    asyncio.run(follow())


async def test_one_task_watches_all_of_them() -> None:
    clock = ManualClock()
    async with AsyncExitStack() as stack:
        for limit in (20, 10, 30):
            scene = await stack.enter_async_context(Scene(clock=clock, idle_limit=limit))
            await scene.script.next()
            await settle()
            assert len(watchers()) == 1
    assert watchers() == []


async def test_a_task_that_others_have_cancelled_is_replaced() -> None:
    clock = ManualClock()
    async with Scene(clock=clock, idle_limit=10) as first:
        await first.script.next()
        for watcher in watchers():
            watcher.cancel()
        await settle()
        async with Scene(clock=clock, idle_limit=20) as second:
            connections = [first.script.connections[0], await second.script.next()]
            await clock.advance(10)
            assert [one.closed for one in connections] == [True, False]
            await clock.advance(10)
            assert [one.closed for one in connections] == [True, True]


async def limit_running_out(clock: ManualClock, turn: int) -> asyncio.Task[None]:
    """Return ``turn`` turns of the loop after 10 s have passed, while the task that lets them pass goes on."""
    waking = asyncio.create_task(clock.advance(10))
    due = clock.now + 10
    for _ in range(1000):
        if clock.now >= due:
            break
        await asyncio.sleep(0)
    for _ in range(turn):
        await asyncio.sleep(0)
    return waking


@pytest.mark.parametrize("cleanup", [0, 3])
@pytest.mark.parametrize("turn", range(20))
async def test_a_task_that_is_cancelled_when_the_limit_runs_out_stays_cancelled(
    turn: int, cleanup: int
) -> None:
    """In whichever turn of the loop: before, in and after the one in which the limit runs out."""
    clock = ManualClock()
    counts: list[int] = []

    async def watched() -> None:
        task = asyncio.current_task()
        assert task is not None
        try:
            async with IdleWatch(10, clock):
                try:
                    await asyncio.Event().wait()
                finally:
                    for _ in range(cleanup):
                        await asyncio.sleep(0)
        finally:
            counts.append(task.cancelling())

    task = asyncio.create_task(watched())
    waking = await limit_running_out(clock, turn)
    cancelled = task.cancel()
    await asyncio.wait({task, waking})
    assert task.cancelled() == cancelled
    assert cancelled or isinstance(task.exception(), Silence)
    assert counts == [int(cancelled)]
    assert watchers() == []


@pytest.mark.parametrize("turn", range(14))
async def test_a_limit_of_the_caller_that_runs_out_at_the_same_time_counts(turn: int) -> None:
    clock = ManualClock()

    async def watched() -> None:
        async with asyncio.timeout(None) as scope:
            scopes.append(scope)
            async with IdleWatch(10, clock):
                await asyncio.Event().wait()

    scopes: list[asyncio.Timeout] = []
    task = asyncio.create_task(watched())
    waking = await limit_running_out(clock, turn)
    if not task.done():
        scopes[0].reschedule(0)
    await asyncio.wait({task, waking})
    assert isinstance(task.exception(), TimeoutError if scopes[0].expired() else Silence)
    assert task.cancelling() == 0


def test_it_works_in_one_loop_after_the_other() -> None:
    clock = ManualClock()

    async def watch(opened: int) -> None:
        scenes = [Scene(clock=clock, idle_limit=10) for _ in range(opened)]
        for scene in scenes:
            # Left to the end of the loop, which cancels its task.
            await scene.stream.__aenter__()
        connections = [await scene.script.next() for scene in scenes]
        await clock.advance(9)
        assert [one.closed for one in connections] == [False] * opened
        if opened > 1:
            await clock.advance(1)
            assert [one.closed for one in connections] == [True] * opened

    for opened in (1, 2, 1, 3):
        asyncio.run(watch(opened))
