# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, TypeAlias

from attrs import field

from cortex_async._core.codec.lazy_payload import LazyPayload
from cortex_async._core.free_form import FreeFormReaders
from cortex_async._core.late_attrs import define
from cortex_async._core.unset import UNSET, Unset

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


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class GatheringCancelledEvent(LazyPayload):
    """Schema GatheringCancelledEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (GatheringOccurredPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["gathering.cancelled"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class GatheringCreatedEvent(LazyPayload):
    """Schema GatheringCreatedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (GatheringCreatedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["gathering.created"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema GatheringCreatedPayload of the API.

    Attributes:
        action (Literal["created"] | str)
        data (Gathering)
    """

    action: Literal["created"] | str
    data: Gathering


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class GatheringEndedEvent(LazyPayload):
    """Schema GatheringEndedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (GatheringOccurredPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["gathering.ended"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class GatheringInvitationAcceptedEvent(LazyPayload):
    """Schema GatheringInvitationAcceptedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (GatheringInvitationAcceptedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["gathering.invitation.accepted"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema GatheringInvitationAcceptedEventData of the API.

    Attributes:
        gathering_id (str): Gathering ID
        invitation_id (str): Invitation ID
        participant_id (str): Participant ID that accepted
    """

    gathering_id: str
    """Gathering ID"""
    invitation_id: str
    """Invitation ID"""
    participant_id: str
    """Participant ID that accepted"""


@define(kw_only=True)
class GatheringInvitationAcceptedPayload:
    """Schema GatheringInvitationAcceptedPayload of the API.

    Attributes:
        action (Literal["occurred"] | str)
        data (GatheringInvitationAcceptedEventData)
    """

    action: Literal["occurred"] | str
    data: GatheringInvitationAcceptedEventData


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class GatheringInvitationDeclinedEvent(LazyPayload):
    """Schema GatheringInvitationDeclinedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (GatheringInvitationDeclinedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["gathering.invitation.declined"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema GatheringInvitationDeclinedEventData of the API.

    Attributes:
        gathering_id (str): Gathering ID
        invitation_id (str): Invitation ID
    """

    gathering_id: str
    """Gathering ID"""
    invitation_id: str
    """Invitation ID"""


@define(kw_only=True)
class GatheringInvitationDeclinedPayload:
    """Schema GatheringInvitationDeclinedPayload of the API.

    Attributes:
        action (Literal["occurred"] | str)
        data (GatheringInvitationDeclinedEventData)
    """

    action: Literal["occurred"] | str
    data: GatheringInvitationDeclinedEventData


@define(kw_only=True)
class GatheringInvitationSentEmailData:
    """Schema GatheringInvitationSentEmailData of the API.

    Attributes:
        email (str): Invitee email address
        name (str): Invitee display name
    """

    email: str
    """Invitee email address"""
    name: str
    """Invitee display name"""


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class GatheringInvitationSentEvent(LazyPayload):
    """Schema GatheringInvitationSentEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (GatheringInvitationSentPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["gathering.invitation.sent"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema GatheringInvitationSentPayload of the API.

    Attributes:
        action (Literal["occurred"] | str)
        data (Invitation | GatheringInvitationSentEmailData)
    """

    action: Literal["occurred"] | str
    data: Invitation | GatheringInvitationSentEmailData


@define(kw_only=True)
class GatheringMemberEventData:
    """Schema GatheringMemberEventData of the API.

    Attributes:
        gathering_id (str): Gathering ID
        member (GatheringMember): The member that joined / became ready
    """

    gathering_id: str
    """Gathering ID"""
    member: GatheringMember
    """The member that joined / became ready"""


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class GatheringMemberJoinedEvent(LazyPayload):
    """Schema GatheringMemberJoinedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (GatheringMemberPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["gathering.member.joined"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class GatheringMemberLeftEvent(LazyPayload):
    """Schema GatheringMemberLeftEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (GatheringMemberLeftPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["gathering.member.left"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema GatheringMemberLeftEventData of the API.

    Attributes:
        gathering_id (str): Gathering ID
        participant_id (str): Participant ID of the member that left
    """

    gathering_id: str
    """Gathering ID"""
    participant_id: str
    """Participant ID of the member that left"""


@define(kw_only=True)
class GatheringMemberLeftPayload:
    """Schema GatheringMemberLeftPayload of the API.

    Attributes:
        action (Literal["occurred"] | str)
        data (GatheringMemberLeftEventData)
    """

    action: Literal["occurred"] | str
    data: GatheringMemberLeftEventData


@define(kw_only=True)
class GatheringMemberPayload:
    """Schema GatheringMemberPayload of the API.

    Attributes:
        action (Literal["occurred"] | str)
        data (GatheringMemberEventData)
    """

    action: Literal["occurred"] | str
    data: GatheringMemberEventData


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class GatheringMemberReadyEvent(LazyPayload):
    """Schema GatheringMemberReadyEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (GatheringMemberPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["gathering.member.ready"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema GatheringOccurredPayload of the API.

    Attributes:
        action (Literal["occurred"] | str)
        data (Gathering)
    """

    action: Literal["occurred"] | str
    data: Gathering


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class GatheringStartedEvent(LazyPayload):
    """Schema GatheringStartedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (GatheringOccurredPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["gathering.started"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class GatheringUpdatedEvent(LazyPayload):
    """Schema GatheringUpdatedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (GatheringUpdatedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["gathering.updated"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema GatheringUpdatedPayload of the API.

    Attributes:
        action (Literal["updated"] | str)
        data (Gathering)
        changes (dict[str, Any] | None): Previous values of changed fields
    """

    action: Literal["updated"] | str
    data: Gathering
    changes: dict[str, Any] | None = None
    """Previous values of changed fields"""


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class GenericDomainEvent(LazyPayload):
    """Schema GenericDomainEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (GenericEventPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (EventSource | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (GenericEventType | str): Event type for externally-ingested / non-Cortex-native events
        project_id (str | None): Project/app ID for project-scoped events
    """

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
class GenericEventPayload(FreeFormReaders):
    """Schema GenericEventPayload of the API.

    Typed readers of ``data``: number, integer, text, flag, texts, each, at.

    Attributes:
        action (EventAction | str)
        data (dict[str, Any]): Event-specific data (open object for non-modelled events)
        changes (dict[str, Any] | None): Previous values of changed fields (updated only)
    """

    action: EventAction | str
    data: dict[str, Any]
    """Event-specific data (open object for non-modelled events)"""
    changes: dict[str, Any] | None = None
    """Previous values of changed fields (updated only)"""

    def _free_form(self) -> object:
        return self.data


@define(kw_only=True)
class IngestEvent:
    """Schema IngestEventDto of the API.

    Attributes:
        payload (Mapping[str, Any]): Action-typed event payload: { action, data, changes? }
        resource_id (str): Resource identifier in resource:id format (e.g. session:abc-123)
        source (IngestEventSource | str): The source service that generated this event
            (namespace:service format)
        type (IngestEventType | str): The type of domain event being ingested
        timestamp (datetime, default UNSET): ISO 8601 timestamp of when the event occurred (defaults to
            server time)
    """

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
    """Schema IngestResponse of the API.

    Attributes:
        id (str | None): The generated event UUID
    """

    id: str | None = None
    """The generated event UUID"""


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MessageAnnotationCreatedEvent(LazyPayload):
    """Schema MessageAnnotationCreatedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (MessageAnnotationCreatedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:plugin"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["message.annotation.created"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
class MessageAnnotationCreatedEventData(FreeFormReaders):
    """Schema MessageAnnotationCreatedEventData of the API.

    Typed readers of ``content``: number, integer, text, flag, texts, each, at.

    Attributes:
        annotation_id (str): ID of the created annotation row
        content (dict[str, Any]): Annotation content (free-form, plugin-defined). Named `content` rather
            than `data` so the event reads `payload.data.content` instead of `payload.data.data`.
        message_id (str): Message ID this annotation is attached to
        type (str): Annotation type
        external_user_id (str | None): External user ID, when available from the source message
        participant_id (str | None): Participant ID, when available from the source message
    """

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

    def _free_form(self) -> object:
        return self.content


@define(kw_only=True)
class MessageAnnotationCreatedPayload:
    """Schema MessageAnnotationCreatedPayload of the API.

    Attributes:
        action (Literal["created"] | str)
        data (MessageAnnotationCreatedEventData)
    """

    action: Literal["created"] | str
    data: MessageAnnotationCreatedEventData


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MessageCreatedEvent(LazyPayload):
    """Schema MessageCreatedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (MessageCreatedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:bot"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["message.created"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema MessageCreatedEventData of the API.

    Attributes:
        id (str): Message ID
        content (str): Transcribed message content
        external_user_id (str | None): External user ID from ODIN (null for system messages)
        participant_id (str | None): Participant ID (null for system messages)
        sender_name (str): Sender display name (or "[System]" for system messages)
        session_id (str): Session ID the message belongs to
        timestamp (datetime): Message timestamp
        has_debug_audio (bool | None): Whether a debug audio WAV is available (user messages only)
        type (MessageType | str | None): Message type (only set on system messages)
    """

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
    """Schema MessageCreatedPayload of the API.

    Attributes:
        action (Literal["created"] | str)
        data (MessageCreatedEventData)
    """

    action: Literal["created"] | str
    data: MessageCreatedEventData


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ParticipantCreatedEvent(LazyPayload):
    """Schema ParticipantCreatedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (ParticipantCreatedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["participant.created"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema ParticipantCreatedPayload of the API.

    Attributes:
        action (Literal["created"] | str)
        data (Participant)
    """

    action: Literal["created"] | str
    data: Participant


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ParticipantDeletedEvent(LazyPayload):
    """Schema ParticipantDeletedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (ParticipantDeletedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["participant.deleted"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema ParticipantDeletedPayload of the API.

    Attributes:
        action (Literal["deleted"] | str)
        data (Participant)
    """

    action: Literal["deleted"] | str
    data: Participant


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ParticipantJoinedEvent(LazyPayload):
    """A participant joined the room of a session.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (ParticipantPresencePayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (EventSource | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["participant.joined"])
        project_id (str | None): Project/app ID for project-scoped events

    Schema ParticipantJoinedEvent of the API.
    """

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: ParticipantPresencePayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: EventSource | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["participant.joined"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ParticipantLeftEvent(LazyPayload):
    """A participant left the room of a session.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (ParticipantPresencePayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (EventSource | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["participant.left"])
        project_id (str | None): Project/app ID for project-scoped events

    Schema ParticipantLeftEvent of the API.
    """

    id: str
    """Unique ID for this specific event occurrence (UUIDv4)"""
    payload: ParticipantPresencePayload
    resource_id: str
    """Composite resource identifier in resource:id format"""
    source: EventSource | str
    """Origin service"""
    tenant_id: str
    """Tenant this event belongs to"""
    timestamp: datetime
    """ISO 8601 timestamp of when the event occurred"""
    type: Literal["participant.left"]
    project_id: str | None = None
    """Project/app ID for project-scoped events"""


@define(kw_only=True)
class ParticipantPresenceEventData(FreeFormReaders):
    """Who joined or left, as far as the event has it. The API documents none of these members.

    Typed readers of ``additional_properties``: number, integer, text, flag, texts, each, at.

    Attributes:
        external_user_id (str | None): External user ID from ODIN (stable identifier)
        participant_id (str | None): Participant ID
        session_id (str | None): Session ID
        additional_properties (dict[str, Any]): Members that no field declares, by their names in JSON.

    Schema ParticipantPresenceEventData of the API.
    """

    external_user_id: str | None = None
    """External user ID from ODIN (stable identifier)"""
    participant_id: str | None = None
    """Participant ID"""
    session_id: str | None = None
    """Session ID"""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Members that no field declares, by their names in JSON."""

    def _free_form(self) -> object:
        return self.additional_properties


@define(kw_only=True)
class ParticipantPresencePayload:
    """Schema ParticipantPresencePayload of the API.

    Attributes:
        action (EventAction | str)
        data (ParticipantPresenceEventData)
    """

    action: EventAction | str
    data: ParticipantPresenceEventData


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ParticipantUpdatedEvent(LazyPayload):
    """Schema ParticipantUpdatedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (ParticipantUpdatedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["participant.updated"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema ParticipantUpdatedPayload of the API.

    Attributes:
        action (Literal["updated"] | str)
        data (Participant)
        changes (dict[str, Any] | None): Previous values of changed fields
    """

    action: Literal["updated"] | str
    data: Participant
    changes: dict[str, Any] | None = None
    """Previous values of changed fields"""


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SanctionCreatedEvent(LazyPayload):
    """Schema SanctionCreatedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (SanctionCreatedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["sanction.created"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema SanctionCreatedPayload of the API.

    Attributes:
        action (Literal["created"] | str)
        data (Sanction)
    """

    action: Literal["created"] | str
    data: Sanction


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SanctionRevokedEvent(LazyPayload):
    """Schema SanctionRevokedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (SanctionRevokedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["sanction.revoked"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema SanctionRevokedPayload of the API.

    Attributes:
        action (Literal["occurred"] | str)
        data (Sanction)
    """

    action: Literal["occurred"] | str
    data: Sanction


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SanctionUpdatedEvent(LazyPayload):
    """Schema SanctionUpdatedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (SanctionUpdatedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["sanction.updated"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema SanctionUpdatedPayload of the API.

    Attributes:
        action (Literal["updated"] | str)
        data (Sanction)
        changes (dict[str, Any] | None): Previous values of changed fields
    """

    action: Literal["updated"] | str
    data: Sanction
    changes: dict[str, Any] | None = None
    """Previous values of changed fields"""


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SessionAnnotationCreatedEvent(LazyPayload):
    """Schema SessionAnnotationCreatedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (SessionAnnotationCreatedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:plugin"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["session.annotation.created"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
class SessionAnnotationCreatedEventData(FreeFormReaders):
    """Schema SessionAnnotationCreatedEventData of the API.

    Typed readers of ``content``: number, integer, text, flag, texts, each, at.

    Attributes:
        annotation_id (str): ID of the created annotation row
        content (dict[str, Any]): Annotation content (free-form, plugin-defined). Named `content` rather
            than `data` so the event reads `payload.data.content` instead of `payload.data.data`.
        session_id (str): Session ID this annotation is attached to
        type (str): Annotation type
    """

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

    def _free_form(self) -> object:
        return self.content


@define(kw_only=True)
class SessionAnnotationCreatedPayload:
    """Schema SessionAnnotationCreatedPayload of the API.

    Attributes:
        action (Literal["created"] | str)
        data (SessionAnnotationCreatedEventData)
    """

    action: Literal["created"] | str
    data: SessionAnnotationCreatedEventData


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SessionCreatedEvent(LazyPayload):
    """Schema SessionCreatedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (SessionCreatedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["session.created"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema SessionCreatedPayload of the API.

    Attributes:
        action (Literal["created"] | str)
        data (Session)
    """

    action: Literal["created"] | str
    data: Session


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SessionDeletedEvent(LazyPayload):
    """Schema SessionDeletedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (SessionDeletedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["session.deleted"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema SessionDeletedPayload of the API.

    Attributes:
        action (Literal["deleted"] | str)
        data (Session)
    """

    action: Literal["deleted"] | str
    data: Session


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SessionUpdatedEvent(LazyPayload):
    """Schema SessionUpdatedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (SessionUpdatedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["session.updated"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema SessionUpdatedPayload of the API.

    Attributes:
        action (Literal["updated"] | str)
        data (Session)
        changes (dict[str, Any] | None): Previous values of changed fields
    """

    action: Literal["updated"] | str
    data: Session
    changes: dict[str, Any] | None = None
    """Previous values of changed fields"""


@define(kw_only=True)
class WebhookDeliveryStatusEventData:
    """Schema WebhookDeliveryStatusEventData of the API.

    Attributes:
        id (str): Webhook event ID
        attempts_count (int): Number of delivery attempts so far
        event_type (str): The domain event type that triggered the webhook
        status (DeliveryStatus | str): Delivery status
        last_error (str | None): Last delivery error message, if any
        project_id (str | None): Project/app ID the webhook event belongs to
    """

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


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class WebhookDeliveryUpdatedEvent(LazyPayload):
    """Schema WebhookDeliveryUpdatedEvent of the API.

    Attributes:
        id (str): Unique ID for this specific event occurrence (UUIDv4)
        payload (WebhookDeliveryUpdatedPayload)
        resource_id (str): Composite resource identifier in resource:id format
        source (Literal["cortex:api"] | str): Origin service
        tenant_id (str): Tenant this event belongs to
        timestamp (datetime): ISO 8601 timestamp of when the event occurred
        type (Literal["webhook.delivery.updated"])
        project_id (str | None): Project/app ID for project-scoped events
    """

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
    """Schema WebhookDeliveryUpdatedPayload of the API.

    Attributes:
        action (Literal["occurred"] | str)
        data (WebhookDeliveryStatusEventData)
    """

    action: Literal["occurred"] | str
    data: WebhookDeliveryStatusEventData
