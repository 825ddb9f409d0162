# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group gatherings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import (
    NULL,
    array,
    as_dict,
    aware,
    finite,
    from_iso,
    integer,
    many,
    mapping,
    new,
    one,
    parse_datetime,
    utc,
)
from cortex_async._core.unset import UNSET

from ..models.gatherings import (
    AcceptInvitation,
    AddMember,
    CreateGathering,
    Gathering,
    GatheringList,
    GatheringMember,
    Invitation,
    InvitedParticipant,
    JoinGatheringRequest,
    JoinResult,
    SendInvitations,
    StartGathering,
    UpdateGathering,
    UpdateMember,
)


def encode_str_or_float(m: Any) -> Any:
    if isinstance(m, float):
        return finite(m)
    return m


def decode_accept_invitation(o: dict[str, Any]) -> AcceptInvitation:
    m = new(AcceptInvitation)
    m.participant_id = o["participantId"]
    return m


def encode_accept_invitation(m: AcceptInvitation) -> dict[str, Any]:
    o: dict[str, Any] = {"participantId": m.participant_id}
    return o


def decode_add_member(o: dict[str, Any]) -> AddMember:
    get = o.get
    m = new(AddMember)
    m.participant_id = o["participantId"]
    m.properties = get("properties", UNSET)
    m.role = get("role", UNSET)
    return m


def encode_add_member(m: AddMember) -> dict[str, Any]:
    o: dict[str, Any] = {"participantId": m.participant_id}
    if m.properties is not UNSET:
        o["properties"] = as_dict(m.properties)
    if m.role is not UNSET:
        o["role"] = m.role
    return o


def decode_create_gathering(o: dict[str, Any]) -> CreateGathering:
    get = o.get
    m = new(CreateGathering)
    m.name = o["name"]
    m.type = o["type"]
    m.access_policy = get("accessPolicy", UNSET)
    m.auto_start_session = get("autoStartSession", UNSET)
    m.description = get("description", UNSET)
    m.ends_at = UNSET if (v := get("endsAt", UNSET)) is UNSET else parse_datetime(v)
    m.invitation_url = get("invitationUrl", UNSET)
    m.inviter_email = get("inviterEmail", UNSET)
    m.inviter_name = get("inviterName", UNSET)
    m.listed = get("listed", UNSET)
    m.max_members = UNSET if (v := get("maxMembers", UNSET)) is UNSET else integer(v)
    m.owner_id = get("ownerId", UNSET)
    m.participants = (
        UNSET if (v := get("participants", UNSET)) is UNSET else many(decode_invited_participant, v)
    )
    m.properties = get("properties", UNSET)
    m.room_id = get("roomId", UNSET)
    m.search_properties = get("searchProperties", UNSET)
    m.starts_at = UNSET if (v := get("startsAt", UNSET)) is UNSET else parse_datetime(v)
    m.timezone = get("timezone", UNSET)
    return m


