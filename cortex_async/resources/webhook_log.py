"""The webhook log of a project as a source of past events.

It has the events that a webhook subscription asked for, each once, and not for ever.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, cast

from attrs import field, frozen

from cortex_async._core.strings.json_text import NotJSON, parse
from cortex_async._core.unset import UNSET
from cortex_async.dicts import to_dict

if TYPE_CHECKING:
    from cortex_async._generated.operations.project.webhooks import WebhooksOperations
    from cortex_async.models import WebhookEvent

PAGE: Final = 100


@frozen
class LoggedEvent:
    """An event of the log.

    raw: the event, as streams and deliveries carry it.
    whole: whether the log has all of it. Otherwise ``raw`` is what the log says of it, with the row's id.
    row: its id in the log, which may differ from the event's.
    at: when the log got it.
    status: of its deliveries: ``pending``, ``delivered`` or ``failed``.
    """

    raw: Mapping[str, Any] = field(repr=False)
    whole: bool
    row: str
    at: datetime
    status: str
    last_error: str | None = field(repr=False)


@frozen
class LogPart:
    """The newest events of a log, oldest first.

    reached: whether the log also has older events than those that were asked for.
    cut: whether there were more than the limit, so that the oldest ones are missing.
    """

    events: list[LoggedEvent]
    reached: bool
    cut: bool


async def read_log(
    webhooks: WebhooksOperations,
    *,
    since: datetime | None = None,
    status: str | None = None,
    limit: int | None = None,
) -> LogPart:
    """Read the log.

    since: leave out events that the log got earlier.
    status: only those with this status.
    limit: the most events to return, the newest; None for all.
    """
    # Rows that came while the pages were read appear twice.
    found: dict[str, WebhookEvent] = {}
    reached = cut = False
    async for row in _rows(webhooks, since, status):
        if since is not None and row.created_at < since:
            reached = True
            continue
        cut = limit is not None and len(found) >= limit and row.id not in found
        if cut:
            break
        found[row.id] = row
    # Newest first is the order of the log, which rows of the same time keep.
    rows = [*found.values()][::-1]
    rows.sort(key=lambda row: row.created_at)
    return LogPart([await _logged(webhooks, row) for row in rows], reached, cut)


async def _rows(
    webhooks: WebhooksOperations, since: datetime | None, status: str | None
) -> AsyncGenerator[WebhookEvent]:
    pager = webhooks.list_events(status=UNSET if status is None else status, page_size=PAGE)
    async for page in pager.pages():
        for row in page.items:
            yield row
        times = [row.created_at for row in page.items]
        # Only where the order is seen to be newest first: the spec does not say.
        if since is not None and times == sorted(times, reverse=True) and times and times[-1] < since:
            return


async def _logged(webhooks: WebhooksOperations, row: WebhookEvent) -> LoggedEvent:
    """The event of a row. The spec does not say whether ``payload`` is the whole event or a part of it."""
    raw: Mapping[str, Any] | None = row.payload if _is_whole(row.payload) else None
    if raw is None:
        detail = await webhooks.get_event(row.id)
        sent = (_parsed(delivery.request_body) for delivery in reversed(detail.deliveries))
        raw = next((cast("Mapping[str, Any]", one) for one in sent if _is_whole(one)), None)
    whole = raw is not None
    raw = _of_row(row) if raw is None else raw
    return LoggedEvent(raw, whole, row.id, row.created_at, str(row.status), row.last_error)


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


def _of_row(row: WebhookEvent) -> dict[str, Any]:
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
