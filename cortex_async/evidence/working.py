"""From jobs to bundles, which are collected once more later, and deleted in the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from cortex_async._core.errors import CortexError
from cortex_async._core.timing.clock import monotonic
from cortex_async.evidence.attempt import Attempts
from cortex_async.evidence.board import Board
from cortex_async.evidence.collector_settings import CollectFailure
from cortex_async.evidence.errors import EvidenceError
from cortex_async.evidence.jobs import Job

if TYPE_CHECKING:
    from cortex_async.evidence.known_events import KnownEvent

LOOK: Final = 30.0
"""Seconds, at most, between two looks for what is to be deleted, and between two writes of the position."""


class Worker:
    """Collects and deletes bundles, for one run of a collector.

    events_of: the events that are known of a job's session.
    """

    def __init__(
        self, board: Board, attempts: Attempts, events_of: Callable[[Job], list[KnownEvent]]
    ) -> None:
        self._board = board
        self._attempts = attempts
        self._events_of = events_of

    async def collect(self) -> None:
        """Start jobs when they are due, so many at once."""
        board = self._board
        while True:
            now = monotonic()
            while not self._busy and (job := board.jobs.ready(now)):
                job.running = True
                task = asyncio.create_task(self._one(job), name="cortex-evidence-bundle")
                board.running.add(task)
            due = board.jobs.next_due()
            await board.collect.wait(None if due is None or self._busy else max(due - now, 0.0))

    @property
    def _busy(self) -> bool:
        return len(self._board.running) >= self._board.settings.concurrency

    async def _one(self, job: Job) -> None:
        wait: float | None = None
        try:
            wait = await self._attempt(job)
        finally:
            task = asyncio.current_task()
            if task is not None:
                self._board.running.discard(task)
            await self._board.done(job, wait)

    async def _attempt(self, job: Job) -> float | None:
        """Make one attempt. Returns the seconds until another, None if it is done."""
        board = self._board
        job.attempts += 1
        try:
            result = await self._attempts.run(job, self._events_of(job), follow_up=bool(job.events))
        except Exception as error:  # noqa: BLE001  (whatever it is must not end the collector)
            wait = job.next_wait(monotonic())
            board.report(CollectFailure(message_id=job.message_id, error=error, retry_in=wait))
            return wait
        if result.problem is not None:
            board.report(CollectFailure(message_id=job.message_id, error=result.problem))
        if result.collected is not None:
            board.call(board.settings.on_collected, result.collected, "on_collected")
        return None if result.complete else job.next_wait(monotonic())

    async def look_after(self) -> None:
        """Delete what has been kept long enough, and have collected once more what is due for it."""
        board = self._board
        while True:
            now = board.source.unix_now()
            wait = LOOK
            board.looking = True
            try:
                await self._delete(now)
                for entry in await asyncio.to_thread(board.store.index.due, now):
                    if entry.message_id not in board.jobs:
                        board.add(entry.message_id, entry.session_id, None, now)
                await board.save_position()
                following = await asyncio.to_thread(board.store.index.next_time)
                if following is not None and following > now:
                    wait = min(following - now, LOOK)
            except (CortexError, OSError) as error:
                board.report(CollectFailure(message_id=None, error=error, retry_in=LOOK))
            board.looking = False
            await board.progressed()
            await board.keep.wait(wait)

    async def _delete(self, now: float) -> None:
        store = self._board.store
        for entry in await asyncio.to_thread(store.index.expired, now):
            if entry.message_id in self._board.jobs:
                # It is being collected again; the next look is not far.
                continue
            if not await asyncio.to_thread(store.remove, entry, now):
                error = EvidenceError(f"{store.path(entry)} was changed: it is not deleted")
                self._board.report(CollectFailure(message_id=entry.message_id, error=error))
