"""Webhook subscriptions, and the outbox of events to deliver."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from cortex_async.emulator.checks import non_empty
from cortex_async.emulator.errors import invalid
from cortex_async.emulator.events import OUTSIDE_OUTBOX, Published, patterns_of
from cortex_async.emulator.records import Record, pick, public
from cortex_async.emulator.tables.groups import EVERYWHERE
from cortex_async.emulator.timers import timer
from cortex_async.emulator.timestamps import parse
from cortex_async.emulator.world import World

# Fields that a request may set and no response shows; in the record their names start with an underscore.
PRIVATE = ("secret", "apiKey", "apiKeyHeader", "basicAuthUsername", "basicAuthPassword", "customHeaders")
DEFAULT_KEY_HEADER = "X-API-Key"
RESERVED = frozenset(
    {
        "host",
        "connection",
        "content-length",
        "content-type",
        "transfer-encoding",
        "x-signature",
        "x-timestamp",
    }
)
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def subscribe(world: World, project: Record, values: Record) -> Record:
    """Create a subscription. Raises ``HTTPError`` for an invalid URL or invalid credentials."""
    now = world.clock.iso()
    subscription: Record = {
        "id": world.ids.uuid("subscription"),
        "tenantId": project["_tenantId"],
        "projectId": project["id"],
        "isActive": True,
        "authType": "none",
        "createdAt": now,
        **{f"_{name}": None for name in PRIVATE},
    }
    change(world, subscription, values)
    return world.store.subscriptions.add(project["id"], subscription)


def change(world: World, subscription: Record, values: Record) -> None:
    """Change a subscription. Raises ``HTTPError``, and changes nothing, if the result would be invalid."""
    changed = {
        **subscription,
        **pick(values, "url", "events", "description", "isActive", "authType"),
        **{f"_{name}": values[name] for name in PRIVATE if name in values},
        "updatedAt": world.clock.iso(),
    }
    non_empty({"secret": changed["_secret"]}, "secret")
    _check_url(changed["url"])
    _check_credentials(changed)
    subscription.update(changed)
    if world.store.subscriptions.get(subscription["projectId"], subscription["id"]) is not None:
        world.store.subscriptions.changed(subscription["projectId"], subscription)


def enqueue(world: World, published: Published) -> None:
    """Add an event to the outbox if there is a subscription for it. Delivery progress is never delivered."""
    if published.type == OUTSIDE_OUTBOX:
        return
    project_id = published.project_id
    waiting = _subscribed(world, project_id, published.type)
    if not waiting:
        return
    row: Record = {
        "id": published.id,
        "tenantId": published.tenant_id,
        "projectId": project_id,
        "eventType": published.type,
        "payload": published.event,
        "status": "pending",
        "attemptsCount": 0,
        "lastError": None,
        "nextAttemptAt": world.clock.iso(),
        "createdAt": world.clock.iso(),
        "_waiting": waiting,
        "_deliveries": [],
    }
    world.store.webhook_events.add(project_id, row)
    _drop_oldest(world, project_id)
    world.timers.after(0, "webhook.attempt", project_id, row["id"])


@timer("webhook.attempt")
def attempt(world: World, project_id: str, row_id: str) -> None:
    row = world.store.webhook_events.get(project_id, row_id)
    if row is not None and row["status"] == "pending":
        world.deliver(row)


def record_attempt(world: World, row: Record, deliveries: list[Record], error: str | None) -> None:
    """Record one round of attempts.

    ``row["_waiting"]`` holds the subscriptions that have not confirmed yet.
    """
    row["_deliveries"] += deliveries
    row["attemptsCount"] += 1
    row["lastError"] = error
    attempts: int = row["attemptsCount"]
    pauses = world.settings.webhook_retries
    if not row["_waiting"]:
        _finish(world, row, "delivered")
    elif attempts > len(pauses):
        _finish(world, row, "failed")
    else:
        pause = pauses[attempts - 1]
        row["nextAttemptAt"] = world.later(pause)
        world.timers.after(pause, "webhook.attempt", row["projectId"], row["id"])
    progress = pick(row, "id", "eventType", "status", "attemptsCount", "lastError", "projectId")
    project = world.project(row["projectId"])
    world.emit(OUTSIDE_OUTBOX, "occurred", f"webhook_event:{row['id']}", project, public(progress))


def resume(world: World) -> None:
    """Schedule the next attempt of every pending row, e.g. after an interrupted attempt or after loading a
    state.
    """
    for row in world.store.webhook_events.groups.of(EVERYWHERE, ("status", "pending")):
        world.timers.at(parse(row["nextAttemptAt"]), "webhook.attempt", row["projectId"], row["id"])


def _subscribed(world: World, project_id: str, event_type: str) -> list[str]:
    """The ids of the subscriptions for a type, in the order in which they were made."""
    if not world.store.subscriptions.count(project_id):
        return []
    groups = world.store.subscriptions.groups
    found = {
        one["id"]: one
        for pattern in patterns_of(event_type)
        for one in groups.of(project_id, ("pattern", pattern))
    }
    return sorted(found, key=lambda id_: groups.number(project_id, id_))


def _finish(world: World, row: Record, status: str) -> None:
    row["status"] = status
    world.store.webhook_events.changed(row["projectId"], row)


def _drop_oldest(world: World, project_id: str) -> None:
    rows = world.store.webhook_events
    surplus = rows.count(project_id) - world.settings.history
    for row in rows.groups.page(project_id, ("status", None), range(surplus)):
        rows.remove(project_id, row["id"])


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise invalid("url must be a URL address")


def _check_credentials(subscription: Record) -> None:
    needed = {
        "api_key": ("apiKey",),
        "basic_auth": ("basicAuthUsername", "basicAuthPassword"),
        "custom_headers": ("customHeaders",),
    }.get(subscription["authType"], ())
    missing = [f"{name} should not be empty" for name in needed if not subscription[f"_{name}"]]
    if missing:
        raise invalid(*missing)
    headers: dict[str, str] = dict(subscription["_customHeaders"] or {})
    if subscription["_apiKeyHeader"] or subscription["_apiKey"]:
        headers[subscription["_apiKeyHeader"] or DEFAULT_KEY_HEADER] = subscription["_apiKey"] or ""
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in RESERVED:
            raise invalid("header names must be valid and not one of the delivery's own")
        if not _HEADER_VALUE.fullmatch(value):
            raise invalid("header values must not hold line breaks or other control characters")
