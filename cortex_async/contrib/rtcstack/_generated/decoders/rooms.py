# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import NULL, integer, many, new, one
from cortex_async._core.codec.numerals import integer_from_string, number_to_string
from cortex_async._core.unset import UNSET

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
    v: Any
    o: dict[str, Any] = {"name": m.name}
    if m.empty_timeout is not UNSET:
        o["emptyTimeout"] = v if type(v := m.empty_timeout) is int else integer(v)
    if m.max_participants is not UNSET:
        o["maxParticipants"] = v if type(v := m.max_participants) is int else integer(v)
    if m.metadata is not UNSET:
        o["metadata"] = m.metadata
    return o


def decode_room(o: dict[str, Any]) -> Room:
    get = o.get
    m = new(Room)
    m.active_recording = o["activeRecording"]
    m.creation_time = integer_from_string(o["creationTime"])
    m.creation_time_ms = integer_from_string(o["creationTimeMs"])
    m.departure_timeout = v if type(v := o["departureTimeout"]) is int else integer(v)
    m.empty_timeout = v if type(v := o["emptyTimeout"]) is int else integer(v)
    m.enabled_codecs = many(decode_codec, o["enabledCodecs"])
    m.max_participants = v if type(v := o["maxParticipants"]) is int else integer(v)
    m.metadata = o["metadata"]
    m.name = o["name"]
    m.num_participants = v if type(v := o["numParticipants"]) is int else integer(v)
    m.num_publishers = v if type(v := o["numPublishers"]) is int else integer(v)
    m.sid = o["sid"]
    m.turn_password = o["turnPassword"]
    m.version = NULL if (v := get("version")) is None else decode_timed_version(v)
    return m


def encode_room(m: Room) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "activeRecording": m.active_recording,
        "creationTime": number_to_string(m.creation_time),
        "creationTimeMs": number_to_string(m.creation_time_ms),
        "departureTimeout": v if type(v := m.departure_timeout) is int else integer(v),
        "emptyTimeout": v if type(v := m.empty_timeout) is int else integer(v),
        "enabledCodecs": many(encode_codec, m.enabled_codecs),
        "maxParticipants": v if type(v := m.max_participants) is int else integer(v),
        "metadata": m.metadata,
        "name": m.name,
        "numParticipants": v if type(v := m.num_participants) is int else integer(v),
        "numPublishers": v if type(v := m.num_publishers) is int else integer(v),
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
