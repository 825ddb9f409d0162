"""Domain events as they are sent."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.codec import Codec
from cortex_async.models import (
    Gathering,
    GatheringMember,
    Invitation,
    Message,
    Participant,
    Sanction,
    Session,
)

CODEC = Codec("cortex_async._generated")
START = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
_NUMBERS = itertools.count()


def moment(seconds: float = 0) -> datetime:
    return datetime.fromtimestamp(START.timestamp() + seconds, UTC)


def session(key: str = "s", **more: Any) -> Session:
    values: dict[str, Any] = {
        "created_at": START,
        "created_by_user_id": "u",
        "external_room_id": "room",
        "gateway": "g",
        "project_id": "p",
        "status": "active",
        "tenant_id": "t",
        "title": "A session",
    }
    return Session(id=key, **{**values, **more})


def participant(key: str = "pa", **more: Any) -> Participant:
    values: dict[str, Any] = {
        "display_name": "Kim",
        "external_user_id": key,
        "joined_at": START,
        "project_id": "p",
        "tenant_id": "t",
        "user_data": {},
    }
    return Participant(id=key, **{**values, **more})


def sanction(key: str = "sa", **more: Any) -> Sanction:
    values: dict[str, Any] = {
        "created_at": START,
        "is_active": True,
        "start_at": START,
        "status": "active",
        "tenant_id": "t",
        "type": "mute",
        "updated_at": START,
    }
    return Sanction(id=key, **{**values, **more})


def gathering(key: str = "g", **more: Any) -> Gathering:
    values: dict[str, Any] = {
        "access_policy": "public",
        "auto_start_session": False,
        "created_at": START,
        "join_code": "ABCD1234",
        "listed": True,
        "max_members": 8,
        "member_count": 0,
        "name": "A lobby",
        "project_id": "p",
        "status": "pending",
        "tenant_id": "t",
        "type": "lobby",
    }
    return Gathering(id=key, **{**values, **more})


def member(key: str = "m", **more: Any) -> GatheringMember:
    values: dict[str, Any] = {
        "display_name": "Kim",
        "gathering_id": "g",
        "participant_id": "pa",
        "role": "member",
        "status": "joined",
    }
    return GatheringMember(id=key, **{**values, **more})


def invitation(key: str = "i", **more: Any) -> Invitation:
    values: dict[str, Any] = {
        "gathering_id": "g",
        "invited_at": START,
        "join_code": "ABCD1234",
        "join_url": "odin://join/ABCD1234",
        "status": "pending",
    }
    return Invitation(id=key, **{**values, **more})


def message(key: str = "me", **more: Any) -> Message:
    values: dict[str, Any] = {
        "content": "hello",
        "sender_name": "Kim",
        "session_id": "s",
        "timestamp": START,
        "has_debug_audio": False,
        "type": "user",
    }
    return Message(id=key, **{**values, **more})


def spoken(key: str = "me", **more: Any) -> dict[str, Any]:
    """A message in an event."""
    fields = {
        "id": key,
        "content": "hello",
        "senderName": "Kim",
        "sessionId": "s",
        "timestamp": START.isoformat(),
    }
    return {**fields, "participantId": "pa", "externalUserId": "u", **more}


def plain(value: object) -> Any:
    """A message in a response."""
    return CODEC.unstructure(value)


def event(
    type_: str, data: object, *, at: float = 0, changes: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    content: Any = data if isinstance(data, dict) else plain(data)
    payload: dict[str, Any] = {"action": "occurred", "data": content}
    if changes is not None:
        payload["changes"] = changes
    kind = type_.partition(".")[0]
    return {
        "id": f"event-{next(_NUMBERS)}",
        "type": type_,
        "source": "cortex:api",
        "tenantId": "t",
        "projectId": "p",
        "resourceId": f"{kind}:{content.get('id') or content.get('gatheringId')}",
        "timestamp": moment(at).isoformat(),
        "payload": payload,
        **more,
    }


def wire(*events: dict[str, Any]) -> bytes:
    return b"".join(b"data: " + json.dumps(one).encode() + b"\n\n" for one in events)
