"""Fetches the messages of sessions that a feed may have missed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from cortex_async._core.call_errors import DecodeError, Forbidden, NotFound, Unauthorized
from cortex_async._core.errors import ClientClosed
from cortex_async._core.timing.clock import Clock
from cortex_async.feeds.events import message_of_row, moment_of
from cortex_async.feeds.fetching import FeedFetcher, Transcribed
from cortex_async.feeds.ledger import EARLIEST, Ledger, Mark
from cortex_async.feeds.outbox import Complete, Forgotten, Outbox, Skipped, Waiting
from cortex_async.feeds.people import People
from cortex_async.feeds.planning import CLOSING, Planning
from cortex_async.feeds.position import key_of
from cortex_async.feeds.setbacks import Setbacks
from cortex_async.feeds.tracking import Session, Tracking
from cortex_async.feeds.values import MissedMessages

if TYPE_CHECKING:
    from cortex_async.models import Message
    from cortex_async.transcripts.speakers import Speakers

GRACE: Final = 300.0
"""Seconds for which an ended session is remembered."""

COOLDOWN: Final = 1.0
"""Seconds before a session is fetched again."""

_MESSAGES: Final = "the messages of a session"


class CatchUp:
    """Fetches what is missing, and passes it on in order.

    missed: called with what cannot be fetched. done: called after each fetch, with the number of messages
        that it found. removed: called with the id of a session that was deleted.
    """

    def __init__(
        self,
        fetcher: FeedFetcher,
        ledger: Ledger,
        outbox: Outbox,
        people: People,
        tracking: Tracking,
        planning: Planning,
        setbacks: Setbacks,
        clock: Clock,
        *,
        missed: Callable[[MissedMessages], object],
        done: Callable[[int], object],
        removed: Callable[[str], object],
    ) -> None:
        self._fetcher = fetcher
        self._ledger = ledger
        self._outbox = outbox
        self._people = people
        self._tracking = tracking
        self._planning = planning
        self._setbacks = setbacks
        self._clock = clock
        self._missed = missed
        self._done = done
        self._removed = removed

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
            wait = self._setbacks.wait_after(error, session.failures, _MESSAGES)
            self._planning.plan(session, wait)
        else:
            self._setbacks.succeeded(_MESSAGES)
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


def _waiting(row: Message, at: int, session_id: str, speakers: Speakers) -> Waiting:
    kind = row.type or "user"
    speaker = speakers.find(row.sender_name, None, None, kind)
    return Waiting(message_of_row(row, session_id, speaker), at, live=False)
