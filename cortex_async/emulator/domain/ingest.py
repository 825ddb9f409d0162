"""Events from the platform's own services, signed with the project's secret and rate-limited."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from cortex_async.emulator.errors import HTTPError, invalid, unauthorized
from cortex_async.emulator.records import Record, is_object, pick
from cortex_async.emulator.store import GLOBAL
from cortex_async.emulator.timestamps import iso, parse
from cortex_async.emulator.world import World

TOLERANCE = 300.0
PER_SECOND = 100
ACTIONS = ("created", "updated", "deleted", "occurred")


def check_signature(world: World, headers: Mapping[str, str], raw: bytes) -> None:
    """Check the signature: hex HMAC-SHA256 of timestamp and raw body, within five minutes.

    Raises ``HTTPError`` 401.
    """
    project = world.store.projects.get(GLOBAL, headers.get("X-Project-Id", ""))
    secret: str | None = project["_secret"] if project is not None else None
    stamp = headers.get("X-Timestamp", "")
    if secret is None or not _fresh(world, stamp):
        raise unauthorized()
    expected = hmac.new(secret.encode(), stamp.encode(errors="replace") + raw, "sha256").hexdigest()
    given = headers.get("X-Signature", "")
    if not hmac.compare_digest(expected.encode(), given.encode(errors="replace")):
        raise unauthorized()


def accept(world: World, project: Record, body: Record) -> str:
    """Publish the event under a new id; returns the id.

    Raises ``HTTPError`` for an invalid payload, and 429 at the rate limit.
    """
    payload: Record = body["payload"]
    if payload.get("action") not in ACTIONS:
        raise invalid(f"payload.action must be one of the following values: {', '.join(ACTIONS)}")
    if not is_object(payload.get("data")):
        raise invalid("payload.data must be an object")
    _check_rate(world, project["id"])
    payload = pick(payload, "action", "data", "changes")
    event = world.envelope(body["type"], body["source"], body["resourceId"], project, payload)
    if "timestamp" in body:
        event["timestamp"] = _timestamp(body["timestamp"])
    world.publish(event)
    identifier: str = event["id"]
    return identifier


def _check_rate(world: World, project_id: str) -> None:
    """Raise ``HTTPError`` 429 for too many events within the last second."""
    now = world.clock.timestamp()
    recent = [received for received in world.ingested.get(project_id, ()) if received > now - 1]
    world.ingested[project_id] = recent
    if len(recent) >= PER_SECOND:
        raise HTTPError(429, f"Rate limit exceeded (max {PER_SECOND} events/s)", {"Retry-After": "1"})
    recent.append(now)


def _fresh(world: World, stamp: str) -> bool:
    try:
        return abs(parse(stamp) - world.clock.timestamp()) <= TOLERANCE
    except ValueError:
        return False


def _timestamp(string: str) -> str:
    try:
        return iso(parse(string))
    except ValueError:
        raise invalid("timestamp must be a valid ISO 8601 date string") from None
