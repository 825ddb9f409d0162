"""``search_transcripts``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cortex_cli.failures import usage
from cortex_cli.mcp.context import ToolContext
from cortex_cli.mcp.parameters import Parameter
from cortex_cli.mcp.reading import Speakers, in_order, line_record, messages_of
from cortex_cli.mcp.survey import CURSOR, MOST_SESSIONS, SINCE, UNTIL, Found, Range, survey
from cortex_cli.mcp.tool import Tool
from cortex_cli.mcp.untrusted import comparable

if TYPE_CHECKING:
    from cortex_async.models import Session


async def search_transcripts(
    context: ToolContext,
    *,
    query: str,
    session_id: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    max_sessions: int = 20,
    limit: int = 20,
    cursor: str | None = None,
) -> dict[str, object]:
    """Return lines that contain a string."""
    wanted = comparable(query).strip()
    if not wanted:
        raise usage("query must have visible characters")
    speakers = Speakers(context)

    async def look(session: Session, after: int) -> Sequence[Found] | None:
        messages = await messages_of(context, session.id)
        if messages is None:
            return None
        hits = {
            one.id: (number, one)
            for number, one in enumerate(in_order(messages), 1)
            if number > after and wanted in comparable(context.untrusted.whole(one.content))
        }
        chosen = dict(list(hits.items())[: limit + 1])
        lines = await speakers.lines([one for _, one in chosen.values()])
        return [
            Found(number, {"session_id": session.id, **line_record(context, number, line)})
            for line, (number, _) in ((line, chosen[line.id]) for line in lines)
        ]

    where = Range(
        since=since, until=until, session_id=session_id, max_sessions=max_sessions, limit=limit, cursor=cursor
    )
    return await survey(context, where, look, "lines")


SEARCH_TRANSCRIPTS: Final = Tool(
    name="search_transcripts",
    title="Search transcripts",
    description=(
        "Find lines that contain a string, in all sessions of a time range, newest first. Case, width and "
        "invisible characters do not matter. Reads at most max_sessions sessions in a call: covered says how "
        "many of how many were read, and next_cursor goes on. No hit in a truncated result proves nothing."
    ),
    parameters=(
        Parameter(
            name="query", kind="string", description="What the line contains.", required=True, longest=200
        ),
        Parameter(name="session_id", kind="plain", description="Only this session."),
        SINCE,
        UNTIL,
        MOST_SESSIONS,
        Parameter(
            name="limit", kind="integer", description="Most lines to return.", default=20, least=1, most=100
        ),
        CURSOR,
    ),
    function=search_transcripts,
)
