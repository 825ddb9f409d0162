"""``read_transcript``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from cortex_cli.failures import usage
from cortex_cli.mcp.context import ToolContext
from cortex_cli.mcp.parameters import Parameter
from cortex_cli.mcp.reading import Speakers, in_order, line_record, session_record
from cortex_cli.mcp.results import Budget
from cortex_cli.mcp.tool import Tool

if TYPE_CHECKING:
    from cortex_async.models import Message


async def read_transcript(
    context: ToolContext,
    *,
    session_id: str,
    from_line: int | None = None,
    around_message: str | None = None,
    lines: int = 50,
) -> dict[str, object]:
    """Return lines of a transcript, from a line on or around a message."""
    if from_line is not None and around_message is not None:
        raise usage("from_line and around_message exclude each other: give one")
    session = await context.project.sessions.get(session_id)
    messages = in_order(await context.project.messages.list(session_id))
    start = (from_line or 1) - 1 if around_message is None else _around(messages, around_message, lines)
    chosen = await Speakers(context).lines(messages[start : start + lines])
    budget = Budget()
    records: list[dict[str, object]] = []
    for number, line in enumerate(chosen, start + 1):
        record = line_record(context, number, line)
        if not budget.take(record):
            break
        records.append(record)
    end = start + len(records)
    return {
        "session": session_record(context, session),
        "lines": records,
        "total_lines": len(messages),
        "truncated": end < len(messages),
        "next_line": end + 1 if end < len(messages) else None,
    }


def _around(messages: Sequence[Message], message_id: str, lines: int) -> int:
    """Return where to start, so that the message is in the middle."""
    places = [place for place, one in enumerate(messages) if one.id == message_id]
    if not places:
        raise usage("around_message is no message of this session")
    return max(0, places[0] - lines // 2)


READ_TRANSCRIPT: Final = Tool(
    name="read_transcript",
    title="Read a transcript",
    description=(
        "Read what was said in a session, as numbered lines with speaker and time. Without from_line and "
        "around_message it begins at line 1; next_line says where to go on."
    ),
    parameters=(
        Parameter(name="session_id", kind="plain", description="The session.", required=True),
        Parameter(
            name="from_line",
            kind="integer",
            description="The first line to return.",
            least=1,
            most=10_000_000,
        ),
        Parameter(
            name="around_message",
            kind="plain",
            description="Id of a message: return the lines around it instead.",
        ),
        Parameter(
            name="lines", kind="integer", description="Most lines to return.", default=50, least=1, most=200
        ),
    ),
    function=read_transcript,
)
