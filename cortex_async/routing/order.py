"""Which events are kept in order when several are handled at once."""

from __future__ import annotations

from typing import cast


def resources_of(event: object) -> list[str]:
    """What an event concerns: its own resource, and the session, gathering and message that it belongs to.

    A message belongs to its session, an annotation to its message, and a sanction to its participant, so none
    overtakes the other. An event without any of them is in order with all others of that kind.
    """
    data = _get(_get(event, "payload", "payload"), "data", "data")
    owners = {kind: _get(data, f"{kind}_id", f"{kind}Id") for kind in ("session", "gathering", "message")}
    found = [f"{kind}:{owner}" for kind, owner in owners.items() if isinstance(owner, str)]
    resource = _get(event, "resource_id", "resourceId")
    if isinstance(resource, str):
        found.append(resource)
        participant = _get(data, "participant_id", "participantId")
        if resource.startswith("sanction:") and isinstance(participant, str):
            found.append(f"participant:{participant}")
    return found or [""]


def _get(owner: object, attribute: str, key: str) -> object:
    """A field of a model, or of the JSON object of an event that could not be decoded, or was not."""
    if isinstance(owner, dict):
        return cast("dict[str, object]", owner).get(key)
    return getattr(owner, attribute, None)
