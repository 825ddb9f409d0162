# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group voice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import NULL, finite, integer, many, new, one
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.voice import (
    AccessKey,
    CreateAccessKeyRequest,
    CreatedAccessKey,
    EditAccessKey,
    PeersOverTime,
    RoomsOverTime,
    UpdatePeerLimit,
    VoiceSettings,
)
from .common import decode_project_permissions, encode_project_permissions

_ACCESS_KEY = parsed_name("accessKey")
_ACCESS_KEYS_COUNT = parsed_name("accessKeysCount")
_AVERAGE = parsed_name("average")
_CREATED = parsed_name("created")
_DESCRIPTION = parsed_name("description")
_HOSTING_TYPE = parsed_name("hostingType")
_ID = parsed_name("id")
_KEY_ID = parsed_name("keyId")
_NAME = parsed_name("name")
_PEAK = parsed_name("peak")
_PEER_LIMIT = parsed_name("peerLimit")
_PERMISSIONS = parsed_name("permissions")
_PUB_KEY = parsed_name("pubKey")
_UPDATED = parsed_name("updated")


def decode_access_key(o: dict[str, Any]) -> AccessKey:
    m = new(AccessKey)
    m.id = o[_ID]
    m.key_id = o[_KEY_ID]
    m.name = o[_NAME]
    m.pub_key = o[_PUB_KEY]
    m.created = o[_CREATED] if _CREATED in o else None
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else None
    m.updated = o[_UPDATED] if _UPDATED in o else None
    return m


def encode_access_key(m: AccessKey) -> dict[str, Any]:
    o: dict[str, Any] = {"id": m.id, "keyId": m.key_id, "name": m.name, "pubKey": m.pub_key}
    if m.created is not None:
        o["created"] = m.created
    if m.description is not None:
        o["description"] = m.description
    if m.updated is not None:
        o["updated"] = m.updated
    return o


def decode_create_access_key_request(o: dict[str, Any]) -> CreateAccessKeyRequest:
    m = new(CreateAccessKeyRequest)
    m.name = o[_NAME]
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else UNSET
    return m


def encode_create_access_key_request(m: CreateAccessKeyRequest) -> dict[str, Any]:
    o: dict[str, Any] = {"name": m.name}
    if m.description is not UNSET:
        o["description"] = m.description
    return o


def decode_created_access_key(o: dict[str, Any]) -> CreatedAccessKey:
    m = new(CreatedAccessKey)
    m.id = o[_ID]
    m.access_key = o[_ACCESS_KEY]
    m.key_id = o[_KEY_ID]
    m.name = o[_NAME]
    m.pub_key = o[_PUB_KEY]
    m.created = o[_CREATED] if _CREATED in o else None
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else None
    m.updated = o[_UPDATED] if _UPDATED in o else None
    return m


def encode_created_access_key(m: CreatedAccessKey) -> dict[str, Any]:
    o: dict[str, Any] = {
        "id": m.id,
        "accessKey": m.access_key,
        "keyId": m.key_id,
        "name": m.name,
        "pubKey": m.pub_key,
    }
    if m.created is not None:
        o["created"] = m.created
    if m.description is not None:
        o["description"] = m.description
    if m.updated is not None:
        o["updated"] = m.updated
    return o


def decode_edit_access_key(o: dict[str, Any]) -> EditAccessKey:
    m = new(EditAccessKey)
    m.name = o[_NAME]
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else UNSET
    return m


def encode_edit_access_key(m: EditAccessKey) -> dict[str, Any]:
    o: dict[str, Any] = {"name": m.name}
    if m.description is not UNSET:
        o["description"] = m.description
    return o


def decode_peers_over_time(o: dict[str, Any]) -> PeersOverTime:
    m = new(PeersOverTime)
    m.average = o[_AVERAGE]
    m.peak = o[_PEAK]
    return m


def encode_peers_over_time(m: PeersOverTime) -> dict[str, Any]:
    o: dict[str, Any] = {
        "average": many(lambda v: many(finite, v), m.average),
        "peak": many(lambda v: many(finite, v), m.peak),
    }
    return o


def decode_rooms_over_time(o: dict[str, Any]) -> RoomsOverTime:
    m = new(RoomsOverTime)
    m.average = o[_AVERAGE]
    m.peak = o[_PEAK]
    return m


def encode_rooms_over_time(m: RoomsOverTime) -> dict[str, Any]:
    o: dict[str, Any] = {
        "average": many(lambda v: many(finite, v), m.average),
        "peak": many(lambda v: many(finite, v), m.peak),
    }
    return o


def decode_update_peer_limit(o: dict[str, Any]) -> UpdatePeerLimit:
    m = new(UpdatePeerLimit)
    m.peer_limit = v if type(v := o[_PEER_LIMIT]) is int else integer(v)
    return m


def encode_update_peer_limit(m: UpdatePeerLimit) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"peerLimit": v if type(v := m.peer_limit) is int else integer(v)}
    return o


def decode_voice_settings(o: dict[str, Any]) -> VoiceSettings:
    m = new(VoiceSettings)
    m.access_keys_count = v if type(v := o[_ACCESS_KEYS_COUNT]) is int else integer(v)
    m.peer_limit = v if type(v := o[_PEER_LIMIT]) is int else integer(v)
    m.hosting_type = o[_HOSTING_TYPE] if _HOSTING_TYPE in o else None
    m.permissions = (
        NULL if _PERMISSIONS not in o or (v := o[_PERMISSIONS]) is None else decode_project_permissions(v)
    )
    return m


def encode_voice_settings(m: VoiceSettings) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "accessKeysCount": v if type(v := m.access_keys_count) is int else integer(v),
        "peerLimit": v if type(v := m.peer_limit) is int else integer(v),
    }
    if m.hosting_type is not None:
        o["hostingType"] = m.hosting_type
    if m.permissions is not None:
        o["permissions"] = one(encode_project_permissions, m.permissions)
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    AccessKey: decode_access_key,
    CreateAccessKeyRequest: decode_create_access_key_request,
    CreatedAccessKey: decode_created_access_key,
    EditAccessKey: decode_edit_access_key,
    PeersOverTime: decode_peers_over_time,
    RoomsOverTime: decode_rooms_over_time,
    UpdatePeerLimit: decode_update_peer_limit,
    VoiceSettings: decode_voice_settings,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    AccessKey: encode_access_key,
    CreateAccessKeyRequest: encode_create_access_key_request,
    CreatedAccessKey: encode_created_access_key,
    EditAccessKey: encode_edit_access_key,
    PeersOverTime: encode_peers_over_time,
    RoomsOverTime: encode_rooms_over_time,
    UpdatePeerLimit: encode_update_peer_limit,
    VoiceSettings: encode_voice_settings,
}
