# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""The events of streams and webhooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from cortex_async._core.codec.unreadable import read_again, unreadable_events
from cortex_async._core.late_attrs import define

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

DECODERS: dict[str, Callable[..., Event]] = {
    "room.closed": decode_room_closed_event,
    "room.opened": decode_room_opened_event,
}


def decode_event(raw: Mapping[str, Any], *, check_payload: bool = True) -> Event:
    """Make the typed event of parsed JSON.

    An event of an unknown type becomes an ``UnknownEvent``, and so does one that does not match the spec.

    Args:
        raw: the event as the API sends it
        check_payload: whether the payload is decoded now. By default it is, since an event from a queue or a
            file is mostly handled at once, and one that cannot be read should be seen before its handler
            runs. False decodes the payload when it is first read, so that an event whose payload nobody reads
            costs little. A payload that does not match then raises ``DecodeError`` where it is read
    """
    try:
        decode = DECODERS.get(raw.get("type", ""))
        if decode is not None:
            return decode(raw, not check_payload)
    except Exception:  # noqa: BLE001  (the payload may be anything)
        return read_again(DECODERS, raw, raw.get("type")) or _unknown(raw)
    return _unknown(raw)


def event_decoder(options: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], Event]:
    """Return the function that decodes the events of a stream with these options."""
    return decode_event if options.get("check_payloads") else _decode_lazily


def _decode_lazily(raw: Mapping[str, Any]) -> Event:
    # Once per event of a stream: no look-up and no test that an event of a known type can do without.
    try:
        decode = DECODERS[raw["type"]]
        return decode(raw, True)
    except Exception:  # noqa: BLE001  (as above)
        return decode_event(raw, check_payload=False)


def _unknown(raw: Mapping[str, Any]) -> UnknownEvent:
    return UnknownEvent(id=raw.get("id"), type=raw.get("type"), raw=dict(raw))
