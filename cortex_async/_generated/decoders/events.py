# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group events."""

# pyright: reportPrivateUsage=false

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
    joined,
    new,
    one,
    parse_datetime,
    rest,
    unmatched,
    utc,
)
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.events import (
    GatheringCancelledEvent,
    GatheringCreatedEvent,
    GatheringCreatedPayload,
    GatheringEndedEvent,
    GatheringInvitationAcceptedEvent,
    GatheringInvitationAcceptedEventData,
    GatheringInvitationAcceptedPayload,
    GatheringInvitationDeclinedEvent,
    GatheringInvitationDeclinedEventData,
    GatheringInvitationDeclinedPayload,
    GatheringInvitationSentEmailData,
    GatheringInvitationSentEvent,
    GatheringInvitationSentPayload,
    GatheringMemberEventData,
    GatheringMemberJoinedEvent,
    GatheringMemberLeftEvent,
    GatheringMemberLeftEventData,
    GatheringMemberLeftPayload,
    GatheringMemberPayload,
    GatheringMemberReadyEvent,
    GatheringOccurredPayload,
    GatheringStartedEvent,
    GatheringUpdatedEvent,
    GatheringUpdatedPayload,
    GenericDomainEvent,
    GenericEventPayload,
    IngestedEvent,
    IngestEvent,
    MessageAnnotationCreatedEvent,
    MessageAnnotationCreatedEventData,
    MessageAnnotationCreatedPayload,
    MessageCreatedEvent,
    MessageCreatedEventData,
    MessageCreatedPayload,
    ParticipantCreatedEvent,
    ParticipantCreatedPayload,
    ParticipantDeletedEvent,
    ParticipantDeletedPayload,
    ParticipantJoinedEvent,
    ParticipantLeftEvent,
    ParticipantPresenceEventData,
    ParticipantPresencePayload,
    ParticipantUpdatedEvent,
    ParticipantUpdatedPayload,
    SanctionCreatedEvent,
    SanctionCreatedPayload,
    SanctionRevokedEvent,
    SanctionRevokedPayload,
    SanctionUpdatedEvent,
    SanctionUpdatedPayload,
    SessionAnnotationCreatedEvent,
    SessionAnnotationCreatedEventData,
    SessionAnnotationCreatedPayload,
    SessionCreatedEvent,
    SessionCreatedPayload,
    SessionDeletedEvent,
    SessionDeletedPayload,
    SessionUpdatedEvent,
    SessionUpdatedPayload,
    WebhookDeliveryStatusEventData,
    WebhookDeliveryUpdatedEvent,
    WebhookDeliveryUpdatedPayload,
)
from ..models.gatherings import Invitation
from .gatherings import (
    decode_gathering,
    decode_gathering_member,
    decode_invitation,
    encode_gathering,
    encode_gathering_member,
    encode_invitation,
)
from .participants import decode_participant, encode_participant
from .sanctions import decode_sanction, encode_sanction
from .sessions import decode_session, encode_session

_ACTION = parsed_name("action")
_ANNOTATION_ID = parsed_name("annotationId")
_ATTEMPTS_COUNT = parsed_name("attemptsCount")
_CHANGES = parsed_name("changes")
_CONTENT = parsed_name("content")
_DATA = parsed_name("data")
_EMAIL = parsed_name("email")
_EVENT_TYPE = parsed_name("eventType")
_EXTERNAL_USER_ID = parsed_name("externalUserId")
_GATHERING_ID = parsed_name("gatheringId")
_HAS_DEBUG_AUDIO = parsed_name("hasDebugAudio")
_ID = parsed_name("id")
_INVITATION_ID = parsed_name("invitationId")
_LAST_ERROR = parsed_name("lastError")
_MEMBER = parsed_name("member")
_MESSAGE_ID = parsed_name("messageId")
_NAME = parsed_name("name")
_PARTICIPANT_ID = parsed_name("participantId")
_PAYLOAD = parsed_name("payload")
_PROJECT_ID = parsed_name("projectId")
_RESOURCE_ID = parsed_name("resourceId")
_SENDER_NAME = parsed_name("senderName")
_SESSION_ID = parsed_name("sessionId")
_SOURCE = parsed_name("source")
_STATUS = parsed_name("status")
_TENANT_ID = parsed_name("tenantId")
_TIMESTAMP = parsed_name("timestamp")
_TYPE = parsed_name("type")


def decode_invitation_or_gathering_invitation_sent_email_data(o: Any) -> Any:
    if "gatheringId" in o:
        return decode_invitation(o)
    if "name" in o:
        return decode_gathering_invitation_sent_email_data(o)
    return unmatched(o, "Invitation or GatheringInvitationSentEmailData")


def encode_invitation_or_gathering_invitation_sent_email_data(m: Any) -> Any:
    if isinstance(m, Invitation):
        return encode_invitation(m)
    if isinstance(m, GatheringInvitationSentEmailData):
        return encode_gathering_invitation_sent_email_data(m)
    return m


