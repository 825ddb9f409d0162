"""JSON as a server sends it: ids, names and strings are as long as in the spec's examples."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import orjson

from benchmarks.harness.clients import SPEC

TEXT = "two enemies behind the gate, falling back to the bridge"
KINDS = {"Message": "Message", "SessionResponse": "Session", "GatheringResponse": "Gathering"}
"""Schema of the spec -> model of the SDK."""


def timestamp(number: int) -> str:
    day, hour, minute, second = number % 28 + 1, number % 24, number % 60, number // 60 % 60
    return f"2026-10-{day:02}T{hour:02}:{minute:02}:{second:02}.{number % 1000:03}Z"


def message(number: int) -> dict[str, Any]:
    return {
        "id": f"msg_{number:012}",
        "sessionId": f"sess_{number % 50:08}",
        "type": "user" if number % 5 else "system",
        "senderName": f"Player {number % 97}",
        "content": TEXT[: 20 + number % 36],
        "timestamp": timestamp(number),
        "hasDebugAudio": number % 3 == 0,
    }


def session(number: int) -> dict[str, Any]:
    always: dict[str, Any] = {
        "id": f"sess_{number:012}",
        "tenantId": "tenant_456",
        "externalRoomId": f"room_{number:06}",
        "projectId": "proj_123",
        "gateway": "gateway.odin.4players.io",
        "title": f"Daily Standup {number}",
        "createdByUserId": f"user_{number % 31}",
        "createdAt": timestamp(number),
        "status": "active" if number % 4 else "ended",
    }
    return {**always, "idleTimeout": 300} if number % 2 else always


def gathering(number: int) -> dict[str, Any]:
    """A gathering of a list. One in five has members, as only the detailed view of the API does."""
    always: dict[str, Any] = {
        "id": f"gath_{number:012}",
        "projectId": "proj_123",
        "tenantId": "tenant_456",
        "name": f"Raid {number}",
        "type": ("lobby", "appointment", "open")[number % 3],
        "status": ("pending", "active", "started", "ended")[number % 4],
        "maxMembers": 40,
        "memberCount": number % 40,
        "accessPolicy": "open",
        "listed": number % 2 == 0,
        "autoStartSession": True,
        "joinCode": f"{number:08X}",
        "properties": {"map": "bridge", "level": number % 60, "ranked": number % 2 == 0},
        "ownerId": f"part_{number % 500:08}",
        "createdAt": timestamp(number),
        "expiresAt": timestamp(number + 1),
    }
    if number % 3 == 1:
        always |= {
            "startsAt": timestamp(number + 2),
            "endsAt": timestamp(number + 3),
            "timezone": "Europe/Berlin",
        }
    if number % 5 == 0:
        always["members"] = [_member(number, place) for place in range(3)]
    return always


def _member(gathering: int, place: int) -> dict[str, Any]:
    return {
        "id": f"memb_{gathering:08}_{place}",
        "gatheringId": f"gath_{gathering:012}",
        "participantId": f"part_{gathering % 500:08}",
        "displayName": f"Player {place}",
        "role": "owner" if place == 0 else "member",
        "status": "ready",
        "joinedAt": timestamp(gathering),
    }


_MAKERS: dict[str, Callable[[int], dict[str, Any]]] = {
    "Message": message,
    "SessionResponse": session,
    "GatheringResponse": gathering,
}


def body(schema: str, count: int) -> bytes:
    """A list of ``count`` objects."""
    return orjson.dumps([_MAKERS[schema](number) for number in range(count)])


@cache
def spec() -> dict[str, Any]:
    parsed: dict[str, Any] = orjson.loads(SPEC.read_bytes())
    return parsed


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = spec()["components"]["schemas"][name]
    return found


def events(count: int) -> list[bytes]:
    """Events of every type of the spec in turn, made from its examples. All have different ids."""
    responses = spec()["paths"]["/api/events/schema"]["get"]["responses"]
    union = responses["200"]["content"]["application/json"]["schema"]
    kinds = [member["$ref"].rpartition("/")[2] for member in union["oneOf"]]
    patterns = [example(schema(kind)) for kind in kinds]
    made: list[bytes] = []
    for number in range(count):
        pattern = patterns[number % len(patterns)]
        made.append(orjson.dumps({**pattern, "id": f"evt_{number:012}", "timestamp": timestamp(number)}))
    return made


def example(described: dict[str, Any]) -> Any:
    """A value of a schema: its example, its first enumerated value, or a value of its type."""
    for key in ("example", "default"):
        if key in described:
            return described[key]
    if "enum" in described:
        return described["enum"][0]
    if "$ref" in described:
        return example(schema(described["$ref"].rpartition("/")[2]))
    for key in ("allOf", "oneOf", "anyOf"):
        if key in described:
            return example(described[key][0])
    kind = described.get("type")
    if kind == "object":
        return {name: example(member) for name, member in described.get("properties", {}).items()}
    if kind == "array":
        return [example(described["items"])]
    if kind == "string":
        return (
            timestamp(7) if described.get("format") == "date-time" else "550e8400-e29b-41d4-a716-446655440000"
        )
    return {"number": 5, "integer": 5, "boolean": True}.get(str(kind))
