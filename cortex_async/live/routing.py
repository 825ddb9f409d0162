"""Whom an event may concern, from its JSON as it came: in a project with thousands of sessions most events concern nobody here,
and need not be decoded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from cortex_async.live.signals import Topic

FAMILIES: dict[str, tuple[str, ...]] = {
    "session": ("session",),
    "participant": ("participant",),
    "sanction": ("sanction",),
    "gathering": ("gathering", "member", "invitation"),
}
"""What an event's type begins with -> the kinds of views that it may concern, first the kind of its own object."""


def topics_of(raw: Mapping[str, Any]) -> Iterator[Topic]:
    """The topics that ``read_event`` may find in it, and maybe others."""
    kind = str(raw.get("type")).partition(".")[0]
    if kind == "message":
        yield kind, session_of(raw)
        return
    families = FAMILIES.get(kind)
    if families is not None:
        subjects = tuple(_subjects(raw))
        for family in families:
            yield family, None
            for subject in subjects:
                yield family, subject


def session_of(raw: Mapping[str, Any]) -> str | None:
    """The session of a message."""
    found = _content(raw).get("sessionId")
    return found if isinstance(found, str) else None


def _subjects(raw: Mapping[str, Any]) -> Iterator[str]:
    """Every id by which the event may mean the object that it is about."""
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
