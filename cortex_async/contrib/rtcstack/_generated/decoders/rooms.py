# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async.core.decoding import integer, many, new, one
from cortex_async.core.numerals import integer_in_text, text_of_number
from cortex_async.core.unset import UNSET

from ..models.rooms import Codec, CreateRoom, Room, RoomList
from .common import decode_timed_version, encode_timed_version


def decode_codec(o: dict[str, Any]) -> Codec:
    m = new(Codec)
    m.fmtp_line = o["fmtpLine"]
    m.mime = o["mime"]
    return m


def encode_codec(m: Codec) -> dict[str, Any]:
    o: dict[str, Any] = {"fmtpLine": m.fmtp_line, "mime": m.mime}
    return o


def decode_create_room(o: dict[str, Any]) -> CreateRoom:
    get = o.get
    m = new(CreateRoom)
    m.name = o["name"]
    m.empty_timeout = UNSET if (v := get("emptyTimeout", UNSET)) is UNSET else integer(v)
    m.max_participants = UNSET if (v := get("maxParticipants", UNSET)) is UNSET else integer(v)
    m.metadata = get("metadata", UNSET)
    return m


def encode_create_room(m: CreateRoom) -> dict[str, Any]:
    o: dict[str, Any] = {"name": m.name}
    if m.empty_timeout is not UNSET:
        o["emptyTimeout"] = integer(m.empty_timeout)
    if m.max_participants is not UNSET:
        o["maxParticipants"] = integer(m.max_participants)
    if m.metadata is not UNSET:
        o["metadata"] = m.metadata
    return o


def decode_room(o: dict[str, Any]) -> Room:
    get = o.get
    m = new(Room)
    m.active_recording = o["activeRecording"]
    m.creation_time = integer_in_text(o["creationTime"])
    m.creation_time_ms = integer_in_text(o["creationTimeMs"])
    m.departure_timeout = integer(o["departureTimeout"])
    m.empty_timeout = integer(o["emptyTimeout"])
    m.enabled_codecs = many(decode_codec, o["enabledCodecs"])
    m.max_participants = integer(o["maxParticipants"])
    m.metadata = o["metadata"]
    m.name = o["name"]
    m.num_participants = integer(o["numParticipants"])
    m.num_publishers = integer(o["numPublishers"])
    m.sid = o["sid"]
    m.turn_password = o["turnPassword"]
    m.version = one(decode_timed_version, get("version"))
    return m


def encode_room(m: Room) -> dict[str, Any]:
    o: dict[str, Any] = {
        "activeRecording": m.active_recording,
        "creationTime": text_of_number(m.creation_time),
        "creationTimeMs": text_of_number(m.creation_time_ms),
        "departureTimeout": integer(m.departure_timeout),
        "emptyTimeout": integer(m.empty_timeout),
        "enabledCodecs": many(encode_codec, m.enabled_codecs),
        "maxParticipants": integer(m.max_participants),
        "metadata": m.metadata,
        "name": m.name,
        "numParticipants": integer(m.num_participants),
        "numPublishers": integer(m.num_publishers),
        "sid": m.sid,
        "turnPassword": m.turn_password,
    }
    if m.version is not None:
        o["version"] = one(encode_timed_version, m.version)
    return o


def decode_room_list(o: dict[str, Any]) -> RoomList:
    m = new(RoomList)
    m.rooms = many(decode_room, o["rooms"])
    return m


def encode_room_list(m: RoomList) -> dict[str, Any]:
    o: dict[str, Any] = {"rooms": many(encode_room, m.rooms)}
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    Codec: decode_codec,
    CreateRoom: decode_create_room,
    Room: decode_room,
    RoomList: decode_room_list,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    Codec: encode_codec,
    CreateRoom: encode_create_room,
    Room: encode_room,
    RoomList: encode_room_list,
}
