"""The sessions of a feed: which of them may have messages that were missed, and when each is fetched."""

from __future__ import annotations

import heapq
import itertools
from math import inf
from typing import Final

from attrs import define, field

from cortex_async.feeds.outbox import Waiting

MAX_HELD: Final = 10_000
"""Live messages that are held while their sessions are fetched. Beyond that they are dropped and fetched."""


@define(eq=False)
class Session:
    """A session that is followed.

    current_to: the tick up to which nothing is missing, -1 for none.
    doubted: the tick at which something of this session alone was missed.
    held: live messages that wait until the session has been fetched, each with the tick of its arrival.
    due: monotonic time of the next fetch, inf for none.
    failures: fetches in a row that failed.
    skips: whether the next fetch finds out what was said before the feed began.
    ended_at: monotonic time at which its end became known, None while it is active.
    over: whether it has ended and everything was fetched; forget_at: monotonic time at which it is forgotten.
    reported: whether it was reported that its messages cannot be fetched.
    """

    id: str
    created: int = 0
    current_to: int = -1
    doubted: int = 0
    held: list[tuple[int, Waiting]] = field(factory=list[tuple[int, Waiting]])
    due: float = inf
    fetching: bool = False
    failures: int = 0
    skips: bool = False
    ended_at: float | None = None
    over: bool = False
    forget_at: float = inf
    reported: bool = False


class Tracking:
    """All sessions of a feed.

    tick: counts what may have been missed; ``gap`` is the tick at which all sessions may have missed messages
    last, ``surveyed`` that of the latest list of sessions.
    behind: the sessions that have to be fetched before their live messages can be passed on.
    """

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.tick: int = 0
        self.gap: int = 0
        self.surveyed: int = -1
        self.behind: set[str] = set()
        self.held: int = 0
        self._heap: list[tuple[float, bool, int, int, Session]] = []
        self._order = itertools.count()
        self._over: list[tuple[float, int, Session]] = []

    @property
    def complete(self) -> bool:
        """Whether nothing is missing that is known to be."""
        return self.surveyed >= self.gap and not self.behind

    def track(self, session_id: str, created: int = 0, *, current: bool) -> Session:
        """Follow a session. current: whether nothing of it is missing."""
        session = self.sessions[session_id] = Session(session_id, created)
        if current and self.surveyed >= self.gap:
            session.current_to = self.tick
        else:
            self.behind.add(session_id)
        return session

    def lose_all(self) -> None:
        """Messages of any session may have been missed."""
        self.tick += 1
        self.gap = self.tick
        self.behind.update(self.sessions)

    def lose(self, session: Session) -> None:
        """Messages of this session may have been missed."""
        self.tick += 1
        session.doubted = self.tick
        self.behind.add(session.id)

    def fetched(self, session: Session, tick: int) -> bool:
        """Record a fetch whose request was sent at ``tick``. Return whether nothing is missing now."""
        session.current_to = max(session.current_to, tick)
        if session.current_to < max(self.gap, session.doubted):
            return False
        self.behind.discard(session.id)
        return True

    def hold(self, session: Session, waiting: Waiting) -> bool:
        """Hold a live message. Return False if there is no room: it has to be fetched."""
        if self.held < MAX_HELD:
            session.held.append((self.tick, waiting))
            self.held += 1
            return True
        self.release(session)
        self.lose(session)
        return False

    def release(self, session: Session, tick: float = inf) -> list[Waiting]:
        """What was held of a session up to a tick, in the order of arrival."""
        held = [waiting for at, waiting in session.held if at <= tick]
        session.held = [one for one in session.held if one[0] > tick]
        self.held -= len(held)
        return held

    def remove(self, session: Session) -> None:
        """Forget a session."""
        self.release(session)
        self.behind.discard(session.id)
        self.sessions.pop(session.id, None)
        session.due = inf

    # -- when to fetch

    def plan(self, session: Session, when: float) -> None:
        """Fetch the session at a monotonic time, unless it is due earlier anyway."""
        if when < session.due:
            session.due = when
            heapq.heappush(
                self._heap, (when, session.ended_at is not None, session.created, next(self._order), session)
            )

    def unplan(self, session: Session) -> None:
        """Do not fetch the session."""
        session.due = inf

    def next_due(self) -> float:
        """When the next session is due, inf if none is."""
        while self._heap and self._heap[0][0] != self._heap[0][4].due:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else inf

    def take_due(self, now: float) -> Session | None:
        """The next session to fetch: of those that are due together the active ones, and the oldest first."""
        if self.next_due() > now:
            return None
        session = heapq.heappop(self._heap)[4]
        session.due = inf
        return session

    def end(self, session: Session, forget_at: float) -> None:
        """The session has ended, and everything was fetched. Forget it at a monotonic time."""
        session.over, session.forget_at = True, forget_at
        heapq.heappush(self._over, (forget_at, next(self._order), session))

    @property
    def next_end(self) -> float:
        """When the next session is forgotten, inf if none is or something is missing."""
        return self._over[0][0] if self._over and self.surveyed >= self.gap else inf

    def next_forgotten(self, now: float) -> Session | None:
        """A session that ended long enough ago, which is removed."""
        # While the list of sessions is out of date, an older one may be unknown.
        while self.next_end <= now:
            when, _, session = heapq.heappop(self._over)
            if session.over and session.forget_at == when:
                self.remove(session)
                return session
        return None
