"""Which views an event may concern, from its raw JSON.

In a project with thousands of sessions most events concern no view of this process, and need not be decoded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from cortex_async.live.updates import Topic

VIEW_KINDS: dict[str, tuple[str, ...]] = {
    "session": ("session",),
    "participant": ("participant",),
    "sanction": ("sanction",),
    "gathering": ("gathering", "member", "invitation"),
}
"""First part of an event's type -> the kinds of views that it may concern, first that of its own object."""


def topics_of(raw: Mapping[str, Any]) -> Iterator[Topic]:
    """The topics that ``read_event`` may find in the event, and possibly others."""
    kind = str(raw.get("type")).partition(".")[0]
    if kind == "message":
        yield kind, session_of(raw)
        return
    kinds = VIEW_KINDS.get(kind)
    if kinds is not None:
        subjects = tuple(_subjects(raw))
        for view_kind in kinds:
            yield view_kind, None
            for subject in subjects:
                yield view_kind, subject


def session_of(raw: Mapping[str, Any]) -> str | None:
    """The id of a message's session."""
    found = _content(raw).get("sessionId")
    return found if isinstance(found, str) else None


def _subjects(raw: Mapping[str, Any]) -> Iterator[str]:
    """Every id in the event that may be the id of the object it is about."""
    content = _content(raw)
    resource = raw.get("resourceId")
    for found in (
        content.get("id"),
        content.get("gatheringId"),
        resource.partition(":")[2] if isinstance(resource, str) else None,
    ):
        if isinstance(found, str):
            yield found


def _content(raw: Mapping[str, Any]) -> dict[str, Any]:
    found: Any = raw.get("payload")
    found = cast("dict[str, Any]", found).get("data") if isinstance(found, dict) else None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}
