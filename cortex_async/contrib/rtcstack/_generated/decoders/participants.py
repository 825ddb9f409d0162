# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group participants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import NULL, as_dict, integer, many, new, one
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.codec.numerals import integer_from_string, number_to_string

from ..models.participants import (
    DataTrack,
    MuteParticipant,
    Participant,
    ParticipantList,
    ParticipantPermission,
)
from .common import decode_track, encode_track

_AGENT = parsed_name("agent")
_ATTRIBUTES = parsed_name("attributes")
_CAN_MANAGE_AGENT_SESSION = parsed_name("canManageAgentSession")
_CAN_PUBLISH = parsed_name("canPublish")
_CAN_PUBLISH_DATA = parsed_name("canPublishData")
_CAN_PUBLISH_SOURCES = parsed_name("canPublishSources")
_CAN_SUBSCRIBE = parsed_name("canSubscribe")
_CAN_SUBSCRIBE_METRICS = parsed_name("canSubscribeMetrics")
_CAN_UPDATE_METADATA = parsed_name("canUpdateMetadata")
_CLIENT_PROTOCOL = parsed_name("clientProtocol")
_DATA_TRACKS = parsed_name("dataTracks")
_DISCONNECT_REASON = parsed_name("disconnectReason")
_ENCRYPTION = parsed_name("encryption")
_HIDDEN = parsed_name("hidden")
_IDENTITY = parsed_name("identity")
_IS_PUBLISHER = parsed_name("isPublisher")
_JOINED_AT = parsed_name("joinedAt")
_JOINED_AT_MS = parsed_name("joinedAtMs")
_KIND = parsed_name("kind")
_KIND_DETAILS = parsed_name("kindDetails")
_METADATA = parsed_name("metadata")
_NAME = parsed_name("name")
_PARTICIPANTS = parsed_name("participants")
_PERMISSION = parsed_name("permission")
_PUB_HANDLE = parsed_name("pubHandle")
_RECORDER = parsed_name("recorder")
_REGION = parsed_name("region")
_SID = parsed_name("sid")
_STATE = parsed_name("state")
_TRACK_SID = parsed_name("trackSid")
_TRACKS = parsed_name("tracks")
_VERSION = parsed_name("version")


def decode_disconnect_reason_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_disconnect_reason_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_encryption_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_encryption_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_participant_kind_detail_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_participant_kind_detail_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_participant_kind_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_participant_kind_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_participant_state_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_participant_state_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_track_source_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_track_source_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_data_track(o: dict[str, Any]) -> DataTrack:
    m = new(DataTrack)
    m.encryption = decode_encryption_or_int(o[_ENCRYPTION])
    m.name = o[_NAME]
    m.pub_handle = v if type(v := o[_PUB_HANDLE]) is int else integer(v)
    m.sid = o[_SID]
    return m


def encode_data_track(m: DataTrack) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "encryption": encode_encryption_or_int(m.encryption),
        "name": m.name,
        "pubHandle": v if type(v := m.pub_handle) is int else integer(v),
        "sid": m.sid,
    }
    return o


def decode_mute_participant(o: dict[str, Any]) -> MuteParticipant:
    m = new(MuteParticipant)
    m.track_sid = o[_TRACK_SID]
    return m


def encode_mute_participant(m: MuteParticipant) -> dict[str, Any]:
    o: dict[str, Any] = {"trackSid": m.track_sid}
    return o


