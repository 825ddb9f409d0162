"""Workers that join, stop, die and are suspended in any order, while events fail and succeed."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cortex_async import Retry
from cortex_async.relay import Worker
from cortex_async.webhooks import MemoryReplayStore
from tests.relay.worker.playing import Stage, dies

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.sampled_from("abc")),
        st.tuples(st.just("fail"), st.sampled_from("abc")),
        st.tuples(st.just("start"), st.just("")),
        st.tuples(st.just("stop"), st.just("")),
        st.tuples(st.just("die"), st.just("")),
        st.tuples(st.just("suspend"), st.just("")),
        st.tuples(st.just("outage"), st.just("")),
        st.tuples(st.just("pass"), st.just("")),
    ),
    max_size=15,
)
LEASE = 10.0


class Play:
    """Carries the steps out. suspended: how many handlers were interrupted by a suspension."""

    def __init__(self) -> None:
        self.stage = Stage(partitions=2)
        self.stage.slow = 0.5
        self.store = MemoryReplayStore(lease=15.0, clock=self.stage.clock.monotonic)
        self.published: Counter[str] = Counter()
        self.workers: list[tuple[Worker, asyncio.Task[None]]] = []
        self.suspended = 0

    async def step(self, action: str, session: str) -> None:
        stage = self.stage
        match action:
            case "publish":
                await stage.publish((session, self.published[session]))
                self.published[session] += 1
            case "fail":
                stage.failing[session] = 1
            case "start":
                self.start()
            case "stop" if self.workers:
                worker, task = self.workers.pop(0)
                worker.stop()
                await stage.clock.advance(5)
                await task
            case "die" if self.workers:
                await dies(self.workers.pop(0)[1], stage)
            case "suspend":
                # Nobody runs, and all leases end.
                self.suspended += sum(worker.status.running for worker, _ in self.workers)
                stage.clock.now += 2 * LEASE
            case "outage":
                stage.broker.available = False
                await stage.clock.advance(1.5 * LEASE)
                stage.broker.available = True
            case _:
                await stage.clock.advance(1)
        await stage.clock.advance(0)

    def start(self) -> None:
        worker = self.stage.worker(
            f"worker {len(self.workers)}",
            concurrency=2,
            lease=LEASE,
            handler_timeout=5.0,
            replay=self.store,
            retry=Retry(attempts=100, base=1.0, cap=1.0),
        )
        self.workers.append((worker, asyncio.create_task(worker.run())))

    async def end(self) -> None:
        """Let everything be handled, and stop."""
        self.stage.failing.clear()
        self.start()
        for _ in range(100):
            await self.stage.clock.advance(2)
            if await self.stage.broker.lag("workers") == 0:
                break
        while self.workers:
            await self.step("stop", "")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_every_event_is_handled_once_unless_its_worker_was_suspended(steps: list[tuple[str, str]]) -> None:
    async def play() -> None:
        playing = Play()
        for step in steps:
            await playing.step(*step)
        await playing.end()
        stage = playing.stage
        handled: list[Any] = stage.handled
        expected = [(one, number) for one, count in playing.published.items() for number in range(count)]
        assert set(handled) == set(expected)
        # A handler that slept through the end of its lease may have returned before it could be cancelled.
        assert len(handled) - len(expected) <= playing.suspended
        for session in "abc":
            numbers = [number for one, number in dict.fromkeys(handled) if one == session]
            assert numbers == sorted(numbers)
        assert await stage.broker.lag("workers") == 0
        assert await stage.broker.dead_letters("workers") == []

    asyncio.run(play())
