"""Deliveries as the API sends them."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from cortex_async.webhooks import signed_headers

SECRET = "the subscription's secret"
NOON = datetime(2026, 1, 31, 12, 0, 0, tzinfo=UTC)


def envelope(kind: str = "session.created", **more: Any) -> bytes:
    """A generic event: any type, a new id."""
    return json.dumps(
        {
            "id": str(uuid.uuid4()),
            "type": kind,
            "source": "cortex:api",
            "tenantId": "tenant",
            "projectId": "project",
            "resourceId": "server:abc",
            "timestamp": "2026-01-31T12:00:00.000Z",
            "payload": {"action": "occurred", "data": {"note": "voilà"}},
            **more,
        }
    ).encode()


def delivery(kind: str = "session.created", *, at: datetime | None = None) -> tuple[bytes, dict[str, str]]:
    """Body and headers, signed now unless ``at`` says when."""
    body = envelope(kind)
    return body, signed_headers(body, SECRET, at=at)
