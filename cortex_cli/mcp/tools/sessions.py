"""``list_sessions``."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cortex_cli.mcp.context import ToolContext
from cortex_cli.mcp.parameters import Parameter
from cortex_cli.mcp.reading import session_record
from cortex_cli.mcp.results import Budget, paged
from cortex_cli.mcp.survey import CURSOR, SINCE, UNTIL, Place, sessions_in
from cortex_cli.mcp.tool import Tool


async def list_sessions(
    context: ToolContext,
    *,
    status: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> dict[str, object]:
    """Return sessions, newest first."""
    found = await sessions_in(context, since, until)
    chosen = [one for one in found if status is None or one.status == status]
    place = None if cursor is None else Place.of(cursor)
    left = [one for one in chosen if place is None or place.left_of(one) is not None]
    budget = Budget()
    records: list[dict[str, object]] = []
    for session in left[:limit]:
        record = session_record(context, session)
        if not budget.take(record):
            break
        records.append(record)
    more = len(records) < len(left)
    return {
        "sessions": records,
        "total": len(chosen),
        **paged(Place.end_of(left[len(records) - 1]).cursor if more else None),
    }


LIST_SESSIONS: Final = Tool(
    name="list_sessions",
    title="List sessions",
    description="List voice sessions of the project, newest first, with id, title, room, status and start.",
    parameters=(
        Parameter(
            name="status",
            kind="string",
            description="Only sessions in this status.",
            choices=("active", "ended"),
        ),
        SINCE,
        UNTIL,
        Parameter(
            name="limit",
            kind="integer",
            description="Most sessions to return.",
            default=50,
            least=1,
            most=100,
        ),
        CURSOR,
    ),
    function=list_sessions,
)
