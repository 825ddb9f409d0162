# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group voice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import NULL, finite, integer, many, new, one
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


def decode_access_key(o: dict[str, Any]) -> AccessKey:
    get = o.get
    m = new(AccessKey)
    m.id = o["id"]
    m.key_id = o["keyId"]
    m.name = o["name"]
    m.pub_key = o["pubKey"]
    m.created = get("created")
    m.description = get("description")
    m.updated = get("updated")
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
    get = o.get
    m = new(CreateAccessKeyRequest)
    m.name = o["name"]
    m.description = get("description", UNSET)
    return m


def encode_create_access_key_request(m: CreateAccessKeyRequest) -> dict[str, Any]:
    o: dict[str, Any] = {"name": m.name}
    if m.description is not UNSET:
        o["description"] = m.description
    return o


def decode_created_access_key(o: dict[str, Any]) -> CreatedAccessKey:
    get = o.get
    m = new(CreatedAccessKey)
    m.id = o["id"]
    m.access_key = o["accessKey"]
    m.key_id = o["keyId"]
    m.name = o["name"]
    m.pub_key = o["pubKey"]
    m.created = get("created")
    m.description = get("description")
    m.updated = get("updated")
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
    get = o.get
    m = new(EditAccessKey)
    m.name = o["name"]
    m.description = get("description", UNSET)
    return m


def encode_edit_access_key(m: EditAccessKey) -> dict[str, Any]:
    o: dict[str, Any] = {"name": m.name}
    if m.description is not UNSET:
        o["description"] = m.description
    return o


def decode_peers_over_time(o: dict[str, Any]) -> PeersOverTime:
    m = new(PeersOverTime)
    m.average = o["average"]
    m.peak = o["peak"]
    return m


def encode_peers_over_time(m: PeersOverTime) -> dict[str, Any]:
    o: dict[str, Any] = {
        "average": many(lambda v: many(finite, v), m.average),
        "peak": many(lambda v: many(finite, v), m.peak),
    }
    return o


def decode_rooms_over_time(o: dict[str, Any]) -> RoomsOverTime:
    m = new(RoomsOverTime)
    m.average = o["average"]
    m.peak = o["peak"]
    return m


def encode_rooms_over_time(m: RoomsOverTime) -> dict[str, Any]:
    o: dict[str, Any] = {
        "average": many(lambda v: many(finite, v), m.average),
        "peak": many(lambda v: many(finite, v), m.peak),
    }
    return o


def decode_update_peer_limit(o: dict[str, Any]) -> UpdatePeerLimit:
    m = new(UpdatePeerLimit)
    m.peer_limit = v if type(v := o["peerLimit"]) is int else integer(v)
    return m


def encode_update_peer_limit(m: UpdatePeerLimit) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"peerLimit": v if type(v := m.peer_limit) is int else integer(v)}
    return o


def decode_voice_settings(o: dict[str, Any]) -> VoiceSettings:
    get = o.get
    m = new(VoiceSettings)
    m.access_keys_count = v if type(v := o["accessKeysCount"]) is int else integer(v)
    m.peer_limit = v if type(v := o["peerLimit"]) is int else integer(v)
    m.hosting_type = get("hostingType")
    m.permissions = NULL if (v := get("permissions")) is None else decode_project_permissions(v)
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