def decode_gathering_cancelled_event(o: dict[str, Any], lazy: bool = False) -> GatheringCancelledEvent:
    m = new(GatheringCancelledEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_gathering_occurred_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_gathering_cancelled_event(m: GatheringCancelledEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_gathering_occurred_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_gathering_created_event(o: dict[str, Any], lazy: bool = False) -> GatheringCreatedEvent:
    m = new(GatheringCreatedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_gathering_created_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_gathering_created_event(m: GatheringCreatedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_gathering_created_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_gathering_created_payload(o: dict[str, Any]) -> GatheringCreatedPayload:
    m = new(GatheringCreatedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_gathering(v)
    return m


def encode_gathering_created_payload(m: GatheringCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_gathering, m.data)}
    return o


def decode_gathering_ended_event(o: dict[str, Any], lazy: bool = False) -> GatheringEndedEvent:
    m = new(GatheringEndedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_gathering_occurred_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_gathering_ended_event(m: GatheringEndedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_gathering_occurred_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_gathering_invitation_accepted_event(
    o: dict[str, Any], lazy: bool = False
) -> GatheringInvitationAcceptedEvent:
    m = new(GatheringInvitationAcceptedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_gathering_invitation_accepted_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_gathering_invitation_accepted_event(m: GatheringInvitationAcceptedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_gathering_invitation_accepted_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_gathering_invitation_accepted_event_data(
    o: dict[str, Any],
) -> GatheringInvitationAcceptedEventData:
    m = new(GatheringInvitationAcceptedEventData)
    m.gathering_id = o[_GATHERING_ID]
    m.invitation_id = o[_INVITATION_ID]
    m.participant_id = o[_PARTICIPANT_ID]
    return m


def encode_gathering_invitation_accepted_event_data(
    m: GatheringInvitationAcceptedEventData,
) -> dict[str, Any]:
    o: dict[str, Any] = {
        "gatheringId": m.gathering_id,
        "invitationId": m.invitation_id,
        "participantId": m.participant_id,
    }
    return o


def decode_gathering_invitation_accepted_payload(o: dict[str, Any]) -> GatheringInvitationAcceptedPayload:
    m = new(GatheringInvitationAcceptedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_gathering_invitation_accepted_event_data(v)
    return m


def encode_gathering_invitation_accepted_payload(m: GatheringInvitationAcceptedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {
        "action": m.action,
        "data": one(encode_gathering_invitation_accepted_event_data, m.data),
    }
    return o


def decode_gathering_invitation_declined_event(
    o: dict[str, Any], lazy: bool = False
) -> GatheringInvitationDeclinedEvent:
    m = new(GatheringInvitationDeclinedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_gathering_invitation_declined_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_gathering_invitation_declined_event(m: GatheringInvitationDeclinedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_gathering_invitation_declined_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_gathering_invitation_declined_event_data(
    o: dict[str, Any],
) -> GatheringInvitationDeclinedEventData:
    m = new(GatheringInvitationDeclinedEventData)
    m.gathering_id = o[_GATHERING_ID]
    m.invitation_id = o[_INVITATION_ID]
    return m


def encode_gathering_invitation_declined_event_data(
    m: GatheringInvitationDeclinedEventData,
) -> dict[str, Any]:
    o: dict[str, Any] = {"gatheringId": m.gathering_id, "invitationId": m.invitation_id}
    return o


def decode_gathering_invitation_declined_payload(o: dict[str, Any]) -> GatheringInvitationDeclinedPayload:
    m = new(GatheringInvitationDeclinedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_gathering_invitation_declined_event_data(v)
    return m


def encode_gathering_invitation_declined_payload(m: GatheringInvitationDeclinedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {
        "action": m.action,
        "data": one(encode_gathering_invitation_declined_event_data, m.data),
    }
    return o


def decode_gathering_invitation_sent_email_data(o: dict[str, Any]) -> GatheringInvitationSentEmailData:
    m = new(GatheringInvitationSentEmailData)
    m.email = o[_EMAIL]
    m.name = o[_NAME]
    return m


def encode_gathering_invitation_sent_email_data(m: GatheringInvitationSentEmailData) -> dict[str, Any]:
    o: dict[str, Any] = {"email": m.email, "name": m.name}
    return o


def decode_gathering_invitation_sent_event(
    o: dict[str, Any], lazy: bool = False
) -> GatheringInvitationSentEvent:
    m = new(GatheringInvitationSentEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_gathering_invitation_sent_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_gathering_invitation_sent_event(m: GatheringInvitationSentEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_gathering_invitation_sent_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_gathering_invitation_sent_payload(o: dict[str, Any]) -> GatheringInvitationSentPayload:
    m = new(GatheringInvitationSentPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_invitation_or_gathering_invitation_sent_email_data(v)
    return m


def encode_gathering_invitation_sent_payload(m: GatheringInvitationSentPayload) -> dict[str, Any]:
    o: dict[str, Any] = {
        "action": m.action,
        "data": one(encode_invitation_or_gathering_invitation_sent_email_data, m.data),
    }
    return o


def decode_gathering_member_event_data(o: dict[str, Any]) -> GatheringMemberEventData:
    m = new(GatheringMemberEventData)
    m.gathering_id = o[_GATHERING_ID]
    m.member = NULL if (v := o[_MEMBER]) is None else decode_gathering_member(v)
    return m


def encode_gathering_member_event_data(m: GatheringMemberEventData) -> dict[str, Any]:
    o: dict[str, Any] = {"gatheringId": m.gathering_id, "member": one(encode_gathering_member, m.member)}
    return o


def decode_gathering_member_joined_event(o: dict[str, Any], lazy: bool = False) -> GatheringMemberJoinedEvent:
    m = new(GatheringMemberJoinedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_gathering_member_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_gathering_member_joined_event(m: GatheringMemberJoinedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_gathering_member_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_gathering_member_left_event(o: dict[str, Any], lazy: bool = False) -> GatheringMemberLeftEvent:
    m = new(GatheringMemberLeftEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_gathering_member_left_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_gathering_member_left_event(m: GatheringMemberLeftEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_gathering_member_left_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_gathering_member_left_event_data(o: dict[str, Any]) -> GatheringMemberLeftEventData:
    m = new(GatheringMemberLeftEventData)
    m.gathering_id = o[_GATHERING_ID]
    m.participant_id = o[_PARTICIPANT_ID]
    return m


def encode_gathering_member_left_event_data(m: GatheringMemberLeftEventData) -> dict[str, Any]:
    o: dict[str, Any] = {"gatheringId": m.gathering_id, "participantId": m.participant_id}
    return o


def decode_gathering_member_left_payload(o: dict[str, Any]) -> GatheringMemberLeftPayload:
    m = new(GatheringMemberLeftPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_gathering_member_left_event_data(v)
    return m


def encode_gathering_member_left_payload(m: GatheringMemberLeftPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_gathering_member_left_event_data, m.data)}
    return o


def decode_gathering_member_payload(o: dict[str, Any]) -> GatheringMemberPayload:
    m = new(GatheringMemberPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_gathering_member_event_data(v)
    return m


def encode_gathering_member_payload(m: GatheringMemberPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_gathering_member_event_data, m.data)}
    return o


def decode_gathering_member_ready_event(o: dict[str, Any], lazy: bool = False) -> GatheringMemberReadyEvent:
    m = new(GatheringMemberReadyEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_gathering_member_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_gathering_member_ready_event(m: GatheringMemberReadyEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_gathering_member_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_gathering_occurred_payload(o: dict[str, Any]) -> GatheringOccurredPayload:
    m = new(GatheringOccurredPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_gathering(v)
    return m


def encode_gathering_occurred_payload(m: GatheringOccurredPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_gathering, m.data)}
    return o


def decode_gathering_started_event(o: dict[str, Any], lazy: bool = False) -> GatheringStartedEvent:
    m = new(GatheringStartedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_gathering_occurred_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_gathering_started_event(m: GatheringStartedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_gathering_occurred_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_gathering_updated_event(o: dict[str, Any], lazy: bool = False) -> GatheringUpdatedEvent:
    m = new(GatheringUpdatedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_gathering_updated_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_gathering_updated_event(m: GatheringUpdatedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_gathering_updated_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_gathering_updated_payload(o: dict[str, Any]) -> GatheringUpdatedPayload:
    m = new(GatheringUpdatedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_gathering(v)
    m.changes = o[_CHANGES] if _CHANGES in o else None
    return m


def encode_gathering_updated_payload(m: GatheringUpdatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_gathering, m.data)}
    if m.changes is not None:
        o["changes"] = as_dict(m.changes)
    return o


def decode_generic_domain_event(o: dict[str, Any], lazy: bool = False) -> GenericDomainEvent:
    m = new(GenericDomainEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_generic_event_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_generic_domain_event(m: GenericDomainEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_generic_event_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_generic_event_payload(o: dict[str, Any]) -> GenericEventPayload:
    m = new(GenericEventPayload)
    m.action = o[_ACTION]
    m.data = o[_DATA]
    m.changes = o[_CHANGES] if _CHANGES in o else None
    return m


def encode_generic_event_payload(m: GenericEventPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": as_dict(m.data)}
    if m.changes is not None:
        o["changes"] = as_dict(m.changes)
    return o


def decode_ingest_event(o: dict[str, Any]) -> IngestEvent:
    m = new(IngestEvent)
    m.payload = o[_PAYLOAD]
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.type = o[_TYPE]
    m.timestamp = UNSET if _TIMESTAMP not in o else parse_datetime(o[_TIMESTAMP])
    return m


def encode_ingest_event(m: IngestEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "payload": as_dict(m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "type": m.type,
    }
    if m.timestamp is not UNSET:
        o["timestamp"] = v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v)
    return o


def decode_ingested_event(o: dict[str, Any]) -> IngestedEvent:
    o.keys()
    m = new(IngestedEvent)
    m.id = o[_ID] if _ID in o else None
    return m


def encode_ingested_event(m: IngestedEvent) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.id is not None:
        o["id"] = m.id
    return o


def decode_message_annotation_created_event(
    o: dict[str, Any], lazy: bool = False
) -> MessageAnnotationCreatedEvent:
    m = new(MessageAnnotationCreatedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_message_annotation_created_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_message_annotation_created_event(m: MessageAnnotationCreatedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_message_annotation_created_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_message_annotation_created_event_data(o: dict[str, Any]) -> MessageAnnotationCreatedEventData:
    m = new(MessageAnnotationCreatedEventData)
    m.annotation_id = o[_ANNOTATION_ID]
    m.content = o[_CONTENT]
    m.message_id = o[_MESSAGE_ID]
    m.type = o[_TYPE]
    m.external_user_id = o[_EXTERNAL_USER_ID] if _EXTERNAL_USER_ID in o else None
    m.participant_id = o[_PARTICIPANT_ID] if _PARTICIPANT_ID in o else None
    return m


def encode_message_annotation_created_event_data(m: MessageAnnotationCreatedEventData) -> dict[str, Any]:
    o: dict[str, Any] = {
        "annotationId": m.annotation_id,
        "content": as_dict(m.content),
        "messageId": m.message_id,
        "type": m.type,
    }
    if m.external_user_id is not None:
        o["externalUserId"] = m.external_user_id
    if m.participant_id is not None:
        o["participantId"] = m.participant_id
    return o


def decode_message_annotation_created_payload(o: dict[str, Any]) -> MessageAnnotationCreatedPayload:
    m = new(MessageAnnotationCreatedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_message_annotation_created_event_data(v)
    return m


def encode_message_annotation_created_payload(m: MessageAnnotationCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {
        "action": m.action,
        "data": one(encode_message_annotation_created_event_data, m.data),
    }
    return o


def decode_message_created_event(o: dict[str, Any], lazy: bool = False) -> MessageCreatedEvent:
    m = new(MessageCreatedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_message_created_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_message_created_event(m: MessageCreatedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_message_created_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_message_created_event_data(o: dict[str, Any]) -> MessageCreatedEventData:
    m = new(MessageCreatedEventData)
    m.id = o[_ID]
    m.content = o[_CONTENT]
    m.external_user_id = o[_EXTERNAL_USER_ID]
    m.participant_id = o[_PARTICIPANT_ID]
    m.sender_name = o[_SENDER_NAME]
    m.session_id = o[_SESSION_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.has_debug_audio = o[_HAS_DEBUG_AUDIO] if _HAS_DEBUG_AUDIO in o else None
    m.type = o[_TYPE] if _TYPE in o else None
    return m


def encode_message_created_event_data(m: MessageCreatedEventData) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "content": m.content,
        "externalUserId": m.external_user_id,
        "participantId": m.participant_id,
        "senderName": m.sender_name,
        "sessionId": m.session_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
    }
    if m.has_debug_audio is not None:
        o["hasDebugAudio"] = m.has_debug_audio
    if m.type is not None:
        o["type"] = m.type
    return o


def decode_message_created_payload(o: dict[str, Any]) -> MessageCreatedPayload:
    m = new(MessageCreatedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_message_created_event_data(v)
    return m


def encode_message_created_payload(m: MessageCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_message_created_event_data, m.data)}
    return o


def decode_participant_created_event(o: dict[str, Any], lazy: bool = False) -> ParticipantCreatedEvent:
    m = new(ParticipantCreatedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_participant_created_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_participant_created_event(m: ParticipantCreatedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_participant_created_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_participant_created_payload(o: dict[str, Any]) -> ParticipantCreatedPayload:
    m = new(ParticipantCreatedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_participant(v)
    return m


def encode_participant_created_payload(m: ParticipantCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_participant, m.data)}
    return o


def decode_participant_deleted_event(o: dict[str, Any], lazy: bool = False) -> ParticipantDeletedEvent:
    m = new(ParticipantDeletedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_participant_deleted_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_participant_deleted_event(m: ParticipantDeletedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_participant_deleted_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_participant_deleted_payload(o: dict[str, Any]) -> ParticipantDeletedPayload:
    m = new(ParticipantDeletedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_participant(v)
    return m


def encode_participant_deleted_payload(m: ParticipantDeletedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_participant, m.data)}
    return o


def decode_participant_joined_event(o: dict[str, Any], lazy: bool = False) -> ParticipantJoinedEvent:
    m = new(ParticipantJoinedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_participant_presence_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_participant_joined_event(m: ParticipantJoinedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_participant_presence_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_participant_left_event(o: dict[str, Any], lazy: bool = False) -> ParticipantLeftEvent:
    m = new(ParticipantLeftEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_participant_presence_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_participant_left_event(m: ParticipantLeftEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_participant_presence_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


_PARTICIPANT_PRESENCE_EVENT_DATA_FIELDS = frozenset({_EXTERNAL_USER_ID, _PARTICIPANT_ID, _SESSION_ID})


def decode_participant_presence_event_data(o: dict[str, Any]) -> ParticipantPresenceEventData:
    o.keys()
    m = new(ParticipantPresenceEventData)
    m.external_user_id = o[_EXTERNAL_USER_ID] if _EXTERNAL_USER_ID in o else None
    m.participant_id = o[_PARTICIPANT_ID] if _PARTICIPANT_ID in o else None
    m.session_id = o[_SESSION_ID] if _SESSION_ID in o else None
    m.additional_properties = rest(o, _PARTICIPANT_PRESENCE_EVENT_DATA_FIELDS)
    return m


def encode_participant_presence_event_data(m: ParticipantPresenceEventData) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.external_user_id is not None:
        o["externalUserId"] = m.external_user_id
    if m.participant_id is not None:
        o["participantId"] = m.participant_id
    if m.session_id is not None:
        o["sessionId"] = m.session_id
    return joined(m.additional_properties, o)


def decode_participant_presence_payload(o: dict[str, Any]) -> ParticipantPresencePayload:
    m = new(ParticipantPresencePayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_participant_presence_event_data(v)
    return m


def encode_participant_presence_payload(m: ParticipantPresencePayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_participant_presence_event_data, m.data)}
    return o


def decode_participant_updated_event(o: dict[str, Any], lazy: bool = False) -> ParticipantUpdatedEvent:
    m = new(ParticipantUpdatedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_participant_updated_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_participant_updated_event(m: ParticipantUpdatedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_participant_updated_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_participant_updated_payload(o: dict[str, Any]) -> ParticipantUpdatedPayload:
    m = new(ParticipantUpdatedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_participant(v)
    m.changes = o[_CHANGES] if _CHANGES in o else None
    return m


def encode_participant_updated_payload(m: ParticipantUpdatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_participant, m.data)}
    if m.changes is not None:
        o["changes"] = as_dict(m.changes)
    return o


def decode_sanction_created_event(o: dict[str, Any], lazy: bool = False) -> SanctionCreatedEvent:
    m = new(SanctionCreatedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_sanction_created_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_sanction_created_event(m: SanctionCreatedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_sanction_created_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_sanction_created_payload(o: dict[str, Any]) -> SanctionCreatedPayload:
    m = new(SanctionCreatedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_sanction(v)
    return m


def encode_sanction_created_payload(m: SanctionCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_sanction, m.data)}
    return o


def decode_sanction_revoked_event(o: dict[str, Any], lazy: bool = False) -> SanctionRevokedEvent:
    m = new(SanctionRevokedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_sanction_revoked_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_sanction_revoked_event(m: SanctionRevokedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_sanction_revoked_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_sanction_revoked_payload(o: dict[str, Any]) -> SanctionRevokedPayload:
    m = new(SanctionRevokedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_sanction(v)
    return m


def encode_sanction_revoked_payload(m: SanctionRevokedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_sanction, m.data)}
    return o


def decode_sanction_updated_event(o: dict[str, Any], lazy: bool = False) -> SanctionUpdatedEvent:
    m = new(SanctionUpdatedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_sanction_updated_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_sanction_updated_event(m: SanctionUpdatedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_sanction_updated_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_sanction_updated_payload(o: dict[str, Any]) -> SanctionUpdatedPayload:
    m = new(SanctionUpdatedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_sanction(v)
    m.changes = o[_CHANGES] if _CHANGES in o else None
    return m


def encode_sanction_updated_payload(m: SanctionUpdatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_sanction, m.data)}
    if m.changes is not None:
        o["changes"] = as_dict(m.changes)
    return o


def decode_session_annotation_created_event(
    o: dict[str, Any], lazy: bool = False
) -> SessionAnnotationCreatedEvent:
    m = new(SessionAnnotationCreatedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_session_annotation_created_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_session_annotation_created_event(m: SessionAnnotationCreatedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_session_annotation_created_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_session_annotation_created_event_data(o: dict[str, Any]) -> SessionAnnotationCreatedEventData:
    m = new(SessionAnnotationCreatedEventData)
    m.annotation_id = o[_ANNOTATION_ID]
    m.content = o[_CONTENT]
    m.session_id = o[_SESSION_ID]
    m.type = o[_TYPE]
    return m


def encode_session_annotation_created_event_data(m: SessionAnnotationCreatedEventData) -> dict[str, Any]:
    o: dict[str, Any] = {
        "annotationId": m.annotation_id,
        "content": as_dict(m.content),
        "sessionId": m.session_id,
        "type": m.type,
    }
    return o


def decode_session_annotation_created_payload(o: dict[str, Any]) -> SessionAnnotationCreatedPayload:
    m = new(SessionAnnotationCreatedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_session_annotation_created_event_data(v)
    return m


def encode_session_annotation_created_payload(m: SessionAnnotationCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {
        "action": m.action,
        "data": one(encode_session_annotation_created_event_data, m.data),
    }
    return o


def decode_session_created_event(o: dict[str, Any], lazy: bool = False) -> SessionCreatedEvent:
    m = new(SessionCreatedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_session_created_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_session_created_event(m: SessionCreatedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_session_created_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_session_created_payload(o: dict[str, Any]) -> SessionCreatedPayload:
    m = new(SessionCreatedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_session(v)
    return m


def encode_session_created_payload(m: SessionCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_session, m.data)}
    return o


def decode_session_deleted_event(o: dict[str, Any], lazy: bool = False) -> SessionDeletedEvent:
    m = new(SessionDeletedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_session_deleted_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_session_deleted_event(m: SessionDeletedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_session_deleted_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_session_deleted_payload(o: dict[str, Any]) -> SessionDeletedPayload:
    m = new(SessionDeletedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_session(v)
    return m


def encode_session_deleted_payload(m: SessionDeletedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_session, m.data)}
    return o


def decode_session_updated_event(o: dict[str, Any], lazy: bool = False) -> SessionUpdatedEvent:
    m = new(SessionUpdatedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_session_updated_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_session_updated_event(m: SessionUpdatedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_session_updated_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_session_updated_payload(o: dict[str, Any]) -> SessionUpdatedPayload:
    m = new(SessionUpdatedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_session(v)
    m.changes = o[_CHANGES] if _CHANGES in o else None
    return m


def encode_session_updated_payload(m: SessionUpdatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_session, m.data)}
    if m.changes is not None:
        o["changes"] = as_dict(m.changes)
    return o


def decode_webhook_delivery_status_event_data(o: dict[str, Any]) -> WebhookDeliveryStatusEventData:
    m = new(WebhookDeliveryStatusEventData)
    m.id = o[_ID]
    m.attempts_count = v if type(v := o[_ATTEMPTS_COUNT]) is int else integer(v)
    m.event_type = o[_EVENT_TYPE]
    m.status = o[_STATUS]
    m.last_error = o[_LAST_ERROR] if _LAST_ERROR in o else None
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_webhook_delivery_status_event_data(m: WebhookDeliveryStatusEventData) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "attemptsCount": v if type(v := m.attempts_count) is int else integer(v),
        "eventType": m.event_type,
        "status": m.status,
    }
    if m.last_error is not None:
        o["lastError"] = m.last_error
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_webhook_delivery_updated_event(
    o: dict[str, Any], lazy: bool = False
) -> WebhookDeliveryUpdatedEvent:
    m = new(WebhookDeliveryUpdatedEvent)
    m.id = o[_ID]
    if lazy and type(v := o[_PAYLOAD]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o[_PAYLOAD]) is None else decode_webhook_delivery_updated_payload(v)
    m.resource_id = o[_RESOURCE_ID]
    m.source = o[_SOURCE]
    m.tenant_id = o[_TENANT_ID]
    m.timestamp = (
        NULL if (v := o[_TIMESTAMP]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o[_TYPE]
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_webhook_delivery_updated_event(m: WebhookDeliveryUpdatedEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "payload": one(encode_webhook_delivery_updated_payload, m.payload),
        "resourceId": m.resource_id,
        "source": m.source,
        "tenantId": m.tenant_id,
        "timestamp": v if type(v := m.timestamp) is datetime and v.tzinfo is UTC else utc(v),
        "type": m.type,
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_webhook_delivery_updated_payload(o: dict[str, Any]) -> WebhookDeliveryUpdatedPayload:
    m = new(WebhookDeliveryUpdatedPayload)
    m.action = o[_ACTION]
    m.data = NULL if (v := o[_DATA]) is None else decode_webhook_delivery_status_event_data(v)
    return m


def encode_webhook_delivery_updated_payload(m: WebhookDeliveryUpdatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_webhook_delivery_status_event_data, m.data)}
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    GatheringCancelledEvent: decode_gathering_cancelled_event,
    GatheringCreatedEvent: decode_gathering_created_event,
    GatheringCreatedPayload: decode_gathering_created_payload,
    GatheringEndedEvent: decode_gathering_ended_event,
    GatheringInvitationAcceptedEvent: decode_gathering_invitation_accepted_event,
    GatheringInvitationAcceptedEventData: decode_gathering_invitation_accepted_event_data,
    GatheringInvitationAcceptedPayload: decode_gathering_invitation_accepted_payload,
    GatheringInvitationDeclinedEvent: decode_gathering_invitation_declined_event,
    GatheringInvitationDeclinedEventData: decode_gathering_invitation_declined_event_data,
    GatheringInvitationDeclinedPayload: decode_gathering_invitation_declined_payload,
    GatheringInvitationSentEmailData: decode_gathering_invitation_sent_email_data,
    GatheringInvitationSentEvent: decode_gathering_invitation_sent_event,
    GatheringInvitationSentPayload: decode_gathering_invitation_sent_payload,
    GatheringMemberEventData: decode_gathering_member_event_data,
    GatheringMemberJoinedEvent: decode_gathering_member_joined_event,
    GatheringMemberLeftEvent: decode_gathering_member_left_event,
    GatheringMemberLeftEventData: decode_gathering_member_left_event_data,
    GatheringMemberLeftPayload: decode_gathering_member_left_payload,
    GatheringMemberPayload: decode_gathering_member_payload,
    GatheringMemberReadyEvent: decode_gathering_member_ready_event,
    GatheringOccurredPayload: decode_gathering_occurred_payload,
    GatheringStartedEvent: decode_gathering_started_event,
    GatheringUpdatedEvent: decode_gathering_updated_event,
    GatheringUpdatedPayload: decode_gathering_updated_payload,
    GenericDomainEvent: decode_generic_domain_event,
    GenericEventPayload: decode_generic_event_payload,
    IngestEvent: decode_ingest_event,
    IngestedEvent: decode_ingested_event,
    MessageAnnotationCreatedEvent: decode_message_annotation_created_event,
    MessageAnnotationCreatedEventData: decode_message_annotation_created_event_data,
    MessageAnnotationCreatedPayload: decode_message_annotation_created_payload,
    MessageCreatedEvent: decode_message_created_event,
    MessageCreatedEventData: decode_message_created_event_data,
    MessageCreatedPayload: decode_message_created_payload,
    ParticipantCreatedEvent: decode_participant_created_event,
    ParticipantCreatedPayload: decode_participant_created_payload,
    ParticipantDeletedEvent: decode_participant_deleted_event,
    ParticipantDeletedPayload: decode_participant_deleted_payload,
    ParticipantJoinedEvent: decode_participant_joined_event,
    ParticipantLeftEvent: decode_participant_left_event,
    ParticipantPresenceEventData: decode_participant_presence_event_data,
    ParticipantPresencePayload: decode_participant_presence_payload,
    ParticipantUpdatedEvent: decode_participant_updated_event,
    ParticipantUpdatedPayload: decode_participant_updated_payload,
    SanctionCreatedEvent: decode_sanction_created_event,
    SanctionCreatedPayload: decode_sanction_created_payload,
    SanctionRevokedEvent: decode_sanction_revoked_event,
    SanctionRevokedPayload: decode_sanction_revoked_payload,
    SanctionUpdatedEvent: decode_sanction_updated_event,
    SanctionUpdatedPayload: decode_sanction_updated_payload,
    SessionAnnotationCreatedEvent: decode_session_annotation_created_event,
    SessionAnnotationCreatedEventData: decode_session_annotation_created_event_data,
    SessionAnnotationCreatedPayload: decode_session_annotation_created_payload,
    SessionCreatedEvent: decode_session_created_event,
    SessionCreatedPayload: decode_session_created_payload,
    SessionDeletedEvent: decode_session_deleted_event,
    SessionDeletedPayload: decode_session_deleted_payload,
    SessionUpdatedEvent: decode_session_updated_event,
    SessionUpdatedPayload: decode_session_updated_payload,
    WebhookDeliveryStatusEventData: decode_webhook_delivery_status_event_data,
    WebhookDeliveryUpdatedEvent: decode_webhook_delivery_updated_event,
    WebhookDeliveryUpdatedPayload: decode_webhook_delivery_updated_payload,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    GatheringCancelledEvent: encode_gathering_cancelled_event,
    GatheringCreatedEvent: encode_gathering_created_event,
    GatheringCreatedPayload: encode_gathering_created_payload,
    GatheringEndedEvent: encode_gathering_ended_event,
    GatheringInvitationAcceptedEvent: encode_gathering_invitation_accepted_event,
    GatheringInvitationAcceptedEventData: encode_gathering_invitation_accepted_event_data,
    GatheringInvitationAcceptedPayload: encode_gathering_invitation_accepted_payload,
    GatheringInvitationDeclinedEvent: encode_gathering_invitation_declined_event,
    GatheringInvitationDeclinedEventData: encode_gathering_invitation_declined_event_data,
    GatheringInvitationDeclinedPayload: encode_gathering_invitation_declined_payload,
    GatheringInvitationSentEmailData: encode_gathering_invitation_sent_email_data,
    GatheringInvitationSentEvent: encode_gathering_invitation_sent_event,
    GatheringInvitationSentPayload: encode_gathering_invitation_sent_payload,
    GatheringMemberEventData: encode_gathering_member_event_data,
    GatheringMemberJoinedEvent: encode_gathering_member_joined_event,
    GatheringMemberLeftEvent: encode_gathering_member_left_event,
    GatheringMemberLeftEventData: encode_gathering_member_left_event_data,
    GatheringMemberLeftPayload: encode_gathering_member_left_payload,
    GatheringMemberPayload: encode_gathering_member_payload,
    GatheringMemberReadyEvent: encode_gathering_member_ready_event,
    GatheringOccurredPayload: encode_gathering_occurred_payload,
    GatheringStartedEvent: encode_gathering_started_event,
    GatheringUpdatedEvent: encode_gathering_updated_event,
    GatheringUpdatedPayload: encode_gathering_updated_payload,
    GenericDomainEvent: encode_generic_domain_event,
    GenericEventPayload: encode_generic_event_payload,
    IngestEvent: encode_ingest_event,
    IngestedEvent: encode_ingested_event,
    MessageAnnotationCreatedEvent: encode_message_annotation_created_event,
    MessageAnnotationCreatedEventData: encode_message_annotation_created_event_data,
    MessageAnnotationCreatedPayload: encode_message_annotation_created_payload,
    MessageCreatedEvent: encode_message_created_event,
    MessageCreatedEventData: encode_message_created_event_data,
    MessageCreatedPayload: encode_message_created_payload,
    ParticipantCreatedEvent: encode_participant_created_event,
    ParticipantCreatedPayload: encode_participant_created_payload,
    ParticipantDeletedEvent: encode_participant_deleted_event,
    ParticipantDeletedPayload: encode_participant_deleted_payload,
    ParticipantJoinedEvent: encode_participant_joined_event,
    ParticipantLeftEvent: encode_participant_left_event,
    ParticipantPresenceEventData: encode_participant_presence_event_data,
    ParticipantPresencePayload: encode_participant_presence_payload,
    ParticipantUpdatedEvent: encode_participant_updated_event,
    ParticipantUpdatedPayload: encode_participant_updated_payload,
    SanctionCreatedEvent: encode_sanction_created_event,
    SanctionCreatedPayload: encode_sanction_created_payload,
    SanctionRevokedEvent: encode_sanction_revoked_event,
    SanctionRevokedPayload: encode_sanction_revoked_payload,
    SanctionUpdatedEvent: encode_sanction_updated_event,
    SanctionUpdatedPayload: encode_sanction_updated_payload,
    SessionAnnotationCreatedEvent: encode_session_annotation_created_event,
    SessionAnnotationCreatedEventData: encode_session_annotation_created_event_data,
    SessionAnnotationCreatedPayload: encode_session_annotation_created_payload,
    SessionCreatedEvent: encode_session_created_event,
    SessionCreatedPayload: encode_session_created_payload,
    SessionDeletedEvent: encode_session_deleted_event,
    SessionDeletedPayload: encode_session_deleted_payload,
    SessionUpdatedEvent: encode_session_updated_event,
    SessionUpdatedPayload: encode_session_updated_payload,
    WebhookDeliveryStatusEventData: encode_webhook_delivery_status_event_data,
    WebhookDeliveryUpdatedEvent: encode_webhook_delivery_updated_event,
    WebhookDeliveryUpdatedPayload: encode_webhook_delivery_updated_payload,
}
PAYLOADS: dict[type, tuple[str, str, str, Callable[[Any], Any]]] = {
    GatheringCancelledEvent: ("payload", "payload", "type", decode_gathering_occurred_payload),
    GatheringCreatedEvent: ("payload", "payload", "type", decode_gathering_created_payload),
    GatheringEndedEvent: ("payload", "payload", "type", decode_gathering_occurred_payload),
    GatheringInvitationAcceptedEvent: (
        "payload",
        "payload",
        "type",
        decode_gathering_invitation_accepted_payload,
    ),
    GatheringInvitationDeclinedEvent: (
        "payload",
        "payload",
        "type",
        decode_gathering_invitation_declined_payload,
    ),
    GatheringInvitationSentEvent: ("payload", "payload", "type", decode_gathering_invitation_sent_payload),
    GatheringMemberJoinedEvent: ("payload", "payload", "type", decode_gathering_member_payload),
    GatheringMemberLeftEvent: ("payload", "payload", "type", decode_gathering_member_left_payload),
    GatheringMemberReadyEvent: ("payload", "payload", "type", decode_gathering_member_payload),
    GatheringStartedEvent: ("payload", "payload", "type", decode_gathering_occurred_payload),
    GatheringUpdatedEvent: ("payload", "payload", "type", decode_gathering_updated_payload),
    GenericDomainEvent: ("payload", "payload", "type", decode_generic_event_payload),
    MessageAnnotationCreatedEvent: ("payload", "payload", "type", decode_message_annotation_created_payload),
    MessageCreatedEvent: ("payload", "payload", "type", decode_message_created_payload),
    ParticipantCreatedEvent: ("payload", "payload", "type", decode_participant_created_payload),
    ParticipantDeletedEvent: ("payload", "payload", "type", decode_participant_deleted_payload),
    ParticipantJoinedEvent: ("payload", "payload", "type", decode_participant_presence_payload),
    ParticipantLeftEvent: ("payload", "payload", "type", decode_participant_presence_payload),
    ParticipantUpdatedEvent: ("payload", "payload", "type", decode_participant_updated_payload),
    SanctionCreatedEvent: ("payload", "payload", "type", decode_sanction_created_payload),
    SanctionRevokedEvent: ("payload", "payload", "type", decode_sanction_revoked_payload),
    SanctionUpdatedEvent: ("payload", "payload", "type", decode_sanction_updated_payload),
    SessionAnnotationCreatedEvent: ("payload", "payload", "type", decode_session_annotation_created_payload),
    SessionCreatedEvent: ("payload", "payload", "type", decode_session_created_payload),
    SessionDeletedEvent: ("payload", "payload", "type", decode_session_deleted_payload),
    SessionUpdatedEvent: ("payload", "payload", "type", decode_session_updated_payload),
    WebhookDeliveryUpdatedEvent: ("payload", "payload", "type", decode_webhook_delivery_updated_payload),
}
