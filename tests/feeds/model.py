"""A server with sessions and messages, as JSON, for feeds that are played against a script."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime
from typing import Any

from attrs import define, field

START = 1_700_000_000.0


def iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")


@define(eq=False)
class Message:
    id: str
    session_id: str
    at: float
    speaker: str | None

    @property
    def row(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "content": f"text of {self.id}",
            "senderName": self.speaker or "[System]",
            "sessionId": self.session_id,
            "timestamp": iso(self.at),
            "type": "user" if self.speaker else "system",
            "hasDebugAudio": False,
        }


@define(eq=False)
class Session:
    id: str
    created: float
    status: str = "active"
    messages: list[Message] = field(factory=list[Message])

    @property
    def row(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "createdAt": iso(self.created),
            "createdByUserId": "u",
            "externalRoomId": "r",
            "gateway": "g",
            "projectId": "p",
            "status": self.status,
            "tenantId": "t",
            "title": self.id,
        }


class Server:
    """Sessions by id. Every method returns the event that it causes, as the bytes of a stream."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self._numbers = itertools.count(1)

    def create(self, now: float) -> bytes:
        session = Session(f"s{next(self._numbers)}", now)
        self.sessions[session.id] = session
        return self.event("session.created", "created", f"session:{session.id}", session.row)

    def set_status(self, session: Session, status: str) -> bytes:
        before, session.status = session.status, status
        resource = f"session:{session.id}"
        return self.event("session.updated", "updated", resource, session.row, {"status": before})

    def delete(self, session: Session) -> bytes:
        del self.sessions[session.id]
        return self.event("session.deleted", "deleted", f"session:{session.id}", session.row)

    def say(self, session: Session, at: float, speaker: str | None = "ann") -> tuple[Message, bytes]:
        message = Message(f"m{next(self._numbers)}", session.id, at, speaker)
        session.messages.append(message)
        return message, self.said(message)

    def said(self, message: Message) -> bytes:
        data = {**message.row, "participantId": message.speaker, "externalUserId": message.speaker}
        return self.event("message.created", "created", f"message:{message.id}", data)

    def messages(self, session_id: str) -> list[dict[str, Any]] | None:
        session = self.sessions.get(session_id)
        if session is None:
            return None
        return [one.row for one in sorted(session.messages, key=lambda one: iso(one.at))]

    def event(
        self, kind: str, action: str, resource: str, data: object, changes: dict[str, Any] | None = None
    ) -> bytes:
        envelope = {
            "id": f"event-{next(self._numbers)}",
            "type": kind,
            "source": "cortex:api",
            "tenantId": "t",
            "projectId": "p",
            "resourceId": resource,
            "timestamp": iso(START),
            "payload": {"action": action, "data": data, **({"changes": changes} if changes else {})},
        }
        return b"data: " + json.dumps(envelope).encode() + b"\n\n"


def participant(name: str, number: int = 0) -> dict[str, Any]:
    """A participant with this display name."""
    return {
        "id": f"{name}{number or ''}",
        "displayName": name,
        "externalUserId": f"user-{name}",
        "joinedAt": iso(START),
        "projectId": "p",
        "tenantId": "t",
        "userData": {},
    }
