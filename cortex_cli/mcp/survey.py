"""Goes through the sessions of a project, newest first, a bounded number in each call.

The API lists all sessions and all messages of one; it cannot search, and has no other order.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import frozen

from cortex_async._core.runtime.together import together
from cortex_cli.failures import usage
from cortex_cli.mcp.context import ToolContext
from cortex_cli.mcp.parameters import Parameter
from cortex_cli.mcp.results import FOR_RECORDS, Budget, cursor_of, paged, parts_of

if TYPE_CHECKING:
    from cortex_async.models import Session

AT_ONCE: Final = 4
_WHOLE: Final = 2**53
"""The line after which nothing of a session is left."""

CURSOR: Final = Parameter(
    name="cursor", kind="plain", description="next_cursor of the result before.", longest=500
)
SINCE: Final = Parameter(
    name="since",
    kind="moment",
    description="Only sessions that began since: ISO 8601, or how long ago, e.g. 24h or 7d.",
)
UNTIL: Final = Parameter(
    name="until", kind="moment", description="Only sessions that began before: ISO 8601, or how long ago."
)
MOST_SESSIONS: Final = Parameter(
    name="max_sessions",
    kind="integer",
    description="How many sessions are read in this call. The cursor goes on with older ones.",
    default=20,
    least=1,
    most=100,
)


@frozen
class Found:
    """Something in a session, at a line of its transcript."""

    line: int
    record: dict[str, object]


Look: TypeAlias = Callable[["Session", int], Coroutine[object, object, Sequence[Found] | None]]
"""Returns what a session has after a line, in order of lines; None if the session is gone."""


@frozen
class Place:
    """How far a survey has come: a line of a session."""

    began: datetime
    session_id: str
    line: int

    @classmethod
    def of(cls, cursor: str) -> Place:
        """Raises ``Failure`` for a string that is no cursor."""
        began, session_id, line = parts_of(cursor, str, str, int)
        try:
            return cls(datetime.fromisoformat(str(began)).astimezone(UTC), str(session_id), int(line))
        except (ValueError, OverflowError):
            raise usage("cursor must be the next_cursor of an earlier result of this tool") from None

    @classmethod
    def end_of(cls, session: Session) -> Place:
        """The place after a session."""
        return cls(session.created_at, session.id, _WHOLE)

    @property
    def cursor(self) -> str:
        return cursor_of(self.began.isoformat(), self.session_id, self.line)

    def left_of(self, session: Session) -> int | None:
        """Return the line after which a session is still to be read, None if nothing of it is."""
        if session.id == self.session_id:
            return None if self.line >= _WHOLE else self.line
        return 0 if (session.created_at, session.id) < (self.began, self.session_id) else None


@frozen(kw_only=True)
class Range:
    """Which sessions a call looks at, and how much it may return."""

    since: datetime | None = None
    until: datetime | None = None
    session_id: str | None = None
    max_sessions: int = 20
    limit: int = 20
    cursor: str | None = None
    bytes: int = FOR_RECORDS


async def survey(context: ToolContext, where: Range, look: Look, name: str) -> dict[str, object]:
    """Look into sessions up to a limit. Returns what was found, as ``name``, and what was covered."""
    sessions = await sessions_in(context, where.since, where.until, where.session_id)
    place = None if where.cursor is None else Place.of(where.cursor)
    left = [(one, 0 if place is None else place.left_of(one)) for one in sessions]
    waiting = [(session, after) for session, after in left if after is not None]
    reading = waiting[: where.max_sessions]
    walk = _Walk(where)
    for start in range(0, len(reading), AT_ONCE):
        batch = reading[start : start + AT_ONCE]
        results = await together([look(session, after) for session, after in batch])
        for (session, after), found in zip(batch, results, strict=True):
            if not walk.add(session, after, found):
                return walk.result(name, len(sessions))
    if len(waiting) > len(reading):
        walk.place = Place.end_of(reading[-1][0])
    return walk.result(name, len(sessions))


async def sessions_in(
    context: ToolContext, since: datetime | None, until: datetime | None, session_id: str | None = None
) -> list[Session]:
    """Return the sessions that began in a range, newest first; with an id, that session."""
    if session_id is not None:
        return [await context.project.sessions.get(session_id)]
    found = [
        one
        for one in await context.project.sessions.list()
        if (since is None or one.created_at >= since) and (until is None or one.created_at < until)
    ]
    return sorted(found, key=lambda one: (one.created_at, one.id), reverse=True)


class _Walk:
    """What a survey has found so far."""

    def __init__(self, where: Range) -> None:
        self._limit = where.limit
        self._budget = Budget(where.bytes)
        self._records: list[dict[str, object]] = []
        self._read = 0
        self._gone = 0
        self.place: Place | None = None

    def add(self, session: Session, after: int, found: Sequence[Found] | None) -> bool:
        """Add what one session has. Returns False, and sets ``place``, if not all of it fits."""
        if found is None:
            self._gone += 1
            return True
        self._read += 1
        for one in found:
            if len(self._records) == self._limit or not self._budget.take(one.record):
                self.place = Place(session.created_at, session.id, after)
                return False
            self._records.append(one.record)
            after = one.line
        return True

    def result(self, name: str, total: int) -> dict[str, object]:
        covered = {"sessions_in_range": total, "sessions_read": self._read, "sessions_gone": self._gone}
        return {
            name: self._records,
            "covered": covered,
            **paged(None if self.place is None else self.place.cursor),
        }
