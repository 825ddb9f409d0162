# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import define

from cortex_async._core.unset import UNSET, Unset

if TYPE_CHECKING:
    from .gatherings import Gathering, GatheringMember, Invitation
    from .messages import MessageType
    from .participants import Participant
    from .sanctions import Sanction
    from .sessions import Session
    from .webhooks import DeliveryStatus

EventAction: TypeAlias = Literal["created", "updated", "deleted", "occurred"]

EventSource: TypeAlias = Literal[
    "cortex:api", "cortex:bot", "cortex:plugin", "voice:server", "voice:gateway", "fleet:api", "fleet:server"
]
"""Origin service"""

GenericEventType: TypeAlias = Literal[
    "participant.joined",
    "participant.left",
    "bot.status.changed",
    "image.created",
    "image.updated",
    "image.ready",
    "config.created",
    "config.updated",
    "config.ready",
    "deployment.created",
    "deployment.updated",
    "server.created",
    "server.updated",
    "server.stopped",
    "server.started",
    "server.running",
]
"""Event type for externally-ingested / non-Cortex-native events"""

IngestEventSource: TypeAlias = Literal["voice:server", "voice:gateway", "fleet:api", "fleet:server"]
"""The source service that generated this event (namespace:service format)"""

IngestEventType: TypeAlias = Literal[
    "session.created",
    "session.updated",
    "session.deleted",
    "message.created",
    "participant.joined",
    "participant.left",
    "participant.updated",
    "participant.created",
    "participant.deleted",
    "bot.status.changed",
    "webhook.delivery.updated",
    "message.annotation.created",
    "session.annotation.created",
    "sanction.created",
    "sanction.updated",
    "sanction.revoked",
    "gathering.created",
    "gathering.updated",
    "gathering.started",
    "gathering.ended",
    "gathering.cancelled",
    "gathering.member.joined",
    "gathering.member.left",
    "gathering.member.ready",
    "gathering.invitation.sent",
    "gathering.invitation.accepted",
    "gathering.invitation.declined",
    "image.created",
    "image.updated",
    "image.ready",
    "config.created",
    "config.updated",
    "config.ready",
    "deployment.created",
    "deployment.updated",
    "server.created",
    "server.updated",
    "server.stopped",
    "server.started",
    "server.running",
]
"""The type of domain event being ingested"""


