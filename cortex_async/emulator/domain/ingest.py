"""Events from the platform's own services: signed with the project's secret, limited in number."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from cortex_async.emulator.errors import Refusal, invalid, unauthorized
from cortex_async.emulator.records import Record, is_object, pick
from cortex_async.emulator.store import EVERYWHERE
from cortex_async.emulator.timestamps import iso, parse
from cortex_async.emulator.world import World

TOLERANCE = 300.0
PER_SECOND = 100
ACTIONS = ("created", "updated", "deleted", "occurred")


def check_signature(world: World, headers: Mapping[str, str], raw: bytes) -> None:
    """Hex HMAC-SHA256 over timestamp and raw body, at most five minutes old. Raises ``Refusal`` 401."""
    project = world.store.projects.get(EVERYWHERE, headers.get("X-Project-Id", ""))
    secret: str | None = project["_secret"] if project is not None else None
    stamp = headers.get("X-Timestamp", "")
    if secret is None or not _fresh(world, stamp):
        raise unauthorized()
    expected = hmac.new(secret.encode(), stamp.encode(errors="replace") + raw, "sha256").hexdigest()
    given = headers.get("X-Signature", "")
    if not hmac.compare_digest(expected.encode(), given.encode(errors="replace")):
        raise unauthorized()


def accept(world: World, project: Record, body: Record) -> str:
    """Publish the event as it is, apart from the id, which the server gives; returns it. Raises ``Refusal`` 429."""
    payload: Record = body["payload"]
    if payload.get("action") not in ACTIONS:
        raise invalid(f"payload.action must be one of the following values: {', '.join(ACTIONS)}")
    if not is_object(payload.get("data")):
        raise invalid("payload.data must be an object")
    _limit(world, project["id"])
    payload = pick(payload, "action", "data", "changes")
    event = world.envelope(body["type"], body["source"], body["resourceId"], project, payload)
    if "timestamp" in body:
        event["timestamp"] = _instant(body["timestamp"])
    world.publish(event)
    identifier: str = event["id"]
    return identifier


def _limit(world: World, project_id: str) -> None:
    """A sliding second."""
    now = world.clock.timestamp()
    recent = [moment for moment in world.ingested.get(project_id, ()) if moment > now - 1]
    world.ingested[project_id] = recent
    if len(recent) >= PER_SECOND:
        raise Refusal(429, f"Rate limit exceeded (max {PER_SECOND} events/s)", {"Retry-After": "1"})
    recent.append(now)


def _fresh(world: World, stamp: str) -> bool:
    try:
        return abs(parse(stamp) - world.clock.timestamp()) <= TOLERANCE
    except ValueError:
        return False


def _instant(text: str) -> str:
    try:
        return iso(parse(text))
    except ValueError:
        raise invalid("timestamp must be a valid ISO 8601 date string") from None
