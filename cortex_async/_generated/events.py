# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The events of streams and webhooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from cortex_async._core.codec.unreadable import read_again, unreadable_events
from cortex_async._core.late_attrs import define

from .decoders.events import (
    decode_gathering_cancelled_event,
    decode_gathering_created_event,
    decode_gathering_ended_event,
    decode_gathering_invitation_accepted_event,
    decode_gathering_invitation_declined_event,
    decode_gathering_invitation_sent_event,
    decode_gathering_member_joined_event,
    decode_gathering_member_left_event,
    decode_gathering_member_ready_event,
    decode_gathering_started_event,
    decode_gathering_updated_event,
    decode_generic_domain_event,
    decode_message_annotation_created_event,
    decode_message_created_event,
    decode_participant_created_event,
    decode_participant_deleted_event,
    decode_participant_joined_event,
    decode_participant_left_event,
    decode_participant_updated_event,
    decode_sanction_created_event,
    decode_sanction_revoked_event,
    decode_sanction_updated_event,
    decode_session_annotation_created_event,
    decode_session_created_event,
    decode_session_deleted_event,
    decode_session_updated_event,
    decode_webhook_delivery_updated_event,
)
from .models.events import (
    GatheringCancelledEvent,
    GatheringCreatedEvent,
    GatheringEndedEvent,
    GatheringInvitationAcceptedEvent,
    GatheringInvitationDeclinedEvent,
    GatheringInvitationSentEvent,
    GatheringMemberJoinedEvent,
    GatheringMemberLeftEvent,
    GatheringMemberReadyEvent,
    GatheringStartedEvent,
    GatheringUpdatedEvent,
    GenericDomainEvent,
    MessageAnnotationCreatedEvent,
    MessageCreatedEvent,
    ParticipantCreatedEvent,
    ParticipantDeletedEvent,
    ParticipantJoinedEvent,
    ParticipantLeftEvent,
    ParticipantUpdatedEvent,
    SanctionCreatedEvent,
    SanctionRevokedEvent,
    SanctionUpdatedEvent,
    SessionAnnotationCreatedEvent,
    SessionCreatedEvent,
    SessionDeletedEvent,
    SessionUpdatedEvent,
    WebhookDeliveryUpdatedEvent,
)

__all__ = [
    "decode_event",
    "Event",
    "GatheringCancelledEvent",
    "GatheringCreatedEvent",
    "GatheringEndedEvent",
    "GatheringInvitationAcceptedEvent",
    "GatheringInvitationDeclinedEvent",
    "GatheringInvitationSentEvent",
    "GatheringMemberJoinedEvent",
    "GatheringMemberLeftEvent",
    "GatheringMemberReadyEvent",
    "GatheringStartedEvent",
    "GatheringUpdatedEvent",
    "GenericDomainEvent",
    "MessageAnnotationCreatedEvent",
    "MessageCreatedEvent",
    "ParticipantCreatedEvent",
    "ParticipantDeletedEvent",
    "ParticipantJoinedEvent",
    "ParticipantLeftEvent",
    "ParticipantUpdatedEvent",
    "SanctionCreatedEvent",
    "SanctionRevokedEvent",
    "SanctionUpdatedEvent",
    "SessionAnnotationCreatedEvent",
    "SessionCreatedEvent",
    "SessionDeletedEvent",
    "SessionUpdatedEvent",
    "UnknownEvent",
    "unreadable_events",
    "WebhookDeliveryUpdatedEvent",
]


@define(kw_only=True)
class UnknownEvent:
    """An event of a type that this version does not know, or with a payload that it cannot decode.

    Attributes:
        id (str | None): as in known events, if the event has it
        payload (dict[str, Any] | None): as in known events, if the event has it
        resource_id (str | None): as in known events, if the event has it
        source (str | None): as in known events, if the event has it
        tenant_id (str | None): as in known events, if the event has it
        timestamp (str | None): as in known events, if the event has it
        type (str | None): as in known events, if the event has it
        project_id (str | None): as in known events, if the event has it
        raw (dict[str, Any]): the whole event as received
    """

    id: str | None = None
    payload: dict[str, Any] | None = None
    resource_id: str | None = None
    source: str | None = None
    tenant_id: str | None = None
    timestamp: str | None = None
    type: str | None = None
    project_id: str | None = None
    raw: dict[str, Any]