def encode_create_gathering(m: CreateGathering) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"name": m.name, "type": m.type}
    if m.access_policy is not UNSET:
        o["accessPolicy"] = m.access_policy
    if m.auto_start_session is not UNSET:
        o["autoStartSession"] = m.auto_start_session
    if m.description is not UNSET:
        o["description"] = m.description
    if m.ends_at is not UNSET:
        o["endsAt"] = v if type(v := m.ends_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.invitation_url is not UNSET:
        o["invitationUrl"] = m.invitation_url
    if m.inviter_email is not UNSET:
        o["inviterEmail"] = m.inviter_email
    if m.inviter_name is not UNSET:
        o["inviterName"] = m.inviter_name
    if m.listed is not UNSET:
        o["listed"] = m.listed
    if m.max_members is not UNSET:
        o["maxMembers"] = v if type(v := m.max_members) is int else integer(v)
    if m.owner_id is not UNSET:
        o["ownerId"] = m.owner_id
    if m.participants is not UNSET:
        o["participants"] = many(encode_invited_participant, m.participants)
    if m.properties is not UNSET:
        o["properties"] = as_dict(m.properties)
    if m.room_id is not UNSET:
        o["roomId"] = m.room_id
    if m.search_properties is not UNSET:
        o["searchProperties"] = mapping(encode_str_or_float, m.search_properties)
    if m.starts_at is not UNSET:
        o["startsAt"] = v if type(v := m.starts_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.timezone is not UNSET:
        o["timezone"] = m.timezone
    return o


def decode_gathering(o: dict[str, Any]) -> Gathering:
    get = o.get
    m = new(Gathering)
    m.id = o["id"]
    m.access_policy = o["accessPolicy"]
    m.auto_start_session = o["autoStartSession"]
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.join_code = o["joinCode"]
    m.listed = o["listed"]
    m.max_members = v if type(v := o["maxMembers"]) is int else integer(v)
    m.member_count = v if type(v := o["memberCount"]) is int else integer(v)
    m.name = o["name"]
    m.project_id = o["projectId"]
    m.status = o["status"]
    m.tenant_id = o["tenantId"]
    m.type = o["type"]
    m.description = get("description")
    m.ends_at = NULL if (v := get("endsAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    m.expires_at = (
        NULL if (v := get("expiresAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.inviter_email = get("inviterEmail")
    m.inviter_name = get("inviterName")
    m.members = NULL if (v := get("members")) is None else many(decode_gathering_member, v)
    m.owner_id = get("ownerId")
    m.properties = get("properties")
    m.room_id = get("roomId")
    m.session_id = get("sessionId")
    m.starts_at = (
        NULL if (v := get("startsAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.timezone = get("timezone")
    return m


def encode_gathering(m: Gathering) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "accessPolicy": m.access_policy,
        "autoStartSession": m.auto_start_session,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "joinCode": m.join_code,
        "listed": m.listed,
        "maxMembers": v if type(v := m.max_members) is int else integer(v),
        "memberCount": v if type(v := m.member_count) is int else integer(v),
        "name": m.name,
        "projectId": m.project_id,
        "status": m.status,
        "tenantId": m.tenant_id,
        "type": m.type,
    }
    if m.description is not None:
        o["description"] = m.description
    if m.ends_at is not None:
        o["endsAt"] = v if type(v := m.ends_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.expires_at is not None:
        o["expiresAt"] = v if type(v := m.expires_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.inviter_email is not None:
        o["inviterEmail"] = m.inviter_email
    if m.inviter_name is not None:
        o["inviterName"] = m.inviter_name
    if m.members is not None:
        o["members"] = many(encode_gathering_member, m.members)
    if m.owner_id is not None:
        o["ownerId"] = m.owner_id
    if m.properties is not None:
        o["properties"] = as_dict(m.properties)
    if m.room_id is not None:
        o["roomId"] = m.room_id
    if m.session_id is not None:
        o["sessionId"] = m.session_id
    if m.starts_at is not None:
        o["startsAt"] = v if type(v := m.starts_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.timezone is not None:
        o["timezone"] = m.timezone
    return o


def decode_gathering_list(o: dict[str, Any]) -> GatheringList:
    m = new(GatheringList)
    m.gatherings = many(decode_gathering, o["gatherings"])
    m.total = v if type(v := o["total"]) is int else integer(v)
    return m


def encode_gathering_list(m: GatheringList) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "gatherings": many(encode_gathering, m.gatherings),
        "total": v if type(v := m.total) is int else integer(v),
    }
    return o


def decode_gathering_member(o: dict[str, Any]) -> GatheringMember:
    get = o.get
    m = new(GatheringMember)
    m.id = o["id"]
    m.display_name = o["displayName"]
    m.gathering_id = o["gatheringId"]
    m.participant_id = o["participantId"]
    m.role = o["role"]
    m.status = o["status"]
    m.invited_at = (
        NULL if (v := get("invitedAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.joined_at = (
        NULL if (v := get("joinedAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.properties = get("properties")
    m.ready_at = (
        NULL if (v := get("readyAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    return m


def encode_gathering_member(m: GatheringMember) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "displayName": m.display_name,
        "gatheringId": m.gathering_id,
        "participantId": m.participant_id,
        "role": m.role,
        "status": m.status,
    }
    if m.invited_at is not None:
        o["invitedAt"] = v if type(v := m.invited_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.joined_at is not None:
        o["joinedAt"] = v if type(v := m.joined_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.properties is not None:
        o["properties"] = as_dict(m.properties)
    if m.ready_at is not None:
        o["readyAt"] = v if type(v := m.ready_at) is datetime and v.tzinfo is UTC else utc(v)
    return o


def decode_invitation(o: dict[str, Any]) -> Invitation:
    get = o.get
    m = new(Invitation)
    m.id = o["id"]
    m.gathering_id = o["gatheringId"]
    m.invited_at = (
        NULL if (v := o["invitedAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.join_code = o["joinCode"]
    m.join_url = o["joinUrl"]
    m.status = o["status"]
    m.display_name = get("displayName")
    m.email = get("email")
    m.expires_at = (
        NULL if (v := get("expiresAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.invited_by_id = get("invitedById")
    m.participant_id = get("participantId")
    m.responded_at = (
        NULL if (v := get("respondedAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    return m


def encode_invitation(m: Invitation) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "gatheringId": m.gathering_id,
        "invitedAt": v if type(v := m.invited_at) is datetime and v.tzinfo is UTC else utc(v),
        "joinCode": m.join_code,
        "joinUrl": m.join_url,
        "status": m.status,
    }
    if m.display_name is not None:
        o["displayName"] = m.display_name
    if m.email is not None:
        o["email"] = m.email
    if m.expires_at is not None:
        o["expiresAt"] = v if type(v := m.expires_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.invited_by_id is not None:
        o["invitedById"] = m.invited_by_id
    if m.participant_id is not None:
        o["participantId"] = m.participant_id
    if m.responded_at is not None:
        o["respondedAt"] = v if type(v := m.responded_at) is datetime and v.tzinfo is UTC else utc(v)
    return o


def decode_invited_participant(o: dict[str, Any]) -> InvitedParticipant:
    get = o.get
    m = new(InvitedParticipant)
    m.email = o["email"]
    m.name = o["name"]
    m.user_id = get("userId", UNSET)
    return m


def encode_invited_participant(m: InvitedParticipant) -> dict[str, Any]:
    o: dict[str, Any] = {"email": m.email, "name": m.name}
    if m.user_id is not UNSET:
        o["userId"] = m.user_id
    return o


def decode_join_gathering_request(o: dict[str, Any]) -> JoinGatheringRequest:
    m = new(JoinGatheringRequest)
    m.join_code = o["joinCode"]
    m.participant_id = o["participantId"]
    return m


def encode_join_gathering_request(m: JoinGatheringRequest) -> dict[str, Any]:
    o: dict[str, Any] = {"joinCode": m.join_code, "participantId": m.participant_id}
    return o


def decode_join_result(o: dict[str, Any]) -> JoinResult:
    get = o.get
    m = new(JoinResult)
    m.success = o["success"]
    m.error = get("error")
    m.gathering = NULL if (v := get("gathering")) is None else decode_gathering(v)
    m.member = NULL if (v := get("member")) is None else decode_gathering_member(v)
    return m


def encode_join_result(m: JoinResult) -> dict[str, Any]:
    o: dict[str, Any] = {"success": m.success}
    if m.error is not None:
        o["error"] = m.error
    if m.gathering is not None:
        o["gathering"] = one(encode_gathering, m.gathering)
    if m.member is not None:
        o["member"] = one(encode_gathering_member, m.member)
    return o


def decode_send_invitations(o: dict[str, Any]) -> SendInvitations:
    get = o.get
    m = new(SendInvitations)
    m.invited_by_id = o["invitedById"]
    m.base_url = get("baseUrl", UNSET)
    m.custom_protocol = get("customProtocol", UNSET)
    m.emails = get("emails", UNSET)
    m.participant_ids = get("participantIds", UNSET)
    return m


def encode_send_invitations(m: SendInvitations) -> dict[str, Any]:
    o: dict[str, Any] = {"invitedById": m.invited_by_id}
    if m.base_url is not UNSET:
        o["baseUrl"] = m.base_url
    if m.custom_protocol is not UNSET:
        o["customProtocol"] = m.custom_protocol
    if m.emails is not UNSET:
        o["emails"] = array(m.emails)
    if m.participant_ids is not UNSET:
        o["participantIds"] = array(m.participant_ids)
    return o


def decode_start_gathering(o: dict[str, Any]) -> StartGathering:
    m = new(StartGathering)
    m.room_id = o["roomId"]
    return m


def encode_start_gathering(m: StartGathering) -> dict[str, Any]:
    o: dict[str, Any] = {"roomId": m.room_id}
    return o


def decode_update_gathering(o: dict[str, Any]) -> UpdateGathering:
    get = o.get
    m = new(UpdateGathering)
    m.access_policy = get("accessPolicy", UNSET)
    m.description = get("description", UNSET)
    m.ends_at = UNSET if (v := get("endsAt", UNSET)) is UNSET else parse_datetime(v)
    m.inviter_email = get("inviterEmail", UNSET)
    m.inviter_name = get("inviterName", UNSET)
    m.listed = get("listed", UNSET)
    m.max_members = UNSET if (v := get("maxMembers", UNSET)) is UNSET else integer(v)
    m.name = get("name", UNSET)
    m.properties = get("properties", UNSET)
    m.search_properties = get("searchProperties", UNSET)
    m.starts_at = UNSET if (v := get("startsAt", UNSET)) is UNSET else parse_datetime(v)
    return m


def encode_update_gathering(m: UpdateGathering) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {}
    if m.access_policy is not UNSET:
        o["accessPolicy"] = m.access_policy
    if m.description is not UNSET:
        o["description"] = m.description
    if m.ends_at is not UNSET:
        o["endsAt"] = v if type(v := m.ends_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.inviter_email is not UNSET:
        o["inviterEmail"] = m.inviter_email
    if m.inviter_name is not UNSET:
        o["inviterName"] = m.inviter_name
    if m.listed is not UNSET:
        o["listed"] = m.listed
    if m.max_members is not UNSET:
        o["maxMembers"] = v if type(v := m.max_members) is int else integer(v)
    if m.name is not UNSET:
        o["name"] = m.name
    if m.properties is not UNSET:
        o["properties"] = as_dict(m.properties)
    if m.search_properties is not UNSET:
        o["searchProperties"] = mapping(encode_str_or_float, m.search_properties)
    if m.starts_at is not UNSET:
        o["startsAt"] = v if type(v := m.starts_at) is datetime and v.tzinfo is UTC else utc(v)
    return o


def decode_update_member(o: dict[str, Any]) -> UpdateMember:
    get = o.get
    m = new(UpdateMember)
    m.properties = get("properties", UNSET)
    m.status = get("status", UNSET)
    return m


def encode_update_member(m: UpdateMember) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.properties is not UNSET:
        o["properties"] = as_dict(m.properties)
    if m.status is not UNSET:
        o["status"] = m.status
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    AcceptInvitation: decode_accept_invitation,
    AddMember: decode_add_member,
    CreateGathering: decode_create_gathering,
    Gathering: decode_gathering,
    GatheringList: decode_gathering_list,
    GatheringMember: decode_gathering_member,
    Invitation: decode_invitation,
    InvitedParticipant: decode_invited_participant,
    JoinGatheringRequest: decode_join_gathering_request,
    JoinResult: decode_join_result,
    SendInvitations: decode_send_invitations,
    StartGathering: decode_start_gathering,
    UpdateGathering: decode_update_gathering,
    UpdateMember: decode_update_member,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    AcceptInvitation: encode_accept_invitation,
    AddMember: encode_add_member,
    CreateGathering: encode_create_gathering,
    Gathering: encode_gathering,
    GatheringList: encode_gathering_list,
    GatheringMember: encode_gathering_member,
    Invitation: encode_invitation,
    InvitedParticipant: encode_invited_participant,
    JoinGatheringRequest: encode_join_gathering_request,
    JoinResult: encode_join_result,
    SendInvitations: encode_send_invitations,
    StartGathering: encode_start_gathering,
    UpdateGathering: encode_update_gathering,
    UpdateMember: encode_update_member,
}
