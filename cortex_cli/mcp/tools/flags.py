"""``flagged_lines``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cortex_async.evidence.flags import SCORE, flags
from cortex_async.evidence.free_form import one_line_json, without_secrets
from cortex_async.evidence.source import Source
from cortex_cli.mcp.context import ToolContext
from cortex_cli.mcp.parameters import Parameter
from cortex_cli.mcp.reading import Speakers, in_order, line_record, messages_of
from cortex_cli.mcp.survey import CURSOR, MOST_SESSIONS, SINCE, UNTIL, Found, Range, survey
from cortex_cli.mcp.tool import Tool

if TYPE_CHECKING:
    from cortex_async.models import MessageAnnotation, Session

_MOST_FLAGS: Final = 5
"""Annotations of one line that are shown."""


async def flagged_lines(
    context: ToolContext,
    *,
    min_score: float = SCORE,
    session_id: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    max_sessions: int = 20,
    limit: int = 20,
    cursor: str | None = None,
) -> dict[str, object]:
    """Return lines that plugins have flagged."""
    source, speakers = Source(context.project), Speakers(context)

    async def look(session: Session, after: int) -> Sequence[Found] | None:
        messages = await messages_of(context, session.id)
        if messages is None:
            return None
        numbered = {one.id: number for number, one in enumerate(in_order(messages), 1)}
        annotations = await source.annotations([name for name, number in numbered.items() if number > after])
        flagged = {
            name: found
            for name in numbered
            if (found := [one for one in annotations.get(name, ()) if flags(one, min_score)])
        }
        chosen = dict(list(flagged.items())[: limit + 1])
        lines = await speakers.lines([one for one in messages if one.id in chosen])
        return [
            Found(
                numbered[line.id],
                {
                    "session_id": session.id,
                    **line_record(context, numbered[line.id], line),
                    "flags": [_flag(context, one) for one in chosen[line.id][:_MOST_FLAGS]],
                },
            )
            for line in lines
        ]

    where = Range(
        since=since, until=until, session_id=session_id, max_sessions=max_sessions, limit=limit, cursor=cursor
    )
    return await survey(context, where, look, "lines")


def _flag(context: ToolContext, annotation: MessageAnnotation) -> dict[str, object]:
    """Return what a plugin found. Plugins quote players, so its own words are theirs."""
    return {
        "type": context.untrusted.text(annotation.type, 60),
        "score": annotation.number("score"),
        "severity": annotation.number("severity"),
        **context.untrusted.record(found=one_line_json(without_secrets(annotation.data))),
    }


FLAGGED_LINES: Final = Tool(
    name="flagged_lines",
    title="Flagged lines",
    description=(
        "List lines that plugins have flagged with at least min_score, in all sessions of a time range or in one, "
        "newest sessions first, with what was found. Reads at most max_sessions sessions in a call: covered says "
        "how many of how many were read, and next_cursor goes on."
    ),
    parameters=(
        Parameter(
            name="min_score",
            kind="number",
            description="The lowest score or severity that counts, from 0 to 1.",
            default=SCORE,
            least=0,
            most=1,
        ),
        Parameter(name="session_id", kind="plain", description="Only this session."),
        SINCE,
        UNTIL,
        MOST_SESSIONS,
        Parameter(
            name="limit", kind="integer", description="Most lines to return.", default=20, least=1, most=50
        ),
        CURSOR,
    ),
    function=flagged_lines,
)
