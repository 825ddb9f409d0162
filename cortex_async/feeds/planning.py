"""Runs the fetches of a feed when they are due: a few at a time, and none while the consumer is behind."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from math import inf
from typing import Final

from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.waiting import first_of
from cortex_async.feeds.outbox import Forgotten, Outbox
from cortex_async.feeds.tracking import Session, Tracking

MAX_CONCURRENT: Final = 4
"""Sessions that are fetched at the same time."""

CLOSING: Final = 30.0
"""Seconds after its end at which a session is fetched for the last time: its last words may come late."""


class Planning:
    """When the sessions are listed, and when the messages of each are fetched.

    resync: seconds between two fetches of each active session, and two listings; 0 for never.
    """

    def __init__(self, tracking: Tracking, outbox: Outbox, clock: Clock, resync: float) -> None:
        self._tracking = tracking
        self._outbox = outbox
        self._clock = clock
        self._resync = resync
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._surveying = False
        self._survey_due = inf
        self._paused_until = -inf
        self._fatal: BaseException | None = None

    def wake(self) -> None:
        """Look again whether there is something to do."""
        self._changed.set()

    def plan(self, session: Session, seconds: float) -> None:
        """Fetch the session in so many seconds, or earlier if that is planned."""
        self._tracking.plan(session, self._clock.monotonic() + seconds)
        self.wake()

    def plan_next(self, session: Session) -> None:
        """Plan the next fetch of a session of which nothing is missing."""
        self._tracking.unplan(session)
        if session.ended_at is not None:
            self.plan(session, CLOSING)
        elif self._resync:
            self.plan(session, _about(self._resync))

    def survey(self, seconds: float) -> None:
        """List the sessions in so many seconds, or earlier if that is planned."""
        when = self._clock.monotonic() + seconds
        if when < self._survey_due:
            self._survey_due = when
            self.wake()

    def cancel_survey(self) -> None:
        """Do not list the sessions as planned."""
        self._survey_due = inf

    def next_survey(self) -> None:
        """Plan the list after one that succeeded."""
        if self._resync:
            self.survey(_about(self._resync))

    def pause(self, seconds: float) -> None:
        """Start nothing for so many seconds, because the server asks for it."""
        self._paused_until = max(self._paused_until, self._clock.monotonic() + seconds)

    async def run(
        self,
        survey: Callable[[], Coroutine[object, object, None]],
        fetch: Callable[[Session], Awaitable[None]],
    ) -> None:
        """Call the two when they are due, until cancelled. Raises what one of them raises."""
        try:
            while self._fatal is None:
                self._changed.clear()
                wait = self._start_due(self._clock.monotonic(), survey, fetch)
                if wait == inf:
                    await self._changed.wait()
                else:
                    await first_of(self._changed.wait(), self._clock.sleep(wait))
            raise self._fatal
        finally:
            tasks = set(self._tasks)
            for task in tasks:
                task.cancel()
            if tasks:
                await asyncio.wait(tasks)

    def _start_due(
        self,
        now: float,
        survey: Callable[[], Coroutine[object, object, None]],
        fetch: Callable[[Session], Awaitable[None]],
    ) -> float:
        """Start what is due. Return the seconds until more is, inf if something else has to happen first."""
        while (forgotten := self._tracking.next_forgotten(now)) is not None:
            self._outbox.add([Forgotten(forgotten.id)])
        if now < self._paused_until:
            return self._paused_until - now
        if self._survey_due <= now and not self._surveying:
            self._survey_due, self._surveying = inf, True
            self._start(survey(), "cortex-feed-survey", self._survey_over)
        due = min(self._tracking.next_end, inf if self._surveying else self._survey_due)
        while len(self._tasks) - self._surveying < MAX_CONCURRENT and not self._outbox.full:
            session = self._tracking.take_due(now)
            if session is None:
                due = min(due, self._tracking.next_due())
                break
            if not session.fetching:
                session.fetching = True
                self._start(self._fetch(session, fetch), "cortex-feed-fetch", lambda: None)
        return max(due - now, 0.0)

    async def _fetch(self, session: Session, fetch: Callable[[Session], Awaitable[None]]) -> None:
        try:
            await fetch(session)
        finally:
            session.fetching = False

    def _survey_over(self) -> None:
        self._surveying = False

    def _start(self, work: Coroutine[object, object, None], name: str, over: Callable[[], None]) -> None:
        def ended(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            over()
            if not task.cancelled() and (error := task.exception()) is not None:
                self._fatal = self._fatal or error
            self.wake()

        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(ended)


def _about(seconds: float) -> float:
    return seconds * random.uniform(0.9, 1.1)  # noqa: S311  (spreads load; nothing secret depends on it)
