"""Fetches what a feed has missed: the list of sessions, and the messages of those concerned."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from cortex_async._core.call_errors import (
    APIError,
    DecodeError,
    Forbidden,
    NotFound,
    RateLimited,
    Unauthorized,
)
from cortex_async._core.errors import ClientClosed
from cortex_async._core.retry import Retry, backoff_wait
from cortex_async._core.timing.clock import Clock
from cortex_async.feeds.events import message_of_row, moment_of
from cortex_async.feeds.fetching import FeedFetcher, Listed, Transcribed
from cortex_async.feeds.ledger import EARLIEST, Ledger, Mark
from cortex_async.feeds.outbox import Complete, Forgotten, Outbox, Skipped, Waiting
from cortex_async.feeds.people import People
from cortex_async.feeds.planning import CLOSING, Planning
from cortex_async.feeds.position import key_of
from cortex_async.feeds.tracking import Session, Tracking
from cortex_async.feeds.values import MissedMessages

if TYPE_CHECKING:
    from cortex_async.models import Message
    from cortex_async.transcripts.speakers import Speakers

_logger = logging.getLogger(__name__)

GRACE: Final = 300.0
"""Seconds for which an ended session is remembered."""

COOLDOWN: Final = 1.0
"""Seconds before a session is fetched again."""

FAILED: Final = Retry(attempts=64, base=1.0, cap=60.0)
"""The waits after a fetch that failed."""


class CatchUp:
    """Fetches what is missing, and passes it on in order.

    missed: called with what cannot be fetched. failed: called with errors after which the fetch is repeated.
    done: called after each fetch, with the number of messages that it found. removed: called with the id of
        a session that was deleted.
    """

    def __init__(
        self,
        fetcher: FeedFetcher,
        ledger: Ledger,
        outbox: Outbox,
        people: People,
        tracking: Tracking,
        planning: Planning,
        clock: Clock,
        *,
        missed: Callable[[MissedMessages], object],
        failed: Callable[[Exception], object],
        done: Callable[[int], object],
        removed: Callable[[str], object],
    ) -> None:
        self._fetcher = fetcher
        self._ledger = ledger
        self._outbox = outbox
        self._people = people
        self._tracking = tracking
        self._planning = planning
        self._clock = clock
        self._missed = missed
        self._failed = failed
        self._done = done
        self._removed = removed
        self._survey_failures = 0

    # -- the list of sessions

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

    async def survey(self) -> None:
        """List the sessions, to find new ones and to fetch what may have been missed.

        Raises what makes going on impossible.
        """
        tick, before = self._tracking.tick, set(self._tracking.sessions)
        try:
            listed = await self._fetcher.sessions()
        except (ClientClosed, Unauthorized, Forbidden, NotFound, DecodeError):
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is, the list is tried again)
            self._survey_failures += 1
            self._planning.survey(self._wait_after(error, self._survey_failures, "the sessions"))
            return
        self._survey_failures = 0
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

    # -- the messages of a session

    async def fetch(self, session: Session) -> None:
        """Fetch a session. Raises what makes going on impossible."""
        tick = self._tracking.tick
        try:
            found = await self._fetcher.messages(session.id)
            speakers = await self._people.find(self._names(session, found))
        except (ClientClosed, Unauthorized):
            raise
        except NotFound as error:
            self.gone(session, error)
        except (Forbidden, DecodeError) as error:
            self._refused(session, tick, error)
        except Exception as error:  # noqa: BLE001  (whatever it is, the session is fetched again)
            session.failures += 1
            wait = self._wait_after(error, session.failures, "the messages of a session")
            self._planning.plan(session, wait)
        else:
            self._fetched(session, tick, found, speakers)
        self._planning.wake()

    def _mark(self, session: Session) -> Mark | None:
        there = self._tracking.sessions.get(session.id) is session
        return self._ledger.marks.get(session.id) if there else None

    def _names(self, session: Session, found: Transcribed) -> list[str]:
        mark = self._mark(session)
        if mark is None:
            return []
        return [
            row.sender_name
            for row, at in found.rows
            if row.type != "system" and mark.wants(key_of(row.id), at, live=False)
        ]

    def _fetched(self, session: Session, tick: int, found: Transcribed, speakers: Speakers) -> None:
        mark = self._mark(session)
        if mark is None:
            return
        session.failures, session.reported = 0, False
        complete = self._tracking.fetched(session, tick)
        if session.skips:
            session.skips = False
            old = {key_of(row.id): at for row, at in found.rows if at <= mark.floor}
            self._outbox.add([Skipped(session.id, old)])
        missing = self._pass_on(session, tick, found, mark, speakers)
        if not complete:
            self._planning.plan(session, COOLDOWN)
        elif not self._end(session, found):
            self._planning.plan_next(session)
        self._done(missing)

    def _pass_on(
        self, session: Session, tick: int, found: Transcribed, mark: Mark, speakers: Speakers
    ) -> int:
        """Pass on what is missing and what was held, in order of time. Return how many were missing."""
        held = {one.message.id: one for one in self._tracking.release(session, tick)}
        waiting: list[Waiting] = []
        for row, at in found.rows:
            if row.id in held:
                # It came with an event, and that has the ids of the speaker.
                waiting.append(held.pop(row.id))
            elif mark.wants(key_of(row.id), at, live=False):
                waiting.append(_waiting(row, at, session.id, speakers))
        missing = sum(not one.live for one in waiting)
        # Stable: messages of the same time stay in the server's order.
        waiting = sorted([*waiting, *held.values()], key=lambda one: one.at)
        self._outbox.add(waiting)
        if found.rows:
            self._outbox.add([Complete(session.id, max(at for _, at in found.rows))])
        return missing

    def _end(self, session: Session, found: Transcribed) -> bool:
        """End a session whose last words must have arrived. Return whether it is one."""
        if session.ended_at is None:
            return False
        now = self._clock.monotonic()
        silent = now - session.ended_at
        if found.rows:
            date = self._clock.unix() if found.date is None else found.date
            silent = max(silent, date - max(at for _, at in found.rows) / 1e6)
        if silent < CLOSING:
            return False
        self._tracking.unplan(session)
        self._tracking.end(session, now + (0.0 if silent > GRACE else GRACE))
        return True

    # -- what cannot be fetched

    def gone(self, session: Session, error: NotFound | None) -> None:
        """A session was deleted, as an event or the response to a fetch says."""
        if self._tracking.sessions.get(session.id) is not session:
            return
        # One that was never listed may have had messages before the first that an event brought.
        behind = session.id in self._tracking.behind or self._ledger.lacks_creation(session.id)
        over = session.over
        self._outbox.add([*self._tracking.release(session), Forgotten(session.id, deleted=True)])
        self._tracking.remove(session)
        self._removed(session.id)
        if behind and not over:
            self._report(session, "deleted", error)
        self._done(0)

    def _refused(self, session: Session, tick: int, error: Forbidden | DecodeError) -> None:
        behind = session.id in self._tracking.behind
        if behind and not session.reported:
            session.reported = True
            self._report(session, "forbidden" if isinstance(error, Forbidden) else "unreadable", error)
        self._outbox.add(self._tracking.release(session, tick))
        if self._tracking.fetched(session, tick):
            self._planning.plan_next(session)
        else:
            self._planning.plan(session, COOLDOWN)
        self._done(0)

    def _report(
        self, session: Session, reason: Literal["deleted", "forbidden", "unreadable"], error: Exception | None
    ) -> None:
        mark = self._ledger.marks.get(session.id)
        last = EARLIEST if mark is None else mark.last
        since = None if last == EARLIEST else moment_of(last)
        self._missed(MissedMessages(session_id=session.id, reason=reason, since=since, error=error))

    def _wait_after(self, error: Exception, failures: int, what: str) -> float:
        wait = backoff_wait(FAILED, failures)
        asked = error.retry_after if isinstance(error, APIError) else None
        if asked is not None or isinstance(error, RateLimited):
            wait += asked or 0.0
            self._planning.pause(wait)
        _logger.warning("fetching %s for a message feed failed: %s", what, type(error).__name__)
        self._failed(error)
        return wait


def _waiting(row: Message, at: int, session_id: str, speakers: Speakers) -> Waiting:
    kind = row.type or "user"
    speaker = speakers.find(row.sender_name, None, None, kind)
    return Waiting(message_of_row(row, session_id, speaker), at, live=False)
