"""``person_history``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cortex_async.evidence.flags import SCORE, flags
from cortex_async.evidence.source import Source
from cortex_async.transcripts import Line
from cortex_cli.mcp.context import ToolContext
from cortex_cli.mcp.parameters import Parameter
from cortex_cli.mcp.reading import Speakers, messages_of, session_record
from cortex_cli.mcp.results import Budget, timestamp
from cortex_cli.mcp.survey import CURSOR, MOST_SESSIONS, SINCE, UNTIL, Found, Range, survey
from cortex_cli.mcp.tool import Tool
from cortex_cli.mcp.tools.sanctions import sanction_record

if TYPE_CHECKING:
    from cortex_async.models import Participant, Session

_BYTES_OF_SANCTIONS: Final = 7_000
_BYTES_OF_SESSIONS: Final = 9_000


async def person_history(
    context: ToolContext,
    *,
    external_user_id: str,
    since: datetime | None = None,
    until: datetime | None = None,
    max_sessions: int = 20,
    cursor: str | None = None,
) -> dict[str, object]:
    """Return who somebody is, their sanctions, and in which sessions they spoke."""
    person = await participant_of(context, external_user_id)
    result = {
        "person": None if person is None else _person(context, person),
        **await _sanctions(context, person, external_user_id),
    }
    if person is None:
        return result | {"note": "no participant of the project has this external_user_id"}
    where = Range(
        since=since,
        until=until,
        max_sessions=max_sessions,
        limit=max_sessions,
        cursor=cursor,
        bytes=_BYTES_OF_SESSIONS,
    )
    return result | await survey(context, where, _Spoken(context, person).look, "sessions")


async def participant_of(context: ToolContext, external_user_id: str) -> Participant | None:
    """Return the participant with exactly this id, None if there is none."""
    # The search is for a part of the id or the name. The time limit of tools bounds how many it may find.
    async for one in context.project.participants.list(search=external_user_id, page_size=100):
        if one.external_user_id == external_user_id:
            return one
    return None


def _person(context: ToolContext, person: Participant) -> dict[str, object]:
    return {
        "participant_id": person.id,
        "first_joined": timestamp(person.joined_at),
        **context.untrusted.record(name=person.display_name, external_user_id=person.external_user_id),
    }


async def _sanctions(
    context: ToolContext, person: Participant | None, external_user_id: str
) -> dict[str, object]:
    found = await Source(context.project).sanctions_of(
        None if person is None else person.id, external_user_id
    )
    budget = Budget(_BYTES_OF_SANCTIONS)
    records = [sanction_record(context, one) for one in reversed(found)]
    shown: list[dict[str, object]] = []
    for record in records:
        if not budget.take(record):
            break
        shown.append(record)
    return {"sanctions": shown, "total_sanctions": len(found)}


class _Spoken:
    """Finds what a person said in a session, by name: the API does not tell who spoke a message."""

    def __init__(self, context: ToolContext, person: Participant) -> None:
        self._context = context
        self._person = person
        self._source = Source(context.project)
        self._speakers = Speakers(context)

    async def look(self, session: Session, _: int) -> Sequence[Found] | None:
        messages = await messages_of(self._context, session.id)
        if messages is None:
            return None
        named = [one for one in messages if one.sender_name == self._person.display_name]
        lines = await self._speakers.lines(named)
        own = [one for one in lines if one.speaker.id == self._person.id]
        unsure = [one for one in lines if self._person.id in one.speaker.candidates]
        if not own and not unsure:
            return []
        record = {
            **session_record(self._context, session),
            "lines": len(own),
            "lines_of_somebody_with_this_name": len(unsure),
            "flagged_lines": await self._flagged(own),
        }
        return [Found(1, record)]

    async def _flagged(self, lines: Sequence[Line]) -> int:
        annotations = await self._source.annotations([one.id for one in lines])
        return sum(any(flags(one, SCORE) for one in found) for found in annotations.values())


PERSON_HISTORY: Final = Tool(
    name="person_history",
    title="A person's history",
    description=(
        "Show who a user is, all sanctions of that user, newest first, and the sessions in which the user spoke, with "
        f"numbers of lines and of flagged ones (score {SCORE:g} or more). Lines are matched by the display name that "
        "the user has now: where several users have it, they are counted apart. Reads at most max_sessions sessions "
        "in a call; next_cursor goes on."
    ),
    parameters=(
        Parameter(
            name="external_user_id", kind="plain", description="External user id, as in lines.", required=True
        ),
        SINCE,
        UNTIL,
        MOST_SESSIONS,
        CURSOR,
    ),
    function=person_history,
)