def decode_participant(o: dict[str, Any]) -> Participant:
    m = new(Participant)
    m.attributes = o[_ATTRIBUTES]
    m.client_protocol = v if type(v := o[_CLIENT_PROTOCOL]) is int else integer(v)
    m.data_tracks = many(decode_data_track, o[_DATA_TRACKS])
    m.disconnect_reason = decode_disconnect_reason_or_int(o[_DISCONNECT_REASON])
    m.identity = o[_IDENTITY]
    m.is_publisher = o[_IS_PUBLISHER]
    m.joined_at = integer_from_string(o[_JOINED_AT])
    m.joined_at_ms = integer_from_string(o[_JOINED_AT_MS])
    m.kind = decode_participant_kind_or_int(o[_KIND])
    m.kind_details = many(decode_participant_kind_detail_or_int, o[_KIND_DETAILS])
    m.metadata = o[_METADATA]
    m.name = o[_NAME]
    m.region = o[_REGION]
    m.sid = o[_SID]
    m.state = decode_participant_state_or_int(o[_STATE])
    m.tracks = many(decode_track, o[_TRACKS])
    m.version = v if type(v := o[_VERSION]) is int else integer(v)
    m.permission = (
        NULL if _PERMISSION not in o or (v := o[_PERMISSION]) is None else decode_participant_permission(v)
    )
    return m


def encode_participant(m: Participant) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "attributes": as_dict(m.attributes),
        "clientProtocol": v if type(v := m.client_protocol) is int else integer(v),
        "dataTracks": many(encode_data_track, m.data_tracks),
        "disconnectReason": encode_disconnect_reason_or_int(m.disconnect_reason),
        "identity": m.identity,
        "isPublisher": m.is_publisher,
        "joinedAt": number_to_string(m.joined_at),
        "joinedAtMs": number_to_string(m.joined_at_ms),
        "kind": encode_participant_kind_or_int(m.kind),
        "kindDetails": many(encode_participant_kind_detail_or_int, m.kind_details),
        "metadata": m.metadata,
        "name": m.name,
        "region": m.region,
        "sid": m.sid,
        "state": encode_participant_state_or_int(m.state),
        "tracks": many(encode_track, m.tracks),
        "version": v if type(v := m.version) is int else integer(v),
    }
    if m.permission is not None:
        o["permission"] = one(encode_participant_permission, m.permission)
    return o


def decode_participant_list(o: dict[str, Any]) -> ParticipantList:
    m = new(ParticipantList)
    m.participants = many(decode_participant, o[_PARTICIPANTS])
    return m


def encode_participant_list(m: ParticipantList) -> dict[str, Any]:
    o: dict[str, Any] = {"participants": many(encode_participant, m.participants)}
    return o


def decode_participant_permission(o: dict[str, Any]) -> ParticipantPermission:
    m = new(ParticipantPermission)
    m.agent = o[_AGENT]
    m.can_manage_agent_session = o[_CAN_MANAGE_AGENT_SESSION]
    m.can_publish = o[_CAN_PUBLISH]
    m.can_publish_data = o[_CAN_PUBLISH_DATA]
    m.can_publish_sources = many(decode_track_source_or_int, o[_CAN_PUBLISH_SOURCES])
    m.can_subscribe = o[_CAN_SUBSCRIBE]
    m.can_subscribe_metrics = o[_CAN_SUBSCRIBE_METRICS]
    m.can_update_metadata = o[_CAN_UPDATE_METADATA]
    m.hidden = o[_HIDDEN]
    m.recorder = o[_RECORDER]
    return m


def encode_participant_permission(m: ParticipantPermission) -> dict[str, Any]:
    o: dict[str, Any] = {
        "agent": m.agent,
        "canManageAgentSession": m.can_manage_agent_session,
        "canPublish": m.can_publish,
        "canPublishData": m.can_publish_data,
        "canPublishSources": many(encode_track_source_or_int, m.can_publish_sources),
        "canSubscribe": m.can_subscribe,
        "canSubscribeMetrics": m.can_subscribe_metrics,
        "canUpdateMetadata": m.can_update_metadata,
        "hidden": m.hidden,
        "recorder": m.recorder,
    }
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    DataTrack: decode_data_track,
    MuteParticipant: decode_mute_participant,
    Participant: decode_participant,
    ParticipantList: decode_participant_list,
    ParticipantPermission: decode_participant_permission,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    DataTrack: encode_data_track,
    MuteParticipant: encode_mute_participant,
    Participant: encode_participant,
    ParticipantList: encode_participant_list,
    ParticipantPermission: encode_participant_permission,
}
