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
from cortex_async._core.unset import UNSET

from ..models.sanctions import (
    CreateSanction,
    ParticipantInfo,
    RevokeSanction,
    Sanction,
    SanctionList,
    UpdateSanction,
)


def decode_create_sanction(o: dict[str, Any]) -> CreateSanction:
    get = o.get
    m = new(CreateSanction)
    m.type = o["type"]
    m.end_at = UNSET if (v := get("endAt", UNSET)) is UNSET else parse_datetime(v)
    m.external_user_id = get("externalUserId", UNSET)
    m.metadata = get("metadata", UNSET)
    m.participant_id = get("participantId", UNSET)
    m.reason = get("reason", UNSET)
    m.scope = get("scope", UNSET)
    m.session_id = get("sessionId", UNSET)
    m.start_at = UNSET if (v := get("startAt", UNSET)) is UNSET else parse_datetime(v)
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
    get = o.get
    m = new(ParticipantInfo)
    m.id = o["id"]
    m.display_name = o["displayName"]
    m.external_user_id = o["externalUserId"]
    m.project_id = o["projectId"]
    m.joined_at = (
        NULL if (v := get("joinedAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.user_data = get("userData")
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
    get = o.get
    m = new(RevokeSanction)
    m.reason = get("reason", UNSET)
    return m


def encode_revoke_sanction(m: RevokeSanction) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.reason is not UNSET:
        o["reason"] = m.reason
    return o


def decode_sanction(o: dict[str, Any]) -> Sanction:
    get = o.get
    m = new(Sanction)
    m.id = o["id"]
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.is_active = o["isActive"]
    m.start_at = NULL if (v := o["startAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    m.status = o["status"]
    m.tenant_id = o["tenantId"]
    m.type = o["type"]
    m.updated_at = (
        NULL if (v := o["updatedAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.created_by_user_id = get("createdByUserId")
    m.end_at = NULL if (v := get("endAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    m.external_user_id = get("externalUserId")
    m.metadata = get("metadata")
    m.participant = NULL if (v := get("participant")) is None else decode_participant_info(v)
    m.participant_id = get("participantId")
    m.reason = get("reason")
    m.revoked_at = (
        NULL if (v := get("revokedAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.revoked_by_user_id = get("revokedByUserId")
    m.scope = get("scope")
    m.session_id = get("sessionId")
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
    m.sanctions = many(decode_sanction, o["sanctions"])
    m.total = v if type(v := o["total"]) is int else integer(v)
    return m


def encode_sanction_list(m: SanctionList) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "sanctions": many(encode_sanction, m.sanctions),
        "total": v if type(v := m.total) is int else integer(v),
    }
    return o


def decode_update_sanction(o: dict[str, Any]) -> UpdateSanction:
    get = o.get
    m = new(UpdateSanction)
    m.end_at = UNSET if (v := get("endAt", UNSET)) is UNSET else parse_datetime(v)
    m.metadata = get("metadata", UNSET)
    m.reason = get("reason", UNSET)
    m.scope = get("scope", UNSET)
    m.type = get("type", UNSET)
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
