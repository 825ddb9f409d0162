"""Repairs from the webhook log, which has whole events with their own ids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from attrs import frozen

from cortex_async._core.call_errors import Forbidden, NotFound
from cortex_async._core.strings.json_text import dump
from cortex_async.relay.items import Item
from cortex_async.relay.known import LATENESS
from cortex_async.relay.repair.coverage import Wanted, logged_types
from cortex_async.resources.webhook_log import LogPart, read_log

if TYPE_CHECKING:
    from cortex_async._generated.operations.project.webhooks import WebhooksOperations
    from cortex_async.models import WebhookSubscription
    from cortex_async.resources.webhook_log import LoggedEvent

MAX_LOGGED: Final = 20_000
"""Events of the log that one repair reads. What is older is reported as a gap."""

TRUSTED: Final = 24 * 3600.0
"""Seconds for which the log is taken to be complete. The API does not say how long it keeps events: for a
longer time, one that is older must be there to prove it."""


@frozen
class Logged:
    """What the log has of a time.

    items: the events, oldest first.
    covered: the types of which it has all events.
    since: from when on it has them, in Unix seconds.
    """

    items: list[Item]
    covered: set[str]
    since: float


async def from_log(
    webhooks: WebhooksOperations,
    project: str,
    wanted: Wanted,
    since: float,
    until: float,
    now: Callable[[], float],
) -> Logged:
    """Read what the log has of a time. It has nothing if this credential may not read it."""
    start = datetime.fromtimestamp(since, UTC)
    try:
        # The spec lets the server return those of other projects too.
        subscriptions = [one for one in await webhooks.list_subscriptions() if one.project_id == project]
        if not subscriptions:
            return Logged([], set(), since)
        begin = datetime.fromtimestamp(since - LATENESS, UTC)
        part = await read_log(webhooks, since=begin, limit=MAX_LOGGED)
    except (Forbidden, NotFound):
        return Logged([], set(), since)
    items = [_item(one, now()) for one in part.events if wanted.has(str(one.raw.get("type")))]
    covered: set[str] = set()
    if part.reached or until - since <= TRUSTED:
        patterns = [pattern for one in subscriptions if _held(one, start) for pattern in one.events]
        covered = logged_types(patterns, wanted.types())
    return Logged(items, covered, _from(part, since))


def _held(subscription: WebhookSubscription, start: datetime) -> bool:
    """Whether a subscription has been as it is since then."""
    return subscription.is_active and max(subscription.created_at, subscription.updated_at) <= start


def _from(part: LogPart, since: float) -> float:
    return max(since, part.events[0].at.timestamp()) if part.cut and part.events else since


def _item(one: LoggedEvent, now: float) -> Item:
    raw = one.raw if one.whole else {**one.raw, "synthetic": True}
    return Item.of(raw, dump(raw), min(now, one.at.timestamp()))
