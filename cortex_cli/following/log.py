"""The webhook log of a project as a source of past events.

It has the events that a webhook subscription asked for, each once, and not for ever.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from attrs import frozen

from cortex_async import UNSET, to_dict
from cortex_async._core.strings.json_text import NotJSON, parse
from cortex_cli.following.occurred import Occurred

if TYPE_CHECKING:
    from cortex_async import ProjectScope
    from cortex_async.models import WebhookEvent

_PAGE = 100


@frozen
class Logged:
    """An event of the log.

    row: its id in the log, which may differ from the event's. at: when the log got it. status: of its
    deliveries: ``pending``, ``delivered`` or ``failed``.
    """

    event: Occurred
    row: str
    at: datetime
    status: str
    last_error: str | None


async def logged(
    project: ProjectScope, *, since: datetime | None = None, status: str | None = None
) -> list[Logged]:
    """Return the events of the log, oldest first.

    since: leave out those that the log got earlier. status: only those with this status.
    """
    found = [row async for row in _rows(project, since, status) if since is None or row.created_at >= since]
    # Rows that came while the pages were read appear twice. Newest first is the order of the log, which rows
    # of the same time keep.
    rows = [*{row.id: row for row in found}.values()]
    rows.reverse()
    rows.sort(key=lambda row: row.created_at)
    return [
        Logged(await _event(project, row), row.id, row.created_at, str(row.status), row.last_error)
        for row in rows
    ]


async def _rows(
    project: ProjectScope, since: datetime | None, status: str | None
) -> AsyncGenerator[WebhookEvent]:
    pager = project.webhooks.list_events(status=UNSET if status is None else status, page_size=_PAGE)
    async for page in pager.pages():
        for row in page.items:
            yield row
        times = [row.created_at for row in page.items]
        # Only where the order is seen to be newest first: the spec does not say.
        if since is not None and times == sorted(times, reverse=True) and times and times[-1] < since:
            return


async def _event(project: ProjectScope, row: WebhookEvent) -> Occurred:
    """The event of a row. The spec does not say whether ``payload`` is the whole event or a part of it."""
    if _is_whole(row.payload):
        return Occurred(row.payload)
    detail = await project.webhooks.get_event(row.id)
    for delivery in reversed(detail.deliveries):
        sent = _parsed(delivery.request_body)
        if _is_whole(sent):
            return Occurred(cast("Mapping[str, Any]", sent))
    return Occurred(_whole(row))


def _parsed(body: str | None) -> object:
    try:
        return parse((body or "").encode("utf-8", "replace"))
    except NotJSON:
        return None


def _is_whole(found: object) -> bool:
    if not isinstance(found, Mapping):
        return False
    members = cast("Mapping[str, object]", found)
    return isinstance(members.get("type"), str) and isinstance(members.get("payload"), Mapping)


def _whole(row: WebhookEvent) -> dict[str, Any]:
    """An event with what the row says. What it does not say is missing, not made up."""
    shown = to_dict(row, names="api")
    payload = row.payload if "data" in row.payload else {"data": row.payload}
    found: dict[str, Any] = {
        "id": row.id,
        "tenantId": row.tenant_id,
        "projectId": row.project_id,
        "timestamp": shown["createdAt"],
        "type": row.event_type,
        "payload": payload,
    }
    return {name: value for name, value in found.items() if value is not None}
