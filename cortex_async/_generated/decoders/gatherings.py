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
from cortex_async._core.codec.names import parsed_name
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

_ACCESS_POLICY = parsed_name("accessPolicy")
_AUTO_START_SESSION = parsed_name("autoStartSession")
_BASE_URL = parsed_name("baseUrl")
_CREATED_AT = parsed_name("createdAt")
_CUSTOM_PROTOCOL = parsed_name("customProtocol")
_DESCRIPTION = parsed_name("description")
_DISPLAY_NAME = parsed_name("displayName")
_EMAIL = parsed_name("email")
_EMAILS = parsed_name("emails")
_ENDS_AT = parsed_name("endsAt")
_ERROR = parsed_name("error")
_EXPIRES_AT = parsed_name("expiresAt")
_GATHERING = parsed_name("gathering")
_GATHERING_ID = parsed_name("gatheringId")
_GATHERINGS = parsed_name("gatherings")
_ID = parsed_name("id")
_INVITATION_URL = parsed_name("invitationUrl")
_INVITED_AT = parsed_name("invitedAt")
_INVITED_BY_ID = parsed_name("invitedById")
_INVITER_EMAIL = parsed_name("inviterEmail")
_INVITER_NAME = parsed_name("inviterName")
_JOIN_CODE = parsed_name("joinCode")
_JOIN_URL = parsed_name("joinUrl")
_JOINED_AT = parsed_name("joinedAt")
_LISTED = parsed_name("listed")
_MAX_MEMBERS = parsed_name("maxMembers")
_MEMBER = parsed_name("member")
_MEMBER_COUNT = parsed_name("memberCount")
_MEMBERS = parsed_name("members")
_NAME = parsed_name("name")
_OWNER_ID = parsed_name("ownerId")
_PARTICIPANT_ID = parsed_name("participantId")
_PARTICIPANT_IDS = parsed_name("participantIds")
_PARTICIPANTS = parsed_name("participants")
_PROJECT_ID = parsed_name("projectId")
_PROPERTIES = parsed_name("properties")
_READY_AT = parsed_name("readyAt")
_RESPONDED_AT = parsed_name("respondedAt")
_ROLE = parsed_name("role")
_ROOM_ID = parsed_name("roomId")
_SEARCH_PROPERTIES = parsed_name("searchProperties")
_SESSION_ID = parsed_name("sessionId")
_STARTS_AT = parsed_name("startsAt")
_STATUS = parsed_name("status")
_SUCCESS = parsed_name("success")
_TENANT_ID = parsed_name("tenantId")
_TIMEZONE = parsed_name("timezone")
_TOTAL = parsed_name("total")
_TYPE = parsed_name("type")
_USER_ID = parsed_name("userId")


def encode_str_or_float(m: Any) -> Any:
    if isinstance(m, float):
        return finite(m)
    return m


def decode_accept_invitation(o: dict[str, Any]) -> AcceptInvitation:
    m = new(AcceptInvitation)
    m.participant_id = o[_PARTICIPANT_ID]
    return m


def encode_accept_invitation(m: AcceptInvitation) -> dict[str, Any]:
    o: dict[str, Any] = {"participantId": m.participant_id}
    return o


def decode_add_member(o: dict[str, Any]) -> AddMember:
    m = new(AddMember)
    m.participant_id = o[_PARTICIPANT_ID]
    m.properties = o[_PROPERTIES] if _PROPERTIES in o else UNSET
    m.role = o[_ROLE] if _ROLE in o else UNSET
    return m


def encode_add_member(m: AddMember) -> dict[str, Any]:
    o: dict[str, Any] = {"participantId": m.participant_id}
    if m.properties is not UNSET:
        o["properties"] = as_dict(m.properties)
    if m.role is not UNSET:
        o["role"] = m.role
    return o


