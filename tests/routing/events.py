"""Events for routers, as a stream or a webhook makes them."""

from __future__ import annotations

import json
from typing import Any

from cortex_async.events import Event, MessageCreatedEvent, decode_event
from tests.webhooks.deliveries import envelope


def event(kind: str = "server.started", **more: Any) -> Event:
    """An event of any type, with a new id."""
    return decode_event(json.loads(envelope(kind, **more)))


def message(session_id: str = "s", content: str = "hello", key: str = "m") -> MessageCreatedEvent:
    made = event(
        "message.created",
        resourceId=f"message:{key}",
        payload={
            "action": "created",
            "data": {
                "id": key,
                "content": content,
                "sessionId": session_id,
                "senderName": "Kim",
                "participantId": None,
                "externalUserId": None,
                "timestamp": "2026-01-31T12:00:00.000Z",
            },
        },
    )
    assert isinstance(made, MessageCreatedEvent)
    return made
