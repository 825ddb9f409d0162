# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group participants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, as_dict, aware, from_iso, integer, many, new, utc
from cortex_async._core.unset import UNSET

from ..models.participants import CreateParticipant, Participant, ParticipantList, UpdateParticipant


def decode_create_participant(o: dict[str, Any]) -> CreateParticipant:
    get = o.get
    m = new(CreateParticipant)
    m.external_user_id = o["externalUserId"]
    m.display_name = get("displayName", UNSET)
    m.user_data = get("userData", UNSET)
    return m


def encode_create_participant(m: CreateParticipant) -> dict[str, Any]:
    o: dict[str, Any] = {"externalUserId": m.external_user_id}
    if m.display_name is not UNSET:
        o["displayName"] = m.display_name
    if m.user_data is not UNSET:
        o["userData"] = as_dict(m.user_data)
    return o


def decode_participant(o: dict[str, Any]) -> Participant:
    m = new(Participant)
    m.id = o["id"]
    m.display_name = o["displayName"]
    m.external_user_id = o["externalUserId"]
    m.joined_at = (
        NULL if (v := o["joinedAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.project_id = o["projectId"]
    m.tenant_id = o["tenantId"]
    m.user_data = o["userData"]
    return m


def encode_participant(m: Participant) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "displayName": m.display_name,
        "externalUserId": m.external_user_id,
        "joinedAt": v if type(v := m.joined_at) is datetime and v.tzinfo is UTC else utc(v),
        "projectId": m.project_id,
        "tenantId": m.tenant_id,
        "userData": as_dict(m.user_data),
    }
    return o


def decode_participant_list(o: dict[str, Any]) -> ParticipantList:
    m = new(ParticipantList)
    m.participants = many(decode_participant, o["participants"])
    m.total = v if type(v := o["total"]) is int else integer(v)
    return m


def encode_participant_list(m: ParticipantList) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "participants": many(encode_participant, m.participants),
        "total": v if type(v := m.total) is int else integer(v),
    }
    return o


def decode_update_participant(o: dict[str, Any]) -> UpdateParticipant:
    get = o.get
    m = new(UpdateParticipant)
    m.display_name = get("displayName", UNSET)
    m.user_data = get("userData", UNSET)
    return m


def encode_update_participant(m: UpdateParticipant) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.display_name is not UNSET:
        o["displayName"] = m.display_name
    if m.user_data is not UNSET:
        o["userData"] = as_dict(m.user_data)
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    CreateParticipant: decode_create_participant,
    Participant: decode_participant,
    ParticipantList: decode_participant_list,
    UpdateParticipant: decode_update_participant,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    CreateParticipant: encode_create_participant,
    Participant: encode_participant,
    ParticipantList: encode_participant_list,
    UpdateParticipant: encode_update_participant,
}
