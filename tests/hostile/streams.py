"""Hypothesis strategies for the bytes of a malformed event stream."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from tests.hostile.responses import JSON_VALUES, SECRET, mutated

LAST = "the-last-event"
"""Id of the event that ends a test: nothing before it may keep a reader from reaching it."""


def envelope(event_id: str, kind: str = "message.created") -> dict[str, Any]:
    """A well-formed event."""
    data = {
        "id": "m1",
        "sessionId": "s1",
        "senderName": "Ann",
        "content": "hello",
        "type": "text",
        "timestamp": "2026-01-31T12:30:45Z",
        "createdAt": "2026-01-31T12:30:45Z",
        "updatedAt": "2026-01-31T12:30:45Z",
    }
    return {
        "id": event_id,
        "projectId": "p",
        "source": "cortex",
        "type": kind,
        "resourceId": "session:s1",
        "timestamp": "2026-01-31T12:30:45Z",
        "payload": {"data": data},
    }


def sse(value: object, end: bytes = b"\n") -> bytes:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return b"data: " + text + end + end


FINAL = sse(envelope(LAST))

_KINDS = st.sampled_from(["message.created", "session.updated", "sanction.created", "no.such.type", "", "*"])
_EVENTS = _KINDS.flatmap(lambda kind: mutated(envelope("e1", kind)) | st.just(envelope("e1", kind))).map(sse)
_ODD = st.sampled_from(
    [
        b"\xef\xbb\xbf" + sse(envelope("e2")),
        b"id: a\x00b\n",
        b"retry: " + b"9" * 40 + b"\n\n",
        b"retry: -1\n\n",
        b": comment " + SECRET.encode() + b"\n",
        b"event: " + b"x" * 5000 + b"\n",
        b"data\n\n",
        b"data: " + b"[" * 5000 + b"\n\n",
        b'data: {"id": "deep", "type": "message.created", "payload": '
        + b'{"a":' * 2000
        + b"1"
        + b"}" * 2001
        + b"\n\n",
        b'data: {"id": "\\ud83d"}\n\n',
        b"data: \xff\xfe\n\n",
        b"\r\r\n\n\r",
        "data: \u2028\n\n".encode(),
        b"data: " + SECRET.encode() + b"\n\n",
    ]
)
PIECES = st.lists(_EVENTS | _ODD | JSON_VALUES.map(sse) | st.binary(max_size=30), min_size=1, max_size=6)
