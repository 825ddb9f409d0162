"""One task that runs every view's jobs when they are due, at most one run of each at a time."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
from functools import partial
from math import inf
from typing import Protocol

from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.waiting import first_of

_logger = logging.getLogger(__name__)


class Job(Protocol):
    async def run(self) -> None:
        """Do what is due."""
        ...


class Scheduler:
    """Runs jobs when they are due. A job that becomes due again while it runs is run once more afterwards."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: dict[Job, float] = {}
        self._heap: list[tuple[float, int, Job]] = []
        self._count = itertools.count()
        self._running: dict[Job, asyncio.Task[None]] = {}
        self._changed = asyncio.Event()

    def at(self, when: float, job: Job) -> None:
        """Run ``job`` at the monotonic time ``when``, unless it is due earlier anyway."""
        if when < self._due.get(job, inf):
            self._due[job] = when
            self._push(job)

    async def run(self) -> None:
        """Run jobs until cancelled. No task is left behind."""
        try:
            while True:
                self._changed.clear()
                await self._wait(self._start_due())
        finally:
            tasks = set(self._running.values())
            for task in tasks:
                task.cancel()
            if tasks:
                await asyncio.wait(tasks)

    async def remove(self, job: Job) -> None:
        """Forget the job. A run under way is cancelled and has ended when this returns."""
        self._due.pop(job, None)
        task = self._running.get(job)
        if task is not None and task is not asyncio.current_task():
            task.cancel()
            await asyncio.wait({task})

    def _push(self, job: Job) -> None:
        if job in self._due and job not in self._running:
            heapq.heappush(self._heap, (self._due[job], next(self._count), job))
            self._changed.set()

    def _start_due(self) -> float | None:
        """Start every job that is due. Return the seconds until the next one, None if none is planned."""
        while self._heap:
            when, _, job = self._heap[0]
            if self._due.get(job) != when or job in self._running:
                heapq.heappop(self._heap)
                continue
            wait = when - self._clock.monotonic()
            if wait > 0:
                return wait
            heapq.heappop(self._heap)
            del self._due[job]
            task = asyncio.create_task(job.run(), name="cortex-live-sync")
            self._running[job] = task
            task.add_done_callback(partial(self._ended, job))
        return None

    def _ended(self, job: Job, task: asyncio.Task[None]) -> None:
        del self._running[job]
        if not task.cancelled() and (error := task.exception()) is not None:
            _logger.error("synchronizing a live view failed", exc_info=error)
        self._push(job)

    async def _wait(self, seconds: float | None) -> None:
        if seconds is None:
            await self._changed.wait()
        else:
            await first_of(self._changed.wait(), self._clock.sleep(seconds))
