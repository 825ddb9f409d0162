# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""The events of streams and webhooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from attrs import define

from cortex_async._core.codec.unreadable import read_again, unreadable_events

from .decoders.events import decode_room_closed_event, decode_room_opened_event
from .models.events import RoomClosedEvent, RoomOpenedEvent

__all__ = ["decode_event", "Event", "RoomClosedEvent", "RoomOpenedEvent", "UnknownEvent", "unreadable_events"]


@define(kw_only=True)
class UnknownEvent:
    """An event of a type that this version does not know, or with a payload that it cannot decode.

    Attributes:
        id (str | None): as in known events, if the event has it
        type (str | None): as in known events, if the event has it
        raw (dict[str, Any]): the whole event as received
    """

    id: str | None = None
    type: str | None = None
    raw: dict[str, Any]


Event: TypeAlias = RoomClosedEvent | RoomOpenedEvent | UnknownEvent
"""Any event of a stream or a webhook. Use ``isinstance`` or ``match`` to tell them apart."""

DECODERS: dict[str, Callable[[Any], Event]] = {
    "room.closed": decode_room_closed_event,
    "room.opened": decode_room_opened_event,
}


def decode_event(raw: Mapping[str, Any]) -> Event:
    """Decode an event. One of an unknown type, or with a payload that does not match, becomes an ``UnknownEvent``."""
    try:
        decode = DECODERS.get(raw.get("type", ""))
        if decode is not None:
            return decode(raw)
    except Exception:  # noqa: BLE001  (the payload may be anything)
        return read_again(DECODERS, raw, raw.get("type")) or _unknown(raw)
    return _unknown(raw)


def _unknown(raw: Mapping[str, Any]) -> UnknownEvent:
    return UnknownEvent(id=raw.get("id"), type=raw.get("type"), raw=dict(raw))
