# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group api keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, array, aware, from_iso, new, parse_datetime, utc
from cortex_async._core.unset import UNSET

from ..models.api_keys import ApiKey, CreateApiKey, CreatedApiKey


def decode_api_key(o: dict[str, Any]) -> ApiKey:
    get = o.get
    m = new(ApiKey)
    m.id = o["id"]
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.key_prefix = o["keyPrefix"]
    m.name = o["name"]
    m.scopes = o["scopes"]
    m.expires_at = (
        NULL if (v := get("expiresAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.last_used_at = (
        NULL if (v := get("lastUsedAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.project_id = get("projectId")
    return m


def encode_api_key(m: ApiKey) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "keyPrefix": m.key_prefix,
        "name": m.name,
        "scopes": array(m.scopes),
    }
    if m.expires_at is not None:
        o["expiresAt"] = v if type(v := m.expires_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.last_used_at is not None:
        o["lastUsedAt"] = v if type(v := m.last_used_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_create_api_key(o: dict[str, Any]) -> CreateApiKey:
    get = o.get
    m = new(CreateApiKey)
    m.name = o["name"]
    m.scopes = o["scopes"]
    m.expires_at = UNSET if (v := get("expiresAt", UNSET)) is UNSET else parse_datetime(v)
    m.project_id = get("projectId", UNSET)
    return m


def encode_create_api_key(m: CreateApiKey) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"name": m.name, "scopes": array(m.scopes)}
    if m.expires_at is not UNSET:
        o["expiresAt"] = v if type(v := m.expires_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.project_id is not UNSET:
        o["projectId"] = m.project_id
    return o


def decode_created_api_key(o: dict[str, Any]) -> CreatedApiKey:
    get = o.get
    m = new(CreatedApiKey)
    m.id = o["id"]
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.key = o["key"]
    m.key_prefix = o["keyPrefix"]
    m.name = o["name"]
    m.scopes = o["scopes"]
    m.expires_at = (
        NULL if (v := get("expiresAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.last_used_at = (
        NULL if (v := get("lastUsedAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.project_id = get("projectId")
    return m


def encode_created_api_key(m: CreatedApiKey) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "key": m.key,
        "keyPrefix": m.key_prefix,
        "name": m.name,
        "scopes": array(m.scopes),
    }
    if m.expires_at is not None:
        o["expiresAt"] = v if type(v := m.expires_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.last_used_at is not None:
        o["lastUsedAt"] = v if type(v := m.last_used_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    ApiKey: decode_api_key,
    CreateApiKey: decode_create_api_key,
    CreatedApiKey: decode_created_api_key,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    ApiKey: encode_api_key,
    CreateApiKey: encode_create_api_key,
    CreatedApiKey: encode_created_api_key,
}
