# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group tokens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, as_dict, aware, from_iso, new, utc
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.tokens import CreateToken, Token

_EXPIRES_AT = parsed_name("expiresAt")
_METADATA = parsed_name("metadata")
_NAME = parsed_name("name")
_ROLE = parsed_name("role")
_ROOM_ID = parsed_name("roomId")
_TOKEN = parsed_name("token")
_URL = parsed_name("url")
_USER_ID = parsed_name("userId")


def decode_create_token(o: dict[str, Any]) -> CreateToken:
    m = new(CreateToken)
    m.name = o[_NAME]
    m.role = o[_ROLE]
    m.room_id = o[_ROOM_ID]
    m.user_id = o[_USER_ID]
    m.metadata = o[_METADATA] if _METADATA in o else UNSET
    return m


def encode_create_token(m: CreateToken) -> dict[str, Any]:
    o: dict[str, Any] = {"name": m.name, "role": m.role, "roomId": m.room_id, "userId": m.user_id}
    if m.metadata is not UNSET:
        o["metadata"] = as_dict(m.metadata)
    return o


def decode_token(o: dict[str, Any]) -> Token:
    m = new(Token)
    m.expires_at = (
        NULL if (v := o[_EXPIRES_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.token = o[_TOKEN]
    m.url = o[_URL]
    return m


def encode_token(m: Token) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "expiresAt": v if type(v := m.expires_at) is datetime and v.tzinfo is UTC else utc(v),
        "token": m.token,
        "url": m.url,
    }
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {CreateToken: decode_create_token, Token: decode_token}
ENCODERS: dict[type, Callable[[Any], Any]] = {CreateToken: encode_create_token, Token: encode_token}
