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
    get = o.get
    m = new(GatheringCancelledEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_gathering_occurred_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    get = o.get
    m = new(GatheringCreatedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_gathering_created_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_gathering(v)
    return m


def encode_gathering_created_payload(m: GatheringCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_gathering, m.data)}
    return o


def decode_gathering_ended_event(o: dict[str, Any], lazy: bool = False) -> GatheringEndedEvent:
    get = o.get
    m = new(GatheringEndedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_gathering_occurred_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    get = o.get
    m = new(GatheringInvitationAcceptedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_gathering_invitation_accepted_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.gathering_id = o["gatheringId"]
    m.invitation_id = o["invitationId"]
    m.participant_id = o["participantId"]
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_gathering_invitation_accepted_event_data(v)
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
    get = o.get
    m = new(GatheringInvitationDeclinedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_gathering_invitation_declined_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.gathering_id = o["gatheringId"]
    m.invitation_id = o["invitationId"]
    return m


def encode_gathering_invitation_declined_event_data(
    m: GatheringInvitationDeclinedEventData,
) -> dict[str, Any]:
    o: dict[str, Any] = {"gatheringId": m.gathering_id, "invitationId": m.invitation_id}
    return o


def decode_gathering_invitation_declined_payload(o: dict[str, Any]) -> GatheringInvitationDeclinedPayload:
    m = new(GatheringInvitationDeclinedPayload)
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_gathering_invitation_declined_event_data(v)
    return m


def encode_gathering_invitation_declined_payload(m: GatheringInvitationDeclinedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {
        "action": m.action,
        "data": one(encode_gathering_invitation_declined_event_data, m.data),
    }
    return o


def decode_gathering_invitation_sent_email_data(o: dict[str, Any]) -> GatheringInvitationSentEmailData:
    m = new(GatheringInvitationSentEmailData)
    m.email = o["email"]
    m.name = o["name"]
    return m


def encode_gathering_invitation_sent_email_data(m: GatheringInvitationSentEmailData) -> dict[str, Any]:
    o: dict[str, Any] = {"email": m.email, "name": m.name}
    return o


def decode_gathering_invitation_sent_event(
    o: dict[str, Any], lazy: bool = False
) -> GatheringInvitationSentEvent:
    get = o.get
    m = new(GatheringInvitationSentEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_gathering_invitation_sent_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.action = o["action"]
    m.data = (
        NULL if (v := o["data"]) is None else decode_invitation_or_gathering_invitation_sent_email_data(v)
    )
    return m


def encode_gathering_invitation_sent_payload(m: GatheringInvitationSentPayload) -> dict[str, Any]:
    o: dict[str, Any] = {
        "action": m.action,
        "data": one(encode_invitation_or_gathering_invitation_sent_email_data, m.data),
    }
    return o


def decode_gathering_member_event_data(o: dict[str, Any]) -> GatheringMemberEventData:
    m = new(GatheringMemberEventData)
    m.gathering_id = o["gatheringId"]
    m.member = NULL if (v := o["member"]) is None else decode_gathering_member(v)
    return m


def encode_gathering_member_event_data(m: GatheringMemberEventData) -> dict[str, Any]:
    o: dict[str, Any] = {"gatheringId": m.gathering_id, "member": one(encode_gathering_member, m.member)}
    return o


def decode_gathering_member_joined_event(o: dict[str, Any], lazy: bool = False) -> GatheringMemberJoinedEvent:
    get = o.get
    m = new(GatheringMemberJoinedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_gathering_member_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    get = o.get
    m = new(GatheringMemberLeftEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_gathering_member_left_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.gathering_id = o["gatheringId"]
    m.participant_id = o["participantId"]
    return m


def encode_gathering_member_left_event_data(m: GatheringMemberLeftEventData) -> dict[str, Any]:
    o: dict[str, Any] = {"gatheringId": m.gathering_id, "participantId": m.participant_id}
    return o


def decode_gathering_member_left_payload(o: dict[str, Any]) -> GatheringMemberLeftPayload:
    m = new(GatheringMemberLeftPayload)
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_gathering_member_left_event_data(v)
    return m


def encode_gathering_member_left_payload(m: GatheringMemberLeftPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_gathering_member_left_event_data, m.data)}
    return o


def decode_gathering_member_payload(o: dict[str, Any]) -> GatheringMemberPayload:
    m = new(GatheringMemberPayload)
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_gathering_member_event_data(v)
    return m


def encode_gathering_member_payload(m: GatheringMemberPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_gathering_member_event_data, m.data)}
    return o


def decode_gathering_member_ready_event(o: dict[str, Any], lazy: bool = False) -> GatheringMemberReadyEvent:
    get = o.get
    m = new(GatheringMemberReadyEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_gathering_member_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_gathering(v)
    return m


def encode_gathering_occurred_payload(m: GatheringOccurredPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_gathering, m.data)}
    return o


def decode_gathering_started_event(o: dict[str, Any], lazy: bool = False) -> GatheringStartedEvent:
    get = o.get
    m = new(GatheringStartedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_gathering_occurred_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    get = o.get
    m = new(GatheringUpdatedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_gathering_updated_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    get = o.get
    m = new(GatheringUpdatedPayload)
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_gathering(v)
    m.changes = get("changes")
    return m


def encode_gathering_updated_payload(m: GatheringUpdatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_gathering, m.data)}
    if m.changes is not None:
        o["changes"] = as_dict(m.changes)
    return o


def decode_generic_domain_event(o: dict[str, Any], lazy: bool = False) -> GenericDomainEvent:
    get = o.get
    m = new(GenericDomainEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_generic_event_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    get = o.get
    m = new(GenericEventPayload)
    m.action = o["action"]
    m.data = o["data"]
    m.changes = get("changes")
    return m


def encode_generic_event_payload(m: GenericEventPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": as_dict(m.data)}
    if m.changes is not None:
        o["changes"] = as_dict(m.changes)
    return o


def decode_ingest_event(o: dict[str, Any]) -> IngestEvent:
    get = o.get
    m = new(IngestEvent)
    m.payload = o["payload"]
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.type = o["type"]
    m.timestamp = UNSET if (v := get("timestamp", UNSET)) is UNSET else parse_datetime(v)
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
    get = o.get
    m = new(IngestedEvent)
    m.id = get("id")
    return m


def encode_ingested_event(m: IngestedEvent) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.id is not None:
        o["id"] = m.id
    return o


def decode_message_annotation_created_event(
    o: dict[str, Any], lazy: bool = False
) -> MessageAnnotationCreatedEvent:
    get = o.get
    m = new(MessageAnnotationCreatedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_message_annotation_created_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    get = o.get
    m = new(MessageAnnotationCreatedEventData)
    m.annotation_id = o["annotationId"]
    m.content = o["content"]
    m.message_id = o["messageId"]
    m.type = o["type"]
    m.external_user_id = get("externalUserId")
    m.participant_id = get("participantId")
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_message_annotation_created_event_data(v)
    return m


def encode_message_annotation_created_payload(m: MessageAnnotationCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {
        "action": m.action,
        "data": one(encode_message_annotation_created_event_data, m.data),
    }
    return o


def decode_message_created_event(o: dict[str, Any], lazy: bool = False) -> MessageCreatedEvent:
    get = o.get
    m = new(MessageCreatedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_message_created_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    get = o.get
    m = new(MessageCreatedEventData)
    m.id = o["id"]
    m.content = o["content"]
    m.external_user_id = o["externalUserId"]
    m.participant_id = o["participantId"]
    m.sender_name = o["senderName"]
    m.session_id = o["sessionId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.has_debug_audio = get("hasDebugAudio")
    m.type = get("type")
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_message_created_event_data(v)
    return m


def encode_message_created_payload(m: MessageCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_message_created_event_data, m.data)}
    return o


def decode_participant_created_event(o: dict[str, Any], lazy: bool = False) -> ParticipantCreatedEvent:
    get = o.get
    m = new(ParticipantCreatedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_participant_created_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_participant(v)
    return m


def encode_participant_created_payload(m: ParticipantCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_participant, m.data)}
    return o


def decode_participant_deleted_event(o: dict[str, Any], lazy: bool = False) -> ParticipantDeletedEvent:
    get = o.get
    m = new(ParticipantDeletedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_participant_deleted_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_participant(v)
    return m


def encode_participant_deleted_payload(m: ParticipantDeletedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_participant, m.data)}
    return o


def decode_participant_joined_event(o: dict[str, Any], lazy: bool = False) -> ParticipantJoinedEvent:
    get = o.get
    m = new(ParticipantJoinedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_participant_presence_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    get = o.get
    m = new(ParticipantLeftEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_participant_presence_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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


_PARTICIPANT_PRESENCE_EVENT_DATA_FIELDS = frozenset({"externalUserId", "participantId", "sessionId"})


def decode_participant_presence_event_data(o: dict[str, Any]) -> ParticipantPresenceEventData:
    get = o.get
    m = new(ParticipantPresenceEventData)
    m.external_user_id = get("externalUserId")
    m.participant_id = get("participantId")
    m.session_id = get("sessionId")
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_participant_presence_event_data(v)
    return m


def encode_participant_presence_payload(m: ParticipantPresencePayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_participant_presence_event_data, m.data)}
    return o


def decode_participant_updated_event(o: dict[str, Any], lazy: bool = False) -> ParticipantUpdatedEvent:
    get = o.get
    m = new(ParticipantUpdatedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_participant_updated_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    get = o.get
    m = new(ParticipantUpdatedPayload)
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_participant(v)
    m.changes = get("changes")
    return m


def encode_participant_updated_payload(m: ParticipantUpdatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_participant, m.data)}
    if m.changes is not None:
        o["changes"] = as_dict(m.changes)
    return o


def decode_sanction_created_event(o: dict[str, Any], lazy: bool = False) -> SanctionCreatedEvent:
    get = o.get
    m = new(SanctionCreatedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_sanction_created_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_sanction(v)
    return m


def encode_sanction_created_payload(m: SanctionCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_sanction, m.data)}
    return o


def decode_sanction_revoked_event(o: dict[str, Any], lazy: bool = False) -> SanctionRevokedEvent:
    get = o.get
    m = new(SanctionRevokedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_sanction_revoked_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_sanction(v)
    return m


def encode_sanction_revoked_payload(m: SanctionRevokedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_sanction, m.data)}
    return o


def decode_sanction_updated_event(o: dict[str, Any], lazy: bool = False) -> SanctionUpdatedEvent:
    get = o.get
    m = new(SanctionUpdatedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_sanction_updated_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    get = o.get
    m = new(SanctionUpdatedPayload)
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_sanction(v)
    m.changes = get("changes")
    return m


def encode_sanction_updated_payload(m: SanctionUpdatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_sanction, m.data)}
    if m.changes is not None:
        o["changes"] = as_dict(m.changes)
    return o


def decode_session_annotation_created_event(
    o: dict[str, Any], lazy: bool = False
) -> SessionAnnotationCreatedEvent:
    get = o.get
    m = new(SessionAnnotationCreatedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_session_annotation_created_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.annotation_id = o["annotationId"]
    m.content = o["content"]
    m.session_id = o["sessionId"]
    m.type = o["type"]
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_session_annotation_created_event_data(v)
    return m


def encode_session_annotation_created_payload(m: SessionAnnotationCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {
        "action": m.action,
        "data": one(encode_session_annotation_created_event_data, m.data),
    }
    return o


def decode_session_created_event(o: dict[str, Any], lazy: bool = False) -> SessionCreatedEvent:
    get = o.get
    m = new(SessionCreatedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_session_created_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_session(v)
    return m


def encode_session_created_payload(m: SessionCreatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_session, m.data)}
    return o


def decode_session_deleted_event(o: dict[str, Any], lazy: bool = False) -> SessionDeletedEvent:
    get = o.get
    m = new(SessionDeletedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_session_deleted_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_session(v)
    return m


def encode_session_deleted_payload(m: SessionDeletedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_session, m.data)}
    return o


def decode_session_updated_event(o: dict[str, Any], lazy: bool = False) -> SessionUpdatedEvent:
    get = o.get
    m = new(SessionUpdatedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_session_updated_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    get = o.get
    m = new(SessionUpdatedPayload)
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_session(v)
    m.changes = get("changes")
    return m


def encode_session_updated_payload(m: SessionUpdatedPayload) -> dict[str, Any]:
    o: dict[str, Any] = {"action": m.action, "data": one(encode_session, m.data)}
    if m.changes is not None:
        o["changes"] = as_dict(m.changes)
    return o


def decode_webhook_delivery_status_event_data(o: dict[str, Any]) -> WebhookDeliveryStatusEventData:
    get = o.get
    m = new(WebhookDeliveryStatusEventData)
    m.id = o["id"]
    m.attempts_count = v if type(v := o["attemptsCount"]) is int else integer(v)
    m.event_type = o["eventType"]
    m.status = o["status"]
    m.last_error = get("lastError")
    m.project_id = get("projectId")
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
    get = o.get
    m = new(WebhookDeliveryUpdatedEvent)
    m.id = o["id"]
    if lazy and type(v := o["payload"]) is dict:
        m._undecoded = v
    else:
        m.payload = NULL if (v := o["payload"]) is None else decode_webhook_delivery_updated_payload(v)
    m.resource_id = o["resourceId"]
    m.source = o["source"]
    m.tenant_id = o["tenantId"]
    m.timestamp = (
        NULL if (v := o["timestamp"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.type = o["type"]
    m.project_id = get("projectId")
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
    m.action = o["action"]
    m.data = NULL if (v := o["data"]) is None else decode_webhook_delivery_status_event_data(v)
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
