# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, aware, from_iso, new, utc
from cortex_async._core.codec.names import parsed_name

from ..models.messages import Message

_CONTENT = parsed_name("content")
_HAS_DEBUG_AUDIO = parsed_name("hasDebugAudio")
_ID = parsed_name("id")
_SENDER_NAME = parsed_name("senderName")
_SESSION_ID = parsed_name("sessionId")
_TIMESTAMP = parsed_name("timestamp")
_TYPE = parsed_name("type")


def decode_message(o: dict[str, Any]) -> Message:
    m = new(Message)
    m.id = o[_ID]
    m.content = o[_CONTENT]
    m.sender_name = o[_SENDER_NAME]
    m.session_id = o[_SESSION_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.has_debug_audio = False if _HAS_DEBUG_AUDIO not in o or (v := o[_HAS_DEBUG_AUDIO]) is None else v
    m.type = "user" if _TYPE not in o or (v := o[_TYPE]) is None else v
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
