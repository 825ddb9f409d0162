# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group api keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, array, aware, from_iso, new, parse_datetime, utc
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.api_keys import ApiKey, CreateApiKey, CreatedApiKey

_CREATED_AT = parsed_name("createdAt")
_EXPIRES_AT = parsed_name("expiresAt")
_ID = parsed_name("id")
_KEY = parsed_name("key")
_KEY_PREFIX = parsed_name("keyPrefix")
_LAST_USED_AT = parsed_name("lastUsedAt")
_NAME = parsed_name("name")
_PROJECT_ID = parsed_name("projectId")
_SCOPES = parsed_name("scopes")


def decode_api_key(o: dict[str, Any]) -> ApiKey:
    m = new(ApiKey)
    m.id = o[_ID]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.key_prefix = o[_KEY_PREFIX]
    m.name = o[_NAME]
    m.scopes = o[_SCOPES]
    m.expires_at = (
        NULL
        if _EXPIRES_AT not in o or (v := o[_EXPIRES_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.last_used_at = (
        NULL
        if _LAST_USED_AT not in o or (v := o[_LAST_USED_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
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
    m = new(CreateApiKey)
    m.name = o[_NAME]
    m.scopes = o[_SCOPES]
    m.expires_at = UNSET if _EXPIRES_AT not in o else parse_datetime(o[_EXPIRES_AT])
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else UNSET
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
    m = new(CreatedApiKey)
    m.id = o[_ID]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.key = o[_KEY]
    m.key_prefix = o[_KEY_PREFIX]
    m.name = o[_NAME]
    m.scopes = o[_SCOPES]
    m.expires_at = (
        NULL
        if _EXPIRES_AT not in o or (v := o[_EXPIRES_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.last_used_at = (
        NULL
        if _LAST_USED_AT not in o or (v := o[_LAST_USED_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
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
