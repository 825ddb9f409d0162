"""Bodies that conform to the spec, for tests to change."""

from __future__ import annotations

from typing import Any

INSTANT = "2026-01-31T12:30:45.123Z"
SESSION: dict[str, Any] = {
    "id": "s1",
    "tenantId": "t1",
    "externalRoomId": "r1",
    "projectId": "p1",
    "gateway": "gateway",
    "title": "Raid",
    "createdByUserId": "u1",
    "createdAt": INSTANT,
    "status": "active",
}
MESSAGE: dict[str, Any] = {
    "id": "m1",
    "sessionId": "s1",
    "type": "user",
    "senderName": "Ada",
    "content": "Hello",
    "timestamp": INSTANT,
}
CREATED: dict[str, Any] = {
    "id": "e1",
    "tenantId": "t1",
    "projectId": "p1",
    "resourceId": "session:s1",
    "timestamp": INSTANT,
    "type": "session.created",
    "source": "cortex:api",
    "payload": {"action": "created", "data": SESSION},
}
GET_SESSION = "GET /api/projects/p1/sessions/s1"
GET_MESSAGES = "GET /api/projects/p1/sessions/s1/messages"


def without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}
