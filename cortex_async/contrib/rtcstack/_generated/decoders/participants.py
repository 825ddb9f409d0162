# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group participants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import NULL, as_dict, integer, many, new, one
from cortex_async._core.codec.numerals import integer_from_string, number_to_string

from ..models.participants import (
    DataTrack,
    MuteParticipant,
    Participant,
    ParticipantList,
    ParticipantPermission,
)
from .common import decode_track, encode_track


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
    m.encryption = decode_encryption_or_int(o["encryption"])
    m.name = o["name"]
    m.pub_handle = v if type(v := o["pubHandle"]) is int else integer(v)
    m.sid = o["sid"]
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
    m.track_sid = o["trackSid"]
    return m


def encode_mute_participant(m: MuteParticipant) -> dict[str, Any]:
    o: dict[str, Any] = {"trackSid": m.track_sid}
    return o


def decode_participant(o: dict[str, Any]) -> Participant:
    get = o.get
    m = new(Participant)
    m.attributes = o["attributes"]
    m.client_protocol = v if type(v := o["clientProtocol"]) is int else integer(v)
    m.data_tracks = many(decode_data_track, o["dataTracks"])
    m.disconnect_reason = decode_disconnect_reason_or_int(o["disconnectReason"])
    m.identity = o["identity"]
    m.is_publisher = o["isPublisher"]
    m.joined_at = integer_from_string(o["joinedAt"])
    m.joined_at_ms = integer_from_string(o["joinedAtMs"])
    m.kind = decode_participant_kind_or_int(o["kind"])
    m.kind_details = many(decode_participant_kind_detail_or_int, o["kindDetails"])
    m.metadata = o["metadata"]
    m.name = o["name"]
    m.region = o["region"]
    m.sid = o["sid"]
    m.state = decode_participant_state_or_int(o["state"])
    m.tracks = many(decode_track, o["tracks"])
    m.version = v if type(v := o["version"]) is int else integer(v)
    m.permission = NULL if (v := get("permission")) is None else decode_participant_permission(v)
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
    m.participants = many(decode_participant, o["participants"])
    return m


def encode_participant_list(m: ParticipantList) -> dict[str, Any]:
    o: dict[str, Any] = {"participants": many(encode_participant, m.participants)}
    return o


def decode_participant_permission(o: dict[str, Any]) -> ParticipantPermission:
    m = new(ParticipantPermission)
    m.agent = o["agent"]
    m.can_manage_agent_session = o["canManageAgentSession"]
    m.can_publish = o["canPublish"]
    m.can_publish_data = o["canPublishData"]
    m.can_publish_sources = many(decode_track_source_or_int, o["canPublishSources"])
    m.can_subscribe = o["canSubscribe"]
    m.can_subscribe_metrics = o["canSubscribeMetrics"]
    m.can_update_metadata = o["canUpdateMetadata"]
    m.hidden = o["hidden"]
    m.recorder = o["recorder"]
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