def decode_create_gathering(o: dict[str, Any]) -> CreateGathering:
    m = new(CreateGathering)
    m.name = o[_NAME]
    m.type = o[_TYPE]
    m.access_policy = o[_ACCESS_POLICY] if _ACCESS_POLICY in o else UNSET
    m.auto_start_session = o[_AUTO_START_SESSION] if _AUTO_START_SESSION in o else UNSET
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else UNSET
    m.ends_at = UNSET if _ENDS_AT not in o else parse_datetime(o[_ENDS_AT])
    m.invitation_url = o[_INVITATION_URL] if _INVITATION_URL in o else UNSET
    m.inviter_email = o[_INVITER_EMAIL] if _INVITER_EMAIL in o else UNSET
    m.inviter_name = o[_INVITER_NAME] if _INVITER_NAME in o else UNSET
    m.listed = o[_LISTED] if _LISTED in o else UNSET
    m.max_members = UNSET if _MAX_MEMBERS not in o else integer(o[_MAX_MEMBERS])
    m.owner_id = o[_OWNER_ID] if _OWNER_ID in o else UNSET
    m.participants = UNSET if _PARTICIPANTS not in o else many(decode_invited_participant, o[_PARTICIPANTS])
    m.properties = o[_PROPERTIES] if _PROPERTIES in o else UNSET
    m.room_id = o[_ROOM_ID] if _ROOM_ID in o else UNSET
    m.search_properties = o[_SEARCH_PROPERTIES] if _SEARCH_PROPERTIES in o else UNSET
    m.starts_at = UNSET if _STARTS_AT not in o else parse_datetime(o[_STARTS_AT])
    m.timezone = o[_TIMEZONE] if _TIMEZONE in o else UNSET
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
    m = new(Gathering)
    m.id = o[_ID]
    m.access_policy = o[_ACCESS_POLICY]
    m.auto_start_session = o[_AUTO_START_SESSION]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.join_code = o[_JOIN_CODE]
    m.listed = o[_LISTED]
    m.max_members = v if type(v := o[_MAX_MEMBERS]) is int else integer(v)
    m.member_count = v if type(v := o[_MEMBER_COUNT]) is int else integer(v)
    m.name = o[_NAME]
    m.project_id = o[_PROJECT_ID]
    m.status = o[_STATUS]
    m.tenant_id = o[_TENANT_ID]
    m.type = o[_TYPE]
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else None
    m.ends_at = (
        NULL
        if _ENDS_AT not in o or (v := o[_ENDS_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.expires_at = (
        NULL
        if _EXPIRES_AT not in o or (v := o[_EXPIRES_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.inviter_email = o[_INVITER_EMAIL] if _INVITER_EMAIL in o else None
    m.inviter_name = o[_INVITER_NAME] if _INVITER_NAME in o else None
    m.members = NULL if _MEMBERS not in o or (v := o[_MEMBERS]) is None else many(decode_gathering_member, v)
    m.owner_id = o[_OWNER_ID] if _OWNER_ID in o else None
    m.properties = o[_PROPERTIES] if _PROPERTIES in o else None
    m.room_id = o[_ROOM_ID] if _ROOM_ID in o else None
    m.session_id = o[_SESSION_ID] if _SESSION_ID in o else None
    m.starts_at = (
        NULL
        if _STARTS_AT not in o or (v := o[_STARTS_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.timezone = o[_TIMEZONE] if _TIMEZONE in o else None
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
    m.gatherings = many(decode_gathering, o[_GATHERINGS])
    m.total = v if type(v := o[_TOTAL]) is int else integer(v)
    return m


def encode_gathering_list(m: GatheringList) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "gatherings": many(encode_gathering, m.gatherings),
        "total": v if type(v := m.total) is int else integer(v),
    }
    return o


def decode_gathering_member(o: dict[str, Any]) -> GatheringMember:
    m = new(GatheringMember)
    m.id = o[_ID]
    m.display_name = o[_DISPLAY_NAME]
    m.gathering_id = o[_GATHERING_ID]
    m.participant_id = o[_PARTICIPANT_ID]
    m.role = o[_ROLE]
    m.status = o[_STATUS]
    m.invited_at = (
        NULL
        if _INVITED_AT not in o or (v := o[_INVITED_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.joined_at = (
        NULL
        if _JOINED_AT not in o or (v := o[_JOINED_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.properties = o[_PROPERTIES] if _PROPERTIES in o else None
    m.ready_at = (
        NULL
        if _READY_AT not in o or (v := o[_READY_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
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
    m = new(Invitation)
    m.id = o[_ID]
    m.gathering_id = o[_GATHERING_ID]
    m.invited_at = (
        NULL if (v := o[_INVITED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.join_code = o[_JOIN_CODE]
    m.join_url = o[_JOIN_URL]
    m.status = o[_STATUS]
    m.display_name = o[_DISPLAY_NAME] if _DISPLAY_NAME in o else None
    m.email = o[_EMAIL] if _EMAIL in o else None
    m.expires_at = (
        NULL
        if _EXPIRES_AT not in o or (v := o[_EXPIRES_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.invited_by_id = o[_INVITED_BY_ID] if _INVITED_BY_ID in o else None
    m.participant_id = o[_PARTICIPANT_ID] if _PARTICIPANT_ID in o else None
    m.responded_at = (
        NULL
        if _RESPONDED_AT not in o or (v := o[_RESPONDED_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
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
    m = new(InvitedParticipant)
    m.email = o[_EMAIL]
    m.name = o[_NAME]
    m.user_id = o[_USER_ID] if _USER_ID in o else UNSET
    return m


def encode_invited_participant(m: InvitedParticipant) -> dict[str, Any]:
    o: dict[str, Any] = {"email": m.email, "name": m.name}
    if m.user_id is not UNSET:
        o["userId"] = m.user_id
    return o


def decode_join_gathering_request(o: dict[str, Any]) -> JoinGatheringRequest:
    m = new(JoinGatheringRequest)
    m.join_code = o[_JOIN_CODE]
    m.participant_id = o[_PARTICIPANT_ID]
    return m


def encode_join_gathering_request(m: JoinGatheringRequest) -> dict[str, Any]:
    o: dict[str, Any] = {"joinCode": m.join_code, "participantId": m.participant_id}
    return o


def decode_join_result(o: dict[str, Any]) -> JoinResult:
    m = new(JoinResult)
    m.success = o[_SUCCESS]
    m.error = o[_ERROR] if _ERROR in o else None
    m.gathering = NULL if _GATHERING not in o or (v := o[_GATHERING]) is None else decode_gathering(v)
    m.member = NULL if _MEMBER not in o or (v := o[_MEMBER]) is None else decode_gathering_member(v)
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
    m = new(SendInvitations)
    m.invited_by_id = o[_INVITED_BY_ID]
    m.base_url = o[_BASE_URL] if _BASE_URL in o else UNSET
    m.custom_protocol = o[_CUSTOM_PROTOCOL] if _CUSTOM_PROTOCOL in o else UNSET
    m.emails = o[_EMAILS] if _EMAILS in o else UNSET
    m.participant_ids = o[_PARTICIPANT_IDS] if _PARTICIPANT_IDS in o else UNSET
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
    m.room_id = o[_ROOM_ID]
    return m


def encode_start_gathering(m: StartGathering) -> dict[str, Any]:
    o: dict[str, Any] = {"roomId": m.room_id}
    return o


def decode_update_gathering(o: dict[str, Any]) -> UpdateGathering:
    o.keys()
    m = new(UpdateGathering)
    m.access_policy = o[_ACCESS_POLICY] if _ACCESS_POLICY in o else UNSET
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else UNSET
    m.ends_at = UNSET if _ENDS_AT not in o else parse_datetime(o[_ENDS_AT])
    m.inviter_email = o[_INVITER_EMAIL] if _INVITER_EMAIL in o else UNSET
    m.inviter_name = o[_INVITER_NAME] if _INVITER_NAME in o else UNSET
    m.listed = o[_LISTED] if _LISTED in o else UNSET
    m.max_members = UNSET if _MAX_MEMBERS not in o else integer(o[_MAX_MEMBERS])
    m.name = o[_NAME] if _NAME in o else UNSET
    m.properties = o[_PROPERTIES] if _PROPERTIES in o else UNSET
    m.search_properties = o[_SEARCH_PROPERTIES] if _SEARCH_PROPERTIES in o else UNSET
    m.starts_at = UNSET if _STARTS_AT not in o else parse_datetime(o[_STARTS_AT])
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
    o.keys()
    m = new(UpdateMember)
    m.properties = o[_PROPERTIES] if _PROPERTIES in o else UNSET
    m.status = o[_STATUS] if _STATUS in o else UNSET
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
