# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group events."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, aware, from_iso, new, one, utc
from cortex_async._core.codec.names import parsed_name

from ..models.events import RoomClosedEvent, RoomOpenedEvent
from .rooms import decode_room, encode_room

_AT = parsed_name("at")
_ID = parsed_name("id")
_ROOM = parsed_name("room")
_TYPE = parsed_name("type")


def decode_room_closed_event(o: dict[str, Any], lazy: bool = False) -> RoomClosedEvent:
    m = new(RoomClosedEvent)
    m.id = o[_ID]
    m.type = o[_TYPE]
    m.at = (
        NULL if _AT not in o or (v := o[_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    return m


def encode_room_closed_event(m: RoomClosedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"id": m.id, "type": m.type}
    if m.at is not None:
        o["at"] = v if type(v := m.at) is datetime and v.tzinfo is UTC else utc(v)
    return o


def decode_room_opened_event(o: dict[str, Any], lazy: bool = False) -> RoomOpenedEvent:
    m = new(RoomOpenedEvent)
    m.id = o[_ID]
    m.type = o[_TYPE]
    if lazy and type(v := o.get(_ROOM)) is dict:
        m._undecoded = v
    else:
        m.room = NULL if _ROOM not in o or (v := o[_ROOM]) is None else decode_room(v)
    return m


def encode_room_opened_event(m: RoomOpenedEvent) -> dict[str, Any]:
    o: dict[str, Any] = {"id": m.id, "type": m.type}
    if m.room is not None:
        o["room"] = one(encode_room, m.room)
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    RoomClosedEvent: decode_room_closed_event,
    RoomOpenedEvent: decode_room_opened_event,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    RoomClosedEvent: encode_room_closed_event,
    RoomOpenedEvent: encode_room_opened_event,
}
PAYLOADS: dict[type, tuple[str, str, str, Callable[[Any], Any]]] = {
    RoomOpenedEvent: ("room", "room", "type", decode_room)
}
