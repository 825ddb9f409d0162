"""Who is to be looked after, and when: one task for all of them, one run at a time for each."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
from collections.abc import Awaitable
from functools import partial
from math import inf
from typing import Protocol

from cortex_async._core.timing.clock import Clock

_log = logging.getLogger(__name__)


class Tended(Protocol):
    async def tend(self) -> None:
        """Does what is due."""
        ...


class Agenda:
    """Calls ``tend`` when it is due. Whoever becomes due again while it is being tended has its turn afterwards."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: dict[Tended, float] = {}
        self._heap: list[tuple[float, int, Tended]] = []
        self._count = itertools.count()
        self._running: dict[Tended, asyncio.Task[None]] = {}
        self._news = asyncio.Event()

    def at(self, when: float, tended: Tended) -> None:
        """At the monotonic time ``when``, unless it is due earlier anyway."""
        if when < self._due.get(tended, inf):
            self._due[tended] = when
            self._enter(tended)

    async def run(self) -> None:
        """For ever; cancelled, it leaves no task behind."""
        try:
            while True:
                self._news.clear()
                await self._until(self._start_due())
        finally:
            tasks = set(self._running.values())
            for task in tasks:
                task.cancel()
            if tasks:
                await asyncio.wait(tasks)

    async def dismiss(self, tended: Tended) -> None:
        """Forgets about it; a run that is under way is cancelled and over when this returns."""
        self._due.pop(tended, None)
        task = self._running.get(tended)
        if task is not None and task is not asyncio.current_task():
            task.cancel()
            await asyncio.wait({task})

    def _enter(self, tended: Tended) -> None:
        if tended in self._due and tended not in self._running:
            heapq.heappush(self._heap, (self._due[tended], next(self._count), tended))
            self._news.set()

    def _start_due(self) -> float | None:
        """Starts what is due. Returns the seconds until something will be, None if nothing is planned."""
        while self._heap:
            when, _, tended = self._heap[0]
            if self._due.get(tended) != when or tended in self._running:
                heapq.heappop(self._heap)
                continue
            wait = when - self._clock.monotonic()
            if wait > 0:
                return wait
            heapq.heappop(self._heap)
            del self._due[tended]
            task = asyncio.create_task(tended.tend(), name="cortex-live-upkeep")
            self._running[tended] = task
            task.add_done_callback(partial(self._ended, tended))
        return None

    def _ended(self, tended: Tended, task: asyncio.Task[None]) -> None:
        del self._running[tended]
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("the upkeep of a live view failed", exc_info=error)
        self._enter(tended)

    async def _until(self, wait: float | None) -> None:
        if wait is None:
            await self._news.wait()
        else:
            await first_of(self._news.wait(), self._clock.sleep(wait))


async def first_of(*waits: Awaitable[object]) -> None:
    """Returns when the first of them does; the others are cancelled and over."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
