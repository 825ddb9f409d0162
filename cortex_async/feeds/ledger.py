"""Which messages have been handled. Values in, values out.

For each session there is a time, the floor, up to which every message has been handled, and a list of the
messages handled after it. A message that is fetched is new if it is after the floor and not in the list; one
that an event brings is new if it is not in the list, however old it is. When a whole session has been
fetched, and everything in it handled, its floor rises to ``LATENESS`` before its newest message: a message
may appear some time after others that were spoken later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import define, field

from cortex_async.feeds.position import Entry, FeedPosition, PositionState, key_of, packed, state_of, unpacked

EARLIEST: Final = -(2**56)
"""Before every time, in microseconds since 1970."""

LATENESS: Final = 120_000_000
"""Microseconds by which a message may be late and still be found among messages that are fetched."""

MAX_LISTED: Final = 500
"""Messages of a session that are listed. Beyond that its floor rises without a fetch."""


@define(eq=False)
class Mark:
    """What has been handled of one session. Times are in microseconds since 1970.

    floor: up to which every message was handled.
    last: of the newest message handled, ``EARLIEST`` for none.
    created: when the session was created, None if unknown.
    listed: keys of the messages handled after the floor, with their times.
    old: keys of messages from before the feed began. They are no longer wanted, unless an event brings them.
    """

    floor: int
    last: int = EARLIEST
    created: int | None = None
    listed: dict[int, int] = field(factory=dict[int, int])
    old: dict[int, int] = field(factory=dict[int, int])
    _limit: int = MAX_LISTED
    _entry: Entry | None = None

    def wants(self, key: int, at: int, *, live: bool) -> bool:
        """Whether a message has not been handled."""
        if key in self.listed:
            return False
        return live or (at > self.floor and key not in self.old)

    def handled(self, key: int, at: int) -> None:
        """Record that a message was handled."""
        self.listed[key] = at
        self.last = max(self.last, at)
        self._entry = None
        if len(self.listed) > self._limit:
            self._raise(self.last - LATENESS)
            # Not again for each of many messages within a short time.
            self._limit = max(MAX_LISTED, 2 * len(self.listed))

    def complete(self, newest: int) -> None:
        """Record that every message was handled that existed when ``newest`` was the newest one."""
        self._raise(newest - LATENESS)

    def skip(self, times: Mapping[int, int]) -> None:
        """Record messages, by key, that were there before the feed began."""
        if not times:
            return
        newest = max(times.values())
        self.floor = newest - LATENESS
        self.old = {key: at for key, at in times.items() if at > self.floor and key not in self.listed}
        self._entry = None

    @property
    def entry(self) -> Entry:
        """This for a position."""
        if self._entry is None:
            keys = packed([*self.listed, *(key for key in self.old if key not in self.listed)])
            self._entry = (self.floor, self.last, self.created, keys)
        return self._entry

    def _raise(self, floor: int) -> None:
        if floor <= self.floor:
            return
        self.floor = floor
        self.listed = {key: at for key, at in self.listed.items() if at > floor}
        self.old = {key: at for key, at in self.old.items() if at > floor}
        self._entry = None


class Ledger:
    """What has been handled of a project.

    start: messages up to this time are not wanted in sessions of which nothing else is known.
    chosen: the sessions that are followed, None for all.
    marks: by session id, for sessions that are active or ended a short time ago.
    """

    def __init__(self, project_id: str, start: int, chosen: tuple[str, ...] | None = None) -> None:
        self.start: int = start
        self.marks: dict[str, Mark] = {}
        self._project_id = project_id
        self._chosen = chosen
        self._horizon = EARLIEST
        self._edge: set[int] = set()

    @classmethod
    def at(cls, position: FeedPosition, chosen: tuple[str, ...] | None) -> Ledger:
        """The ledger at a position."""
        state = state_of(position)
        ledger = cls(position.project_id, state.start, chosen)
        ledger._horizon, ledger._edge = state.horizon, set(unpacked(state.edge))
        for session_id, (floor, last, created, keys) in state.sessions.items():
            if chosen is not None and session_id not in chosen:
                continue
            # Positions have no times of single messages: each is kept for as long as the newest one.
            listed = dict.fromkeys(unpacked(keys), max(last, floor + 1))
            ledger.marks[session_id] = Mark(floor, last, created, listed)
        return ledger

    def begin(self, start: int) -> None:
        """Want messages after ``start`` only. Called before any message was handled."""
        self.start = start
        for mark in self.marks.values():
            mark.floor = start

    def is_known(self, session_id: str, created: int) -> bool:
        """Whether a session without a mark existed when the feed began, or had one that was dropped."""
        return created < self._horizon or (created == self._horizon and key_of(session_id) in self._edge)

    def know(self, sessions: Iterable[tuple[str, int]]) -> None:
        """Take note of sessions, by id and time of creation, that need no mark."""
        for session_id, created in sessions:
            if created > self._horizon:
                self._horizon, self._edge = created, set()
            if created == self._horizon:
                self._edge.add(key_of(session_id))

    def open(self, session_id: str, created: int | None, *, known: bool) -> Mark:
        """The mark of a session, made if there is none.

        known: whether only messages after ``start`` are wanted of a session without a mark, rather than all.
        """
        mark = self.marks.get(session_id)
        if mark is None:
            mark = self.marks[session_id] = Mark(self.start if known else EARLIEST, created=created)
        elif mark.created is None:
            mark.created = created
            if created is not None and not known:
                mark.floor = EARLIEST
        return mark

    def lacks_creation(self, session_id: str) -> bool:
        """Whether a session has a mark, but its time of creation is not known."""
        mark = self.marks.get(session_id)
        return mark is not None and mark.created is None

    def forget(self, session_id: str) -> None:
        """Drop the mark of a session that ended long ago. Every older session must be known by then."""
        mark = self.marks.get(session_id)
        if mark is not None:
            self.start = max(self.start, mark.last)
            if mark.created is not None:
                self.know([(session_id, mark.created)])
            self.drop(session_id)

    def drop(self, session_id: str) -> None:
        """Drop the mark of a session that was deleted, and never comes back."""
        self.marks.pop(session_id, None)

    @property
    def position(self) -> FeedPosition:
        """What a later feed has to know."""
        state = PositionState(
            chosen=self._chosen,
            start=self.start,
            horizon=self._horizon,
            edge=packed(sorted(self._edge)),
            sessions={session_id: mark.entry for session_id, mark in self.marks.items()},
        )
        return FeedPosition(project_id=self._project_id, state=state)
