# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group sanctions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import (
    NULL,
    as_dict,
    aware,
    from_iso,
    integer,
    many,
    new,
    one,
    parse_datetime,
    utc,
)
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.sanctions import (
    CreateSanction,
    ParticipantInfo,
    RevokeSanction,
    Sanction,
    SanctionList,
    UpdateSanction,
)

_CREATED_AT = parsed_name("createdAt")
_CREATED_BY_USER_ID = parsed_name("createdByUserId")
_DISPLAY_NAME = parsed_name("displayName")
_END_AT = parsed_name("endAt")
_EXTERNAL_USER_ID = parsed_name("externalUserId")
_ID = parsed_name("id")
_IS_ACTIVE = parsed_name("isActive")
_JOINED_AT = parsed_name("joinedAt")
_METADATA = parsed_name("metadata")
_PARTICIPANT = parsed_name("participant")
_PARTICIPANT_ID = parsed_name("participantId")
_PROJECT_ID = parsed_name("projectId")
_REASON = parsed_name("reason")
_REVOKED_AT = parsed_name("revokedAt")
_REVOKED_BY_USER_ID = parsed_name("revokedByUserId")
_SANCTIONS = parsed_name("sanctions")
_SCOPE = parsed_name("scope")
_SESSION_ID = parsed_name("sessionId")
_START_AT = parsed_name("startAt")
_STATUS = parsed_name("status")
_TENANT_ID = parsed_name("tenantId")
_TOTAL = parsed_name("total")
_TYPE = parsed_name("type")
_UPDATED_AT = parsed_name("updatedAt")
_USER_DATA = parsed_name("userData")


def decode_create_sanction(o: dict[str, Any]) -> CreateSanction:
    m = new(CreateSanction)
    m.type = o[_TYPE]
    m.end_at = UNSET if _END_AT not in o else parse_datetime(o[_END_AT])
    m.external_user_id = o[_EXTERNAL_USER_ID] if _EXTERNAL_USER_ID in o else UNSET
    m.metadata = o[_METADATA] if _METADATA in o else UNSET
    m.participant_id = o[_PARTICIPANT_ID] if _PARTICIPANT_ID in o else UNSET
    m.reason = o[_REASON] if _REASON in o else UNSET
    m.scope = o[_SCOPE] if _SCOPE in o else UNSET
    m.session_id = o[_SESSION_ID] if _SESSION_ID in o else UNSET
    m.start_at = UNSET if _START_AT not in o else parse_datetime(o[_START_AT])
    return m


