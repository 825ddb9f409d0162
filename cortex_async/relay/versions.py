"""Versions of resources: what was published of each, so that a snapshot can be compared with it.

The API gives no version to most resources. Here it is a digest of members that an event and a response have
alike, so both give the same version for the same state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, TypeAlias, cast

from attrs import frozen

from cortex_async._core.request import Route
from cortex_async._core.strings.json_text import dump
from cortex_async._core.strings.timestamps import canonical
from cortex_async._generated.operations.project import gatherings, participants, sanctions, sessions

Changes: TypeAlias = dict[str, str | None]
"""Name of a resource -> the version that was published, None if it was deleted."""

ACTIVE: Final = "active"
"""What the version of a session begins with while people may talk in it."""

BEGUN: Final = "relay:begun"
"""Known under this name: when the project was relayed for the first time. Nothing before it is missing."""

BEFORE: Final = "relay:before:"
"""What the names of versions from before an unrepaired outage begin with, before that of the resource."""

MESSAGE: Final = "message:"
"""What the resource of a message begins with."""


@frozen
class Kind:
    """A kind of resources that the API lists.

    listed, one: the operations that return all of them, and one.
    items: the name of the list in a page, None if the API returns all of them at once.
    created: the member that says when one was created.
    members: what the version is made from.
    moments: events besides ``created`` and ``updated`` whose data is the whole resource.
    deleted: whether the API has events about deletion.
    """

    name: str
    listed: Route
    one: Route
    items: str | None
    created: str
    members: tuple[str, ...]
    moments: tuple[str, ...] = ()
    deleted: bool = True

    def type(self, action: str) -> str:
        return f"{self.name}.{action}"

    def version(self, data: Mapping[str, Any]) -> str:
        """Return the version of a resource. That of a session begins with its status."""
        state = {name: data[name] for name in self.members if data.get(name) is not None}
        digest = hashlib.blake2b(dump(state, sort_keys=True), digest_size=9).hexdigest()
        return f"{data.get('status')}.{digest}" if self is SESSIONS else digest


SESSIONS: Final = Kind(
    "session",
    sessions.LIST,
    sessions.GET,
    None,
    "createdAt",
    ("externalRoomId", "gateway", "title", "status", "idleTimeout"),
)
_GATHERING: Final = (
    "name", "description", "inviterName", "inviterEmail", "type", "status", "maxMembers", "accessPolicy",
    "listed", "startsAt", "endsAt", "timezone", "roomId", "autoStartSession", "sessionId", "properties",
    "ownerId", "expiresAt",
)  # fmt: skip
KINDS: Final = (
    SESSIONS,
    Kind(
        "participant",
        participants.LIST,
        participants.GET,
        "participants",
        "joinedAt",
        ("displayName", "externalUserId", "userData"),
    ),
    Kind(
        "gathering",
        gatherings.LIST,
        gatherings.GET,
        "gatherings",
        "createdAt",
        _GATHERING,
        ("started", "ended", "cancelled"),
        deleted=False,
    ),
    Kind(
        "sanction",
        sanctions.LIST,
        sanctions.GET,
        "sanctions",
        "createdAt",
        ("updatedAt", "revokedAt"),
        ("revoked",),
        deleted=False,
    ),
)
"""In the order in which their events have to come: a sanction needs its participant."""

_BY_TYPE: Final = {
    kind.type(action): kind for kind in KINDS for action in ("created", "updated", "deleted", *kind.moments)
}


def name_of(project: str, resource: str) -> str:
    """Return the name under which a resource is known."""
    return f"{project}/{resource}"


def is_of(name: str, prefix: str) -> bool:
    """Whether the resource of a name begins with this. An id may contain anything."""
    return name.startswith(prefix, name.find("/") + 1)


def changes_of(raw: Mapping[str, Any]) -> Changes:
    """Return what an event changes in the known versions."""
    kind, resource, project = raw.get("type"), raw.get("resourceId"), raw.get("projectId")
    payload = raw.get("payload")
    data = cast("Mapping[str, Any]", payload).get("data") if isinstance(payload, dict) else None
    if not (isinstance(data, dict) and isinstance(kind, str) and isinstance(project, str)):
        return {}
    found = cast("Mapping[str, Any]", data)
    key = found.get("id")
    if kind == "message.created" and isinstance(key, str):
        return {name_of(project, f"message:{key}"): said(found.get("sessionId"), found.get("timestamp"))}
    of_kind = _BY_TYPE.get(kind)
    if of_kind is None or not isinstance(resource, str) or resource != f"{of_kind.name}:{key}":
        return {}
    deleted = kind == of_kind.type("deleted")
    return {name_of(project, resource): None if deleted else of_kind.version(found)}


def apply(versions: dict[str, str], changes: Changes) -> None:
    """Change versions by the names of their resources."""
    for name, version in changes.items():
        if version is None:
            versions.pop(name, None)
        else:
            versions[name] = version


def said(session: object, timestamp: object) -> str:
    """Return the version of a message: its session, and when it was said."""
    return f"{session}@{seconds_of(timestamp) or 0.0:.3f}"


def seconds_of(timestamp: object) -> float | None:
    """Return a timestamp of the API as Unix seconds, None if it cannot be parsed."""
    return _seconds(timestamp) if isinstance(timestamp, str) else None


@lru_cache(maxsize=64)  # an event has the same one several times
def _seconds(timestamp: str) -> float | None:
    text = canonical(timestamp)
    try:
        return None if text is None else datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        return None
