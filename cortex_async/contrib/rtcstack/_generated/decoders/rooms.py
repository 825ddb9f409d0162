# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import NULL, integer, many, new, one
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.codec.numerals import integer_from_string, number_to_string
from cortex_async._core.unset import UNSET

from ..models.rooms import Codec, CreateRoom, Room, RoomList
from .common import decode_timed_version, encode_timed_version

_ACTIVE_RECORDING = parsed_name("activeRecording")
_CREATION_TIME = parsed_name("creationTime")
_CREATION_TIME_MS = parsed_name("creationTimeMs")
_DEPARTURE_TIMEOUT = parsed_name("departureTimeout")
_EMPTY_TIMEOUT = parsed_name("emptyTimeout")
_ENABLED_CODECS = parsed_name("enabledCodecs")
_FMTP_LINE = parsed_name("fmtpLine")
_MAX_PARTICIPANTS = parsed_name("maxParticipants")
_METADATA = parsed_name("metadata")
_MIME = parsed_name("mime")
_NAME = parsed_name("name")
_NUM_PARTICIPANTS = parsed_name("numParticipants")
_NUM_PUBLISHERS = parsed_name("numPublishers")
_ROOMS = parsed_name("rooms")
_SID = parsed_name("sid")
_TURN_PASSWORD = parsed_name("turnPassword")
_VERSION = parsed_name("version")


def decode_codec(o: dict[str, Any]) -> Codec:
    m = new(Codec)
    m.fmtp_line = o[_FMTP_LINE]
    m.mime = o[_MIME]
    return m


def encode_codec(m: Codec) -> dict[str, Any]:
    o: dict[str, Any] = {"fmtpLine": m.fmtp_line, "mime": m.mime}
    return o


def decode_create_room(o: dict[str, Any]) -> CreateRoom:
    m = new(CreateRoom)
    m.name = o[_NAME]
    m.empty_timeout = UNSET if _EMPTY_TIMEOUT not in o else integer(o[_EMPTY_TIMEOUT])
    m.max_participants = UNSET if _MAX_PARTICIPANTS not in o else integer(o[_MAX_PARTICIPANTS])
    m.metadata = o[_METADATA] if _METADATA in o else UNSET
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
    m = new(Room)
    m.active_recording = o[_ACTIVE_RECORDING]
    m.creation_time = integer_from_string(o[_CREATION_TIME])
    m.creation_time_ms = integer_from_string(o[_CREATION_TIME_MS])
    m.departure_timeout = v if type(v := o[_DEPARTURE_TIMEOUT]) is int else integer(v)
    m.empty_timeout = v if type(v := o[_EMPTY_TIMEOUT]) is int else integer(v)
    m.enabled_codecs = many(decode_codec, o[_ENABLED_CODECS])
    m.max_participants = v if type(v := o[_MAX_PARTICIPANTS]) is int else integer(v)
    m.metadata = o[_METADATA]
    m.name = o[_NAME]
    m.num_participants = v if type(v := o[_NUM_PARTICIPANTS]) is int else integer(v)
    m.num_publishers = v if type(v := o[_NUM_PUBLISHERS]) is int else integer(v)
    m.sid = o[_SID]
    m.turn_password = o[_TURN_PASSWORD]
    m.version = NULL if _VERSION not in o or (v := o[_VERSION]) is None else decode_timed_version(v)
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
    m.rooms = many(decode_room, o[_ROOMS])
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
