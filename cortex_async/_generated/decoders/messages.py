# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, aware, from_iso, new, utc

from ..models.messages import Message


def decode_message(o: dict[str, Any]) -> Message:
    get = o.get
    m = new(Message)
    m.id = o["id"]
    m.content = o["content"]
    m.sender_name = o["senderName"]
    m.session_id = o["sessionId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.has_debug_audio = False if (v := get("hasDebugAudio")) is None else v
    m.type = "user" if (v := get("type")) is None else v
    return m


def encode_message(m: Message) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "content": m.content,
        "senderName": m.sender_name,
        "sessionId": m.session_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "hasDebugAudio": m.has_debug_audio,
        "type": m.type,
    }
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {Message: decode_message}
ENCODERS: dict[type, Callable[[Any], Any]] = {Message: encode_message}