def encode_create_sanction(m: CreateSanction) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"type": m.type}
    if m.end_at is not UNSET:
        o["endAt"] = v if type(v := m.end_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.external_user_id is not UNSET:
        o["externalUserId"] = m.external_user_id
    if m.metadata is not UNSET:
        o["metadata"] = as_dict(m.metadata)
    if m.participant_id is not UNSET:
        o["participantId"] = m.participant_id
    if m.reason is not UNSET:
        o["reason"] = m.reason
    if m.scope is not UNSET:
        o["scope"] = as_dict(m.scope)
    if m.session_id is not UNSET:
        o["sessionId"] = m.session_id
    if m.start_at is not UNSET:
        o["startAt"] = v if type(v := m.start_at) is datetime and v.tzinfo is UTC else utc(v)
    return o


def decode_participant_info(o: dict[str, Any]) -> ParticipantInfo:
    m = new(ParticipantInfo)
    m.id = o[_ID]
    m.display_name = o[_DISPLAY_NAME]
    m.external_user_id = o[_EXTERNAL_USER_ID]
    m.project_id = o[_PROJECT_ID]
    m.joined_at = (
        NULL
        if _JOINED_AT not in o or (v := o[_JOINED_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.user_data = o[_USER_DATA] if _USER_DATA in o else None
    return m


def encode_participant_info(m: ParticipantInfo) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "displayName": m.display_name,
        "externalUserId": m.external_user_id,
        "projectId": m.project_id,
    }
    if m.joined_at is not None:
        o["joinedAt"] = v if type(v := m.joined_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.user_data is not None:
        o["userData"] = as_dict(m.user_data)
    return o


def decode_revoke_sanction(o: dict[str, Any]) -> RevokeSanction:
    o.keys()
    m = new(RevokeSanction)
    m.reason = o[_REASON] if _REASON in o else UNSET
    return m


def encode_revoke_sanction(m: RevokeSanction) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.reason is not UNSET:
        o["reason"] = m.reason
    return o


def decode_sanction(o: dict[str, Any]) -> Sanction:
    m = new(Sanction)
    m.id = o[_ID]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.is_active = o[_IS_ACTIVE]
    m.start_at = NULL if (v := o[_START_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    m.status = o[_STATUS]
    m.tenant_id = o[_TENANT_ID]
    m.type = o[_TYPE]
    m.updated_at = (
        NULL if (v := o[_UPDATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.created_by_user_id = o[_CREATED_BY_USER_ID] if _CREATED_BY_USER_ID in o else None
    m.end_at = (
        NULL
        if _END_AT not in o or (v := o[_END_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.external_user_id = o[_EXTERNAL_USER_ID] if _EXTERNAL_USER_ID in o else None
    m.metadata = o[_METADATA] if _METADATA in o else None
    m.participant = (
        NULL if _PARTICIPANT not in o or (v := o[_PARTICIPANT]) is None else decode_participant_info(v)
    )
    m.participant_id = o[_PARTICIPANT_ID] if _PARTICIPANT_ID in o else None
    m.reason = o[_REASON] if _REASON in o else None
    m.revoked_at = (
        NULL
        if _REVOKED_AT not in o or (v := o[_REVOKED_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.revoked_by_user_id = o[_REVOKED_BY_USER_ID] if _REVOKED_BY_USER_ID in o else None
    m.scope = o[_SCOPE] if _SCOPE in o else None
    m.session_id = o[_SESSION_ID] if _SESSION_ID in o else None
    return m


def encode_sanction(m: Sanction) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "isActive": m.is_active,
        "startAt": v if type(v := m.start_at) is datetime and v.tzinfo is UTC else utc(v),
        "status": m.status,
        "tenantId": m.tenant_id,
        "type": m.type,
        "updatedAt": v if type(v := m.updated_at) is datetime and v.tzinfo is UTC else utc(v),
    }
    if m.created_by_user_id is not None:
        o["createdByUserId"] = m.created_by_user_id
    if m.end_at is not None:
        o["endAt"] = v if type(v := m.end_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.external_user_id is not None:
        o["externalUserId"] = m.external_user_id
    if m.metadata is not None:
        o["metadata"] = as_dict(m.metadata)
    if m.participant is not None:
        o["participant"] = one(encode_participant_info, m.participant)
    if m.participant_id is not None:
        o["participantId"] = m.participant_id
    if m.reason is not None:
        o["reason"] = m.reason
    if m.revoked_at is not None:
        o["revokedAt"] = v if type(v := m.revoked_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.revoked_by_user_id is not None:
        o["revokedByUserId"] = m.revoked_by_user_id
    if m.scope is not None:
        o["scope"] = as_dict(m.scope)
    if m.session_id is not None:
        o["sessionId"] = m.session_id
    return o


def decode_sanction_list(o: dict[str, Any]) -> SanctionList:
    m = new(SanctionList)
    m.sanctions = many(decode_sanction, o[_SANCTIONS])
    m.total = v if type(v := o[_TOTAL]) is int else integer(v)
    return m


def encode_sanction_list(m: SanctionList) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "sanctions": many(encode_sanction, m.sanctions),
        "total": v if type(v := m.total) is int else integer(v),
    }
    return o


def decode_update_sanction(o: dict[str, Any]) -> UpdateSanction:
    o.keys()
    m = new(UpdateSanction)
    m.end_at = UNSET if _END_AT not in o else parse_datetime(o[_END_AT])
    m.metadata = o[_METADATA] if _METADATA in o else UNSET
    m.reason = o[_REASON] if _REASON in o else UNSET
    m.scope = o[_SCOPE] if _SCOPE in o else UNSET
    m.type = o[_TYPE] if _TYPE in o else UNSET
    return m


def encode_update_sanction(m: UpdateSanction) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {}
    if m.end_at is not UNSET:
        o["endAt"] = v if type(v := m.end_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.metadata is not UNSET:
        o["metadata"] = as_dict(m.metadata)
    if m.reason is not UNSET:
        o["reason"] = m.reason
    if m.scope is not UNSET:
        o["scope"] = as_dict(m.scope)
    if m.type is not UNSET:
        o["type"] = m.type
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    CreateSanction: decode_create_sanction,
    ParticipantInfo: decode_participant_info,
    RevokeSanction: decode_revoke_sanction,
    Sanction: decode_sanction,
    SanctionList: decode_sanction_list,
    UpdateSanction: decode_update_sanction,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    CreateSanction: encode_create_sanction,
    ParticipantInfo: encode_participant_info,
    RevokeSanction: encode_revoke_sanction,
    Sanction: encode_sanction,
    SanctionList: encode_sanction_list,
    UpdateSanction: encode_update_sanction,
}
