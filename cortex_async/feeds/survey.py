"""The list of sessions that a feed follows: which there are, which are new, and which have to be fetched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cortex_async._core.call_errors import DecodeError, Forbidden, NotFound, Unauthorized
from cortex_async._core.errors import ClientClosed
from cortex_async._core.timing.clock import Clock
from cortex_async.feeds.fetching import FeedFetcher, Listed
from cortex_async.feeds.ledger import Ledger
from cortex_async.feeds.outbox import Outbox
from cortex_async.feeds.planning import CLOSING, Planning
from cortex_async.feeds.setbacks import Setbacks
from cortex_async.feeds.tracking import Session, Tracking

_SESSIONS: Final = "the sessions"


class Survey:
    """Lists the sessions, and plans the fetches of those that may have messages which are missing.

    done: called after each list but the first.
    """

    def __init__(
        self,
        fetcher: FeedFetcher,
        ledger: Ledger,
        outbox: Outbox,
        tracking: Tracking,
        planning: Planning,
        setbacks: Setbacks,
        clock: Clock,
        *,
        done: Callable[[int], object],
    ) -> None:
        self._fetcher = fetcher
        self._ledger = ledger
        self._outbox = outbox
        self._tracking = tracking
        self._planning = planning
        self._setbacks = setbacks
        self._clock = clock
        self._done = done
        self._failures = 0

    async def begin_now(self) -> None:
        """Follow the sessions that are active, from now."""
        tick = self._begin()
        listed = await self._fetcher.sessions(all_of_them=True)
        self._tracking.surveyed = tick
        self._ledger.know((one.id, one.created) for one in listed if one.ended)
        for one in listed:
            if not one.ended:
                self._ledger.open(one.id, one.created, known=True)
                session = self._tracking.track(one.id, one.created, current=True)
                session.skips = True
                self._planning.plan(session, 0.0)
        self._planning.next_survey()

    async def begin_at(self, start: int, lookback: int) -> None:
        """Fetch what was said after ``start``, in sessions that may have lasted until then."""
        tick = self._begin()
        listed = await self._fetcher.sessions(all_of_them=True)
        over = [one for one in listed if one.ended and one.created < start - lookback]
        self._ledger.know((one.id, one.created) for one in over)
        left_out = {one.id for one in over}
        for one in listed:
            if one.id not in left_out:
                self._ledger.open(one.id, one.created, known=one.created <= start)
        self._take([one for one in listed if one.id not in left_out], tick, set())

    async def begin_again(self) -> None:
        """Fetch what was said after the position at which the ledger is."""
        tick = self._begin()
        listed = await self._fetcher.sessions(all_of_them=False)
        there = {one.id for one in listed}
        for session_id, mark in self._ledger.marks.items():
            if session_id not in there:
                # It was deleted meanwhile, unless it was created just now: the fetch shows it.
                session = self._tracking.track(session_id, mark.created or 0, current=False)
                self._planning.plan(session, 0.0)
        self._take(listed, tick, set())

    def _begin(self) -> int:
        # What was planned until now is what begins.
        self._planning.cancel_survey()
        return self._tracking.tick

    async def run(self) -> None:
        """List the sessions, to find new ones and to fetch what may have been missed.

        Raises what makes going on impossible.
        """
        tick, before = self._tracking.tick, set(self._tracking.sessions)
        try:
            listed = await self._fetcher.sessions()
        except (ClientClosed, Unauthorized, Forbidden, NotFound, DecodeError):
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is, the list is tried again)
            self._failures += 1
            self._planning.survey(self._setbacks.wait_after(error, self._failures, _SESSIONS))
            return
        self._failures = 0
        self._setbacks.succeeded(_SESSIONS)
        self._take(listed, tick, before)
        self._done(0)

    def _take(self, listed: list[Listed], tick: int, before: set[str]) -> None:
        tracking = self._tracking
        tracking.surveyed = max(tracking.surveyed, tick)
        for one in listed:
            self._take_one(one, tick)
        for session_id in before.difference(one.id for one in listed):
            session = tracking.sessions.get(session_id)
            if session is not None and not session.over:
                # Deleted, or created just now.
                tracking.lose(session)
        for session_id in tuple(tracking.behind):
            self._planning.plan(tracking.sessions[session_id], 0.0)
        self._planning.next_survey()

    def _take_one(self, one: Listed, tick: int) -> None:
        known = self._ledger.is_known(one.id, one.created)
        session = self._tracking.sessions.get(one.id)
        if session is None:
            if one.ended and known and one.id not in self._ledger.marks:
                return
            self._ledger.open(one.id, one.created, known=known)
            session = self._tracking.track(one.id, one.created, current=False)
        elif self._ledger.lacks_creation(one.id):
            # Only a message of it was known.
            self._ledger.open(one.id, one.created, known=known)
            self._tracking.lose(session)
        self.set_ended(session, ended=one.ended)
        if session.over and self._tracking.fetched(session, tick):
            self._outbox.add(self._tracking.release(session))

    def set_ended(self, session: Session, *, ended: bool) -> None:
        """Take note of whether a session has ended."""
        if ended and session.ended_at is None:
            session.ended_at = self._clock.monotonic()
            self._planning.plan(session, CLOSING)
        elif not ended and session.ended_at is not None:
            session.ended_at = None
            session.over = False
            if session.id not in self._tracking.behind:
                self._planning.plan_next(session)
