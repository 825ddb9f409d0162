"""Events that a relay makes itself: for changes that it has only seen in snapshots, and for gaps.

Their ids are computed from their content, so two relays that repair the same changes make the same events.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, Literal, TypeAlias

from cortex_async._core.strings.json_text import dump
from cortex_async.relay.items import Item
from cortex_async.relay.versions import Changes

GAP_TYPE: Final = "cortex.relay.gap"
"""The type of the event about events that are missing."""

GapReason: TypeAlias = Literal["not_covered", "too_many", "unavailable", "deleted", "refused"]
"""Why events are missing: nothing in the API shows them; there were too many of them; the API has not
responded for too long; their session was deleted; or the broker did not take one."""

_NAMESPACE: Final = uuid.UUID("5d5a1a52-3f43-5c0e-9a1c-7a8a6f0c2f6b")
_SOURCES: Final = {"message": "cortex:bot"}


def made(
    project: str, kind: str, resource: str, data: Mapping[str, Any], version: str, at: float, changes: Changes
) -> Item:
    """Return the event about a change that a snapshot shows.

    kind: the event's type, e.g. ``session.updated``.
    version: what distinguishes it from other changes of this type of the same resource.
    at: when it happened, in Unix seconds.
    """
    raw = _envelope(project, kind, resource, at, (resource, kind, version))
    raw["source"] = _SOURCES.get(kind.partition(".")[0], "cortex:api")
    raw["tenantId"] = data.get("tenantId")
    raw["payload"] = {"action": kind.rpartition(".")[2], "data": data}
    item = Item.of(raw, dump(raw), at)
    return Item(item.record, at, changes, synthetic=True)


def gap(
    project: str,
    since: float,
    until: float,
    types: Iterable[str],
    reason: GapReason,
    *,
    states: Iterable[str] = (),
    session: str | None = None,
    subject: str | None = None,
) -> Item:
    """Return the event about events that are missing.

    types: those of the missing events, patterns included.
    states: types in whose place events about the state at the end were made: what was undone within the time
        does not show, and of several changes only the last one.
    session: the id of the session that they are missing from, None for all.
    subject: the resource of the only event that is missing.
    """
    data: dict[str, Any] = {
        "from": _iso(since),
        "to": _iso(until),
        "reason": reason,
        "types": sorted(types),
        "states": sorted(states),
    }
    resource = f"project:{project}"
    if session is not None:
        data["sessionId"], resource = session, f"session:{session}"
    elif subject:
        data["subject"] = resource = subject
    raw = _envelope(project, GAP_TYPE, resource, until, [str(value) for value in data.values()])
    raw["payload"] = {"action": "occurred", "data": data}
    return Item.of(raw, dump(raw), until)


def missing(item: Item) -> Item:
    """Return the gap in place of an event that the broker does not take."""
    project, record = item.record.key.partition("/")[0], item.record
    return gap(project, item.at, item.at, [record.type], "refused", subject=record.subject)


def _envelope(project: str, kind: str, resource: str, at: float, identity: Iterable[str]) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid5(_NAMESPACE, "\n".join((project, *identity)))),
        "type": kind,
        "source": "cortex:relay",
        "tenantId": None,
        "projectId": project or None,
        "resourceId": resource,
        "timestamp": _iso(at),
        "synthetic": True,
    }


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
