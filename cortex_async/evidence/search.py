"""Finds the session of a message. The API has no way to ask for a message by its id alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from attrs import frozen

from cortex_async._core.call_errors import NotFound
from cortex_async._core.runtime.together import together
from cortex_async.evidence.source import Source

if TYPE_CHECKING:
    from cortex_async.models import Session

MOST_SESSIONS: Final = 200
"""Sessions whose messages are read to find one message."""

_AT_ONCE: Final = 4


@frozen
class Search:
    """The result of a search: the session, or how many were read of how many there are."""

    session_id: str | None
    read: int
    total: int

    @property
    def failure(self) -> str:
        """Why no session was found, for people."""
        if self.read < self.total:
            return (
                f"the message is in none of the {self.read} newest of {self.total} sessions, and no others "
                "were read: pass session_id"
            )
        return f"the message is in none of the project's {self.total} sessions"


async def find_session(source: Source, message_id: str) -> Search:
    """Look for a message in the sessions of the project: active ones first, then the newest."""
    sessions = await source.project.sessions.list()
    ordered = sorted(sessions, key=lambda one: (one.status != "ended", one.created_at), reverse=True)
    looked = ordered[:MOST_SESSIONS]
    for start in range(0, len(looked), _AT_ONCE):
        found = await _look(source, looked[start : start + _AT_ONCE], message_id)
        if found is not None:
            return Search(found, min(start + _AT_ONCE, len(looked)), len(sessions))
    return Search(None, len(looked), len(sessions))


async def _look(source: Source, sessions: Sequence[Session], message_id: str) -> str | None:
    found = await together(_has(source, session.id, message_id) for session in sessions)
    return next((session.id for session, has in zip(sessions, found, strict=True) if has), None)


async def _has(source: Source, session_id: str, message_id: str) -> bool:
    try:
        messages = await source.project.messages.list(session_id)
    except NotFound:
        # Deleted since the list was made.
        return False
    return any(message.id == message_id for message in messages)