@define(kw_only=True)
class GatheringCancelledEvent:
    """Source: GatheringCancelledEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: GatheringOccurredPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["gathering.cancelled"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class GatheringCreatedEvent:
    """Source: GatheringCreatedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: GatheringCreatedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["gathering.created"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class GatheringCreatedPayload:
    """Source: GatheringCreatedPayload."""

    action: Literal["created"] | str
    data: Gathering


@define(kw_only=True)
class GatheringEndedEvent:
    """Source: GatheringEndedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: GatheringOccurredPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["gathering.ended"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class GatheringInvitationAcceptedEvent:
    """Source: GatheringInvitationAcceptedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: GatheringInvitationAcceptedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["gathering.invitation.accepted"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class GatheringInvitationAcceptedEventData:
    """Source: GatheringInvitationAcceptedEventData."""

    gathering_id: str
    """Gathering ID"""
    invitation_id: str
    """Invitation ID"""
    participant_id: str
    """Participant ID that accepted"""


@define(kw_only=True)
class GatheringInvitationAcceptedPayload:
    """Source: GatheringInvitationAcceptedPayload."""

    action: Literal["occurred"] | str
    data: GatheringInvitationAcceptedEventData


@define(kw_only=True)
class GatheringInvitationDeclinedEvent:
    """Source: GatheringInvitationDeclinedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: GatheringInvitationDeclinedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["gathering.invitation.declined"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class GatheringInvitationDeclinedEventData:
    """Source: GatheringInvitationDeclinedEventData."""

    gathering_id: str
    """Gathering ID"""
    invitation_id: str
    """Invitation ID"""


@define(kw_only=True)
class GatheringInvitationDeclinedPayload:
    """Source: GatheringInvitationDeclinedPayload."""

    action: Literal["occurred"] | str
    data: GatheringInvitationDeclinedEventData


@define(kw_only=True)
class GatheringInvitationSentEmailData:
    """Source: GatheringInvitationSentEmailData."""

    email: str
    """Invitee email address"""
    name: str
    """Invitee display name"""


@define(kw_only=True)
class GatheringInvitationSentEvent:
    """Source: GatheringInvitationSentEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: GatheringInvitationSentPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["gathering.invitation.sent"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class GatheringInvitationSentPayload:
    """Source: GatheringInvitationSentPayload."""

    action: Literal["occurred"] | str
    data: Invitation | GatheringInvitationSentEmailData | dict[str, Any]


@define(kw_only=True)
class GatheringMemberEventData:
    """Source: GatheringMemberEventData."""

    gathering_id: str
    """Gathering ID"""
    member: GatheringMember
    """The member that joined / became ready"""


@define(kw_only=True)
class GatheringMemberJoinedEvent:
    """Source: GatheringMemberJoinedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: GatheringMemberPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["gathering.member.joined"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class GatheringMemberLeftEvent:
    """Source: GatheringMemberLeftEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: GatheringMemberLeftPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["gathering.member.left"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class GatheringMemberLeftEventData:
    """Source: GatheringMemberLeftEventData."""

    gathering_id: str
    """Gathering ID"""
    participant_id: str
    """Participant ID of the member that left"""


@define(kw_only=True)
class GatheringMemberLeftPayload:
    """Source: GatheringMemberLeftPayload."""

    action: Literal["occurred"] | str
    data: GatheringMemberLeftEventData


@define(kw_only=True)
class GatheringMemberPayload:
    """Source: GatheringMemberPayload."""

    action: Literal["occurred"] | str
    data: GatheringMemberEventData


@define(kw_only=True)
class GatheringMemberReadyEvent:
    """Source: GatheringMemberReadyEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: GatheringMemberPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["gathering.member.ready"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class GatheringOccurredPayload:
    """Source: GatheringOccurredPayload."""

    action: Literal["occurred"] | str
    data: Gathering


@define(kw_only=True)
class GatheringStartedEvent:
    """Source: GatheringStartedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: GatheringOccurredPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["gathering.started"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class GatheringUpdatedEvent:
    """Source: GatheringUpdatedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: GatheringUpdatedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["gathering.updated"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class GatheringUpdatedPayload:
    """Source: GatheringUpdatedPayload."""

    action: Literal["updated"] | str
    data: Gathering
    changes: dict[str, Any] | None = None
    """Previous values of changed fields"""


@define(kw_only=True)
class GenericDomainEvent:
    """Source: GenericDomainEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: GenericEventPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: EventSource | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: GenericEventType | str
    """Event type for externally-ingested / non-Cortex-native events"""
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class GenericEventPayload:
    """Source: GenericEventPayload."""

    action: EventAction | str
    data: dict[str, Any]
    """Event-specific data (open object for non-modelled events)"""
    changes: dict[str, Any] | None = None
    """Previous values of changed fields (updated only)"""


@define(kw_only=True)
class IngestEvent:
    """Source: IngestEventDto."""

    payload: Mapping[str, Any]
    """Action-typed event payload: { action, data, changes? }"""
    resource_id: str
    """Resource identifier in resource:id format (e.g. session:abc-123)"""
    source: IngestEventSource | str
    """The source service that generated this event (namespace:service format)"""
    type: IngestEventType | str
    """The type of domain event being ingested"""
    timestamp: datetime | Unset = UNSET
    """ISO 8601 timestamp of when the event occurred (defaults to server time)"""


@define(kw_only=True)
class IngestedEvent:
    """Source: IngestResponse."""

    id: str | None = None
    """The generated event UUID"""


@define(kw_only=True)
class MessageAnnotationCreatedEvent:
    """Source: MessageAnnotationCreatedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: MessageAnnotationCreatedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:plugin"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["message.annotation.created"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class MessageAnnotationCreatedEventData:
    """Source: MessageAnnotationCreatedEventData."""

    annotation_id: str
    """ID of the created annotation row"""
    content: dict[str, Any]
    """Annotation content (free-form, plugin-defined). Named `content` rather than `data` so the event
    reads `payload.data.content` instead of `payload.data.data`.
    """
    message_id: str
    """Message ID this annotation is attached to"""
    type: str
    """Annotation type"""
    external_user_id: str | None = None
    """External user ID, when available from the source message"""
    participant_id: str | None = None
    """Participant ID, when available from the source message"""


@define(kw_only=True)
class MessageAnnotationCreatedPayload:
    """Source: MessageAnnotationCreatedPayload."""

    action: Literal["created"] | str
    data: MessageAnnotationCreatedEventData


@define(kw_only=True)
class MessageCreatedEvent:
    """Source: MessageCreatedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: MessageCreatedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:bot"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["message.created"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class MessageCreatedEventData:
    """Source: MessageCreatedEventData."""

    id: str
    """Message ID"""
    content: str
    """Transcribed message content"""
    external_user_id: str | None
    """External user ID from ODIN (null for system messages)"""
    participant_id: str | None
    """Participant ID (null for system messages)"""
    sender_name: str
    """Sender display name (or "[System]" for system messages)"""
    session_id: str
    """Session ID the message belongs to"""
    timestamp: datetime
    """Message timestamp"""
    has_debug_audio: bool | None = None
    """Whether a debug audio WAV is available (user messages only)"""
    type: MessageType | str | None = None
    """Message type (only set on system messages)"""


@define(kw_only=True)
class MessageCreatedPayload:
    """Source: MessageCreatedPayload."""

    action: Literal["created"] | str
    data: MessageCreatedEventData


@define(kw_only=True)
class ParticipantCreatedEvent:
    """Source: ParticipantCreatedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: ParticipantCreatedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["participant.created"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class ParticipantCreatedPayload:
    """Source: ParticipantCreatedPayload."""

    action: Literal["created"] | str
    data: Participant


@define(kw_only=True)
class ParticipantDeletedEvent:
    """Source: ParticipantDeletedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: ParticipantDeletedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["participant.deleted"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class ParticipantDeletedPayload:
    """Source: ParticipantDeletedPayload."""

    action: Literal["deleted"] | str
    data: Participant


@define(kw_only=True)
class ParticipantUpdatedEvent:
    """Source: ParticipantUpdatedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: ParticipantUpdatedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["participant.updated"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class ParticipantUpdatedPayload:
    """Source: ParticipantUpdatedPayload."""

    action: Literal["updated"] | str
    data: Participant
    changes: dict[str, Any] | None = None
    """Previous values of changed fields"""


@define(kw_only=True)
class SanctionCreatedEvent:
    """Source: SanctionCreatedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: SanctionCreatedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["sanction.created"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class SanctionCreatedPayload:
    """Source: SanctionCreatedPayload."""

    action: Literal["created"] | str
    data: Sanction


@define(kw_only=True)
class SanctionRevokedEvent:
    """Source: SanctionRevokedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: SanctionRevokedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["sanction.revoked"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class SanctionRevokedPayload:
    """Source: SanctionRevokedPayload."""

    action: Literal["occurred"] | str
    data: Sanction


@define(kw_only=True)
class SanctionUpdatedEvent:
    """Source: SanctionUpdatedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: SanctionUpdatedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["sanction.updated"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class SanctionUpdatedPayload:
    """Source: SanctionUpdatedPayload."""

    action: Literal["updated"] | str
    data: Sanction
    changes: dict[str, Any] | None = None
    """Previous values of changed fields"""


@define(kw_only=True)
class SessionAnnotationCreatedEvent:
    """Source: SessionAnnotationCreatedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: SessionAnnotationCreatedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:plugin"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["session.annotation.created"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class SessionAnnotationCreatedEventData:
    """Source: SessionAnnotationCreatedEventData."""

    annotation_id: str
    """ID of the created annotation row"""
    content: dict[str, Any]
    """Annotation content (free-form, plugin-defined). Named `content` rather than `data` so the event
    reads `payload.data.content` instead of `payload.data.data`.
    """
    session_id: str
    """Session ID this annotation is attached to"""
    type: str
    """Annotation type"""


@define(kw_only=True)
class SessionAnnotationCreatedPayload:
    """Source: SessionAnnotationCreatedPayload."""

    action: Literal["created"] | str
    data: SessionAnnotationCreatedEventData


@define(kw_only=True)
class SessionCreatedEvent:
    """Source: SessionCreatedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: SessionCreatedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["session.created"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class SessionCreatedPayload:
    """Source: SessionCreatedPayload."""

    action: Literal["created"] | str
    data: Session


@define(kw_only=True)
class SessionDeletedEvent:
    """Source: SessionDeletedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: SessionDeletedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["session.deleted"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class SessionDeletedPayload:
    """Source: SessionDeletedPayload."""

    action: Literal["deleted"] | str
    data: Session


@define(kw_only=True)
class SessionUpdatedEvent:
    """Source: SessionUpdatedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: SessionUpdatedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["session.updated"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class SessionUpdatedPayload:
    """Source: SessionUpdatedPayload."""

    action: Literal["updated"] | str
    data: Session
    changes: dict[str, Any] | None = None
    """Previous values of changed fields"""


@define(kw_only=True)
class WebhookDeliveryStatusEventData:
    """Source: WebhookDeliveryStatusEventData."""

    id: str
    """Webhook event ID"""
    attempts_count: int
    """Number of delivery attempts so far"""
    event_type: str
    """The domain event type that triggered the webhook"""
    status: DeliveryStatus | str
    """Delivery status"""
    last_error: str | None = None
    """Last delivery error message, if any"""
    project_id: str | None = None
    """Project/app ID the webhook event belongs to"""


@define(kw_only=True)
class WebhookDeliveryUpdatedEvent:
    """Source: WebhookDeliveryUpdatedEvent."""

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: WebhookDeliveryUpdatedPayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: Literal["cortex:api"] | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["webhook.delivery.updated"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class WebhookDeliveryUpdatedPayload:
    """Source: WebhookDeliveryUpdatedPayload."""

    action: Literal["occurred"] | str
    data: WebhookDeliveryStatusEventData
