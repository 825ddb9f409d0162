"""Events as the API sends them, for tests of relays."""

from __future__ import annotations

from typing import Any

import orjson

from cortex_async.relay.broker import Record
from cortex_async.relay.envelope import seal


def raw_event(kind: str = "session.created", resource: str = "session:s", **more: Any) -> dict[str, Any]:
    return {
        "id": "e1",
        "type": kind,
        "source": "cortex:api",
        "tenantId": "t",
        "projectId": "p",
        "resourceId": resource,
        "timestamp": "2026-11-27T10:00:00.000Z",
        "payload": {"action": "created", "data": {}},
        **more,
    }


def record(number: int | str, key: str = "p/session:s") -> Record:
    raw = raw_event(id=f"e{number}", resource=key.partition("/")[2])
    return seal(raw, orjson.dumps(raw))
