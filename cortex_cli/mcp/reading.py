"""What several tools read: messages, and who spoke them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cortex_async import NotFound
from cortex_async.evidence.source import Source
from cortex_async.transcripts import Line, Transcript
from cortex_cli.mcp.context import ToolContext
from cortex_cli.mcp.results import timestamp

if TYPE_CHECKING:
    from cortex_async.models import Message, Participant, Session


async def messages_of(context: ToolContext, session_id: str) -> list[Message] | None:
    """Return the messages of a session, None if it was deleted since the list of sessions was made."""
    try:
        return await context.project.messages.list(session_id)
    except NotFound:
        return None


class Speakers:
    """Finds out who spoke, by name; asks for each name once."""

    def __init__(self, context: ToolContext) -> None:
        self._source = Source(context.project)
        self._names: set[str] = set()
        self._participants: dict[str, Participant] = {}

    async def lines(self, messages: Sequence[Message]) -> Sequence[Line]:
        """Return messages of one session, in the order of a transcript, as lines with their speakers."""
        unknown = [one for one in messages if one.sender_name not in self._names]
        if unknown:
            self._participants |= {one.id: one for one in await self._source.participants(unknown)}
            self._names |= {one.sender_name for one in unknown}
        return Transcript.of(messages, participants=self._participants.values()).lines


def in_order(messages: Sequence[Message]) -> list[Message]:
    """Return messages as the lines of a transcript are ordered and counted."""
    by_id = {one.id: one for one in messages}
    return [by_id[line.id] for line in Transcript.of(messages).lines]


def line_record(context: ToolContext, number: int, line: Line) -> dict[str, object]:
    """Return a line of a transcript, without its session.

    speaker_known_by: ``"name"`` if the speaker is the only participant who has this name now, else None.
    """
    return {
        "line": number,
        "message_id": line.id,
        "at": timestamp(line.start),
        "kind": line.kind,
        "speaker_known_by": line.speaker.id_source,
        **context.untrusted.record(
            speaker=line.speaker.name, external_user_id=line.speaker.external_user_id, text=line.text
        ),
    }


def session_record(context: ToolContext, session: Session) -> dict[str, object]:
    """Return a session."""
    return {
        "session_id": session.id,
        "status": session.status,
        "began": timestamp(session.created_at),
        **context.untrusted.record(title=session.title, room=session.external_room_id),
    }
