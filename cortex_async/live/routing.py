"""Which views an event may concern, from its raw JSON.

In a project with thousands of sessions most events concern no view of this process, and need not be decoded.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from cortex_async._core.codec.names import parsed_name

_TYPE, _RESOURCE_ID, _PAYLOAD, _DATA = map(parsed_name, ("type", "resourceId", "payload", "data"))
_ID, _SESSION_ID, _GATHERING_ID = map(parsed_name, ("id", "sessionId", "gatheringId"))

VIEW_KINDS: dict[str, tuple[str, ...]] = {
    "session": ("session",),
    "participant": ("participant",),
    "sanction": ("sanction",),
    "gathering": ("gathering", "member", "invitation"),
}
"""First part of an event's type -> the kinds of views that it may concern, first that of its own object."""


def concerns(raw: Mapping[str, Any], watched: Mapping[str, Container[str | None]]) -> bool:
    """Whether ``read_event`` may find an update for one of the watched topics.

    watched: kind of view -> the ids watched, None among them for a view of all objects. Only what is watched
        is looked for: an event of another kind costs two look-ups.
    """
    kind = str(raw.get(_TYPE)).partition(".")[0]
    if kind == "message":
        return kind in watched and session_of(raw) in watched[kind]
    for view_kind in VIEW_KINDS.get(kind, ()):
        ids = watched.get(view_kind)
        if ids is not None and (None in ids or _is_about_one(raw, kind, ids)):
            return True
    return False


def session_of(raw: Mapping[str, Any]) -> str | None:
    """The id of a message's session."""
    content = _content(raw)
    found = None if content is None else content.get(_SESSION_ID)
    return found if isinstance(found, str) else None


def _is_about_one(raw: Mapping[str, Any], kind: str, ids: Container[str | None]) -> bool:
    """Whether any id in the event that may be the id of the object it is about is one of these."""
    # ``type`` instead of ``isinstance``, here and below, which takes four times as long: this is JSON.
    resource = raw.get(_RESOURCE_ID)
    if type(resource) is str and resource.partition(":")[2] in ids:
        return True
    content = _content(raw)
    if content is None:
        return False
    found = content.get(_ID)
    if type(found) is str and found in ids:
        return True
    if kind != "gathering":
        return False
    # Events of members and invitations name the gathering like this.
    found = content.get(_GATHERING_ID)
    return type(found) is str and found in ids


def _content(raw: Mapping[str, Any]) -> dict[str, Any] | None:
    found: Any = raw.get(_PAYLOAD)
    if type(found) is dict:
        found = found.get(_DATA)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # JSON
    return found if type(found) is dict else None  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]  # JSON
