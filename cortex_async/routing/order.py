"""Which events are kept in order when several are handled at once."""

from __future__ import annotations

from typing import Final, cast

from cortex_async._core.codec.lazy_payload import peek

_OWNERS: Final = tuple(
    (f"{kind}:", f"{kind}_id", f"{kind}Id") for kind in ("session", "gathering", "message")
)


def resources_of(event: object) -> list[str]:
    """What an event concerns: its own resource, and the session, gathering and message that it belongs to.

    A message belongs to its session, an annotation to its message, and a sanction to its participant, so none
    overtakes the other. An event without any of them is in order with all others of that kind.
    """
    raw_event = _members(event)
    # A payload that no handler reads is not decoded for this, and one that does not match raises nothing.
    data = _get(peek(event) if raw_event is None else raw_event.get("payload"), "data", "data")
    found: list[str] = []
    raw = _members(data)
    for prefix, attribute, key in _OWNERS:
        owner: object = getattr(data, attribute, None) if raw is None else raw.get(key)
        if isinstance(owner, str):
            found.append(prefix + owner)
    resource = _get(event, "resource_id", "resourceId")
    if isinstance(resource, str):
        found.append(resource)
        if resource.startswith("sanction:"):
            participant = _get(data, "participant_id", "participantId")
            if isinstance(participant, str):
                found.append(f"participant:{participant}")
    return found or [""]


def _get(owner: object, attribute: str, key: str) -> object:
    """A field of a model, or of the JSON object of an event that could not be decoded, or was not."""
    raw = _members(owner)
    return getattr(owner, attribute, None) if raw is None else raw.get(key)


def _members(owner: object) -> dict[str, object] | None:
    return cast("dict[str, object]", owner) if isinstance(owner, dict) else None