Event: TypeAlias = (
    GatheringCancelledEvent
    | GatheringCreatedEvent
    | GatheringEndedEvent
    | GatheringInvitationAcceptedEvent
    | GatheringInvitationDeclinedEvent
    | GatheringInvitationSentEvent
    | GatheringMemberJoinedEvent
    | GatheringMemberLeftEvent
    | GatheringMemberReadyEvent
    | GatheringStartedEvent
    | GatheringUpdatedEvent
    | GenericDomainEvent
    | MessageAnnotationCreatedEvent
    | MessageCreatedEvent
    | ParticipantCreatedEvent
    | ParticipantDeletedEvent
    | ParticipantJoinedEvent
    | ParticipantLeftEvent
    | ParticipantUpdatedEvent
    | SanctionCreatedEvent
    | SanctionRevokedEvent
    | SanctionUpdatedEvent
    | SessionAnnotationCreatedEvent
    | SessionCreatedEvent
    | SessionDeletedEvent
    | SessionUpdatedEvent
    | WebhookDeliveryUpdatedEvent
    | UnknownEvent
)
"""Any event of a stream or a webhook. Use ``isinstance`` or ``match`` to tell them apart."""

DECODERS: dict[str, Callable[..., Event]] = {
    "bot.status.changed": decode_generic_domain_event,
    "config.created": decode_generic_domain_event,
    "config.ready": decode_generic_domain_event,
    "config.updated": decode_generic_domain_event,
    "deployment.created": decode_generic_domain_event,
    "deployment.updated": decode_generic_domain_event,
    "gathering.cancelled": decode_gathering_cancelled_event,
    "gathering.created": decode_gathering_created_event,
    "gathering.ended": decode_gathering_ended_event,
    "gathering.invitation.accepted": decode_gathering_invitation_accepted_event,
    "gathering.invitation.declined": decode_gathering_invitation_declined_event,
    "gathering.invitation.sent": decode_gathering_invitation_sent_event,
    "gathering.member.joined": decode_gathering_member_joined_event,
    "gathering.member.left": decode_gathering_member_left_event,
    "gathering.member.ready": decode_gathering_member_ready_event,
    "gathering.started": decode_gathering_started_event,
    "gathering.updated": decode_gathering_updated_event,
    "image.created": decode_generic_domain_event,
    "image.ready": decode_generic_domain_event,
    "image.updated": decode_generic_domain_event,
    "message.annotation.created": decode_message_annotation_created_event,
    "message.created": decode_message_created_event,
    "participant.created": decode_participant_created_event,
    "participant.deleted": decode_participant_deleted_event,
    "participant.joined": decode_participant_joined_event,
    "participant.left": decode_participant_left_event,
    "participant.updated": decode_participant_updated_event,
    "sanction.created": decode_sanction_created_event,
    "sanction.revoked": decode_sanction_revoked_event,
    "sanction.updated": decode_sanction_updated_event,
    "server.created": decode_generic_domain_event,
    "server.running": decode_generic_domain_event,
    "server.started": decode_generic_domain_event,
    "server.stopped": decode_generic_domain_event,
    "server.updated": decode_generic_domain_event,
    "session.annotation.created": decode_session_annotation_created_event,
    "session.created": decode_session_created_event,
    "session.deleted": decode_session_deleted_event,
    "session.updated": decode_session_updated_event,
    "webhook.delivery.updated": decode_webhook_delivery_updated_event,
}


def decode_event(raw: Mapping[str, Any], *, check_payload: bool = True) -> Event:
    """Make the typed event of parsed JSON.

    An event of an unknown type becomes an ``UnknownEvent``, and so does one that does not match the spec.

    Args:
        raw: the event as the API sends it
        check_payload: whether the payload is decoded now. By default it is, since an event from a queue or a
            file is mostly handled at once, and one that cannot be read should be seen before its handler
            runs. False decodes the payload when it is first read, so that an event whose payload nobody reads
            costs little. A payload that does not match then raises ``DecodeError`` where it is read
    """
    try:
        decode = DECODERS.get(raw.get("type", ""))
        if decode is not None:
            return decode(raw, not check_payload)
    except Exception:  # noqa: BLE001  (the payload may be anything)
        return read_again(DECODERS, raw, raw.get("type")) or _unknown(raw)
    return _unknown(raw)


def event_decoder(options: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], Event]:
    """Return the function that decodes the events of a stream with these options."""
    return decode_event if options.get("check_payloads") else _decode_lazily


def _decode_lazily(raw: Mapping[str, Any]) -> Event:
    # Once per event of a stream: no look-up and no test that an event of a known type can do without.
    try:
        decode = DECODERS[raw["type"]]
        return decode(raw, True)
    except Exception:  # noqa: BLE001  (as above)
        return decode_event(raw, check_payload=False)


def _unknown(raw: Mapping[str, Any]) -> UnknownEvent:
    return UnknownEvent(
        id=raw.get("id"),
        payload=raw.get("payload"),
        resource_id=raw.get("resourceId"),
        source=raw.get("source"),
        tenant_id=raw.get("tenantId"),
        timestamp=raw.get("timestamp"),
        type=raw.get("type"),
        project_id=raw.get("projectId"),
        raw=dict(raw),
    )
