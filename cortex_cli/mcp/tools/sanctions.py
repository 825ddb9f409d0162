"""``active_sanctions``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from cortex_async import UNSET
from cortex_async.models import SanctionType
from cortex_cli.mcp.context import ToolContext
from cortex_cli.mcp.parameters import Parameter
from cortex_cli.mcp.results import Budget, cursor_of, paged, parts_of, timestamp
from cortex_cli.mcp.survey import CURSOR
from cortex_cli.mcp.tool import Tool

if TYPE_CHECKING:
    from cortex_async.models import Sanction

TYPES: Final[tuple[str, ...]] = get_args(SanctionType)


async def active_sanctions(
    context: ToolContext,
    *,
    external_user_id: str | None = None,
    type: str | None = None,  # noqa: A002  (its name in the API)
    limit: int = 50,
    cursor: str | None = None,
) -> dict[str, object]:
    """Return sanctions that are in force."""
    offset = 0 if cursor is None else max(0, int(parts_of(cursor, int)[0]))
    sanctions = context.project.sanctions
    wanted = UNSET if type is None else type
    if external_user_id is not None:
        found = (await sanctions.list_active(external_user_id, type=wanted))[offset : offset + limit + 1]
    else:
        found = await sanctions.list(
            active_only=True, offset=offset, page_size=min(limit + 1, 100), max_items=limit + 1, type=wanted
        ).all()
    budget = Budget()
    records: list[dict[str, object]] = []
    for sanction in found[:limit]:
        record = sanction_record(context, sanction)
        if not budget.take(record):
            break
        records.append(record)
    more = len(records) < len(found)
    return {"sanctions": records, **paged(cursor_of(offset + len(records)) if more else None)}


def sanction_record(context: ToolContext, sanction: Sanction) -> dict[str, object]:
    """Return a sanction. Its reason may quote a player."""
    person = sanction.participant
    return {
        "sanction_id": sanction.id,
        "type": sanction.type,
        "status": sanction.status,
        "active": sanction.is_active,
        "starts": timestamp(sanction.start_at),
        "ends": timestamp(sanction.end_at),
        "session_id": sanction.session_id,
        **context.untrusted.record(
            name=None if person is None else person.display_name,
            external_user_id=sanction.external_user_id,
            reason=sanction.reason,
        ),
    }


ACTIVE_SANCTIONS: Final = Tool(
    name="active_sanctions",
    title="Active sanctions",
    description=(
        "List the sanctions that are in force, of the whole project or of one user. ends is null for permanent ones."
    ),
    parameters=(
        Parameter(name="external_user_id", kind="plain", description="Only those of this user."),
        Parameter(name="type", kind="string", description="Only this type.", choices=TYPES),
        Parameter(
            name="limit",
            kind="integer",
            description="Most sanctions to return.",
            default=50,
            least=1,
            most=100,
        ),
        CURSOR,
    ),
    function=active_sanctions,
)
