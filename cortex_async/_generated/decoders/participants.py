# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group participants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, as_dict, aware, from_iso, integer, many, new, utc
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.participants import CreateParticipant, Participant, ParticipantList, UpdateParticipant

_DISPLAY_NAME = parsed_name("displayName")
_EXTERNAL_USER_ID = parsed_name("externalUserId")
_ID = parsed_name("id")
_JOINED_AT = parsed_name("joinedAt")
_PARTICIPANTS = parsed_name("participants")
_PROJECT_ID = parsed_name("projectId")
_TENANT_ID = parsed_name("tenantId")
_TOTAL = parsed_name("total")
_USER_DATA = parsed_name("userData")


def decode_create_participant(o: dict[str, Any]) -> CreateParticipant:
    m = new(CreateParticipant)
    m.external_user_id = o[_EXTERNAL_USER_ID]
    m.display_name = o[_DISPLAY_NAME] if _DISPLAY_NAME in o else UNSET
    m.user_data = o[_USER_DATA] if _USER_DATA in o else UNSET
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
    m.id = o[_ID]
    m.display_name = o[_DISPLAY_NAME]
    m.external_user_id = o[_EXTERNAL_USER_ID]
    m.joined_at = (
        NULL if (v := o[_JOINED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.project_id = o[_PROJECT_ID]
    m.tenant_id = o[_TENANT_ID]
    m.user_data = o[_USER_DATA]
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
    m.participants = many(decode_participant, o[_PARTICIPANTS])
    m.total = v if type(v := o[_TOTAL]) is int else integer(v)
    return m


def encode_participant_list(m: ParticipantList) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "participants": many(encode_participant, m.participants),
        "total": v if type(v := m.total) is int else integer(v),
    }
    return o


def decode_update_participant(o: dict[str, Any]) -> UpdateParticipant:
    o.keys()
    m = new(UpdateParticipant)
    m.display_name = o[_DISPLAY_NAME] if _DISPLAY_NAME in o else UNSET
    m.user_data = o[_USER_DATA] if _USER_DATA in o else UNSET
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
