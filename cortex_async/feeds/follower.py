"""The part of a feed that runs in the background: takes events, and notices when some may be missing."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from cortex_async._core.call_errors import ConnectionFailed
from cortex_async._core.stream import CONNECT_GRACE, Disconnected, EventStream, StreamState
from cortex_async._core.timing.clock import Clock
from cortex_async.feeds.catch_up import COOLDOWN, CatchUp
from cortex_async.feeds.events import FeedEvent, NamesChanged, Said, SessionGone, SessionSeen, Unreadable
from cortex_async.feeds.fetching import FeedFetcher
from cortex_async.feeds.ledger import Ledger
from cortex_async.feeds.outbox import Outbox, Waiting
from cortex_async.feeds.people import People
from cortex_async.feeds.planning import Planning
from cortex_async.feeds.setbacks import Setbacks
from cortex_async.feeds.survey import Survey
from cortex_async.feeds.tracking import Session, Tracking
from cortex_async.feeds.values import MissedMessages

if TYPE_CHECKING:
    from cortex_async.live.reporter import ViewReporter

SPREAD: Final = 0.5
"""Seconds over which the fetches after a reconnect are spread, to spare the server a burst of clients."""


class Follower:
    """Keeps the outbox of a feed filled.

    chosen: the sessions that are followed, None for all.
    resync: seconds between two fetches of each active session, 0 for never.
    missed: called with what cannot be fetched.
    reporter: tells observers; None if there are none.
    """

    def __init__(
        self,
        fetcher: FeedFetcher,
        ledger: Ledger,
        outbox: Outbox,
        people: People,
        clock: Clock,
        *,
        chosen: tuple[str, ...] | None,
        resync: float,
        missed: Callable[[MissedMessages], object],
        reporter: ViewReporter | None,
    ) -> None:
        self._ledger = ledger
        self._outbox = outbox
        self._people = people
        self._chosen = None if chosen is None else set(chosen)
        self._reporter = reporter
        self._tracking = Tracking()
        self.planning: Planning = Planning(self._tracking, outbox, clock, resync)
        setbacks = Setbacks(self.planning, self._failed)
        self.survey: Survey = Survey(
            fetcher, ledger, outbox, self._tracking, self.planning, setbacks, clock, done=self._done
        )
        self._catch_up = CatchUp(
            fetcher,
            ledger,
            outbox,
            people,
            self._tracking,
            self.planning,
            setbacks,
            clock,
            missed=missed,
            done=self._done,
            removed=self._removed,
        )
        self._found = 0
        self._begun = 0.0 if reporter is None else reporter.now()
        self._stale = True
        self._spread = False

    async def run(self, stream: EventStream[FeedEvent | None]) -> None:
        """Follow an open stream until it ends. What ended it goes to the consumer."""
        fetching = asyncio.create_task(
            self.planning.run(self.survey.run, self._catch_up.fetch), name="cortex-feed-catch-up"
        )
        taking = asyncio.create_task(self._take_all(stream), name="cortex-feed-events")
        tasks = {fetching, taking}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            running = {task for task in tasks if not task.done()}
            for task in running:
                task.cancel()
            if running:
                await asyncio.wait(running)
        for task in (taking, fetching):
            if not task.cancelled():
                task.result()

    async def _take_all(self, stream: EventStream[FeedEvent | None]) -> None:
        async for event in stream:
            if event is not None:
                self.take(event)
                if self._outbox.full:
                    await self._outbox.until_room()
        raise ConnectionFailed("the server ended the event stream", outcome="rejected")

    # -- events

    def take(self, event: FeedEvent) -> None:
        """Take the next event."""
        match event:
            case Said():
                self._said(event)
            case SessionSeen():
                self._seen(event)
            case SessionGone():
                self._gone(event.session_id)
            case NamesChanged():
                self._people.forget(event.names)
            case Unreadable():
                self._unreadable(event.session_id)

    def _said(self, event: Said) -> None:
        session_id = event.message.session_id
        if self._chosen is not None and session_id not in self._chosen:
            return
        session = self._tracking.sessions.get(session_id) or self._met(session_id)
        waiting = Waiting(event.message, event.at, live=True)
        if session_id not in self._tracking.behind:
            self._outbox.add((waiting,))
        elif not self._tracking.hold(session, waiting):
            self.planning.plan(session, COOLDOWN)

    def _met(self, session_id: str) -> Session:
        """A session of which only an event is known. The list of sessions says when it was created."""
        self._ledger.open(session_id, None, known=True)
        self.planning.survey(COOLDOWN)
        return self._tracking.track(session_id, current=True)

    def _seen(self, event: SessionSeen) -> None:
        if self._chosen is not None and event.session_id not in self._chosen:
            return
        session = self._tracking.sessions.get(event.session_id)
        if session is None:
            known = self._ledger.is_known(event.session_id, event.created)
            if known and event.ended:
                return
            self._ledger.open(event.session_id, event.created, known=known)
            session = self._tracking.track(event.session_id, event.created, current=True)
            # One that ended long ago was started again: what was said before is not wanted.
            session.skips = known
            if not known and not event.new:
                self._tracking.lose(session)
            if known or not event.new:
                self.planning.plan(session, 0.0)
            elif event.session_id not in self._tracking.behind:
                self.planning.plan_next(session)
        self.survey.set_ended(session, ended=event.ended)

    def _gone(self, session_id: str) -> None:
        session = self._tracking.sessions.get(session_id)
        if session is not None:
            self._catch_up.gone(session, None)
        else:
            self._removed(session_id)

    def _removed(self, session_id: str) -> None:
        """A session was deleted. A feed of chosen sessions ends with the last of them."""
        if self._chosen is not None:
            self._chosen.discard(session_id)
            if not self._chosen:
                self._outbox.end(None)

    def _unreadable(self, session_id: str | None) -> None:
        if session_id is None:
            self._tracking.lose_all()
            self.planning.survey(COOLDOWN)
        elif self._chosen is None or session_id in self._chosen:
            session = self._tracking.sessions.get(session_id) or self._met(session_id)
            self._tracking.lose(session)
            self.planning.plan(session, COOLDOWN)
            self.planning.survey(COOLDOWN)
        self._report_staleness()

    # -- the stream

    def on_state(self, state: StreamState) -> None:
        """Take a change of the stream. Whatever it is, events may have been missed."""
        self._tracking.lose_all()
        self._people.forget(None)
        # Not at the start, when nobody else reconnects.
        wait = random.uniform(0, SPREAD) if self._spread else 0.0  # noqa: S311  (spreads load)
        self._spread = True
        if isinstance(state, Disconnected):
            if state.retry_in is None:
                return
            # The next connection may only show with its first event. What was missed must not wait for that.
            wait += state.retry_in + CONNECT_GRACE
        self.planning.survey(wait)
        self._report_staleness()

    # -- observers

    def _report_staleness(self) -> None:
        if self._reporter is not None:
            if not self._stale:
                self._begun, self._found = self._reporter.now(), 0
            self._stale = True
            self._reporter.staleness(True)

    def _done(self, found: int) -> None:
        self._found += found
        if self._reporter is not None and self._stale and self._tracking.complete:
            self._stale = False
            self._reporter.fetched(self._begun, objects=len(self._tracking.sessions), changes=self._found)
            self._reporter.staleness(False)

    def _failed(self, error: Exception) -> None:
        if self._reporter is not None:
            self._reporter.fetched(self._begun, error=error)

    def begun(self) -> None:
        """Take note that the feed has been entered."""
        self._stale = True
        self._done(0)
