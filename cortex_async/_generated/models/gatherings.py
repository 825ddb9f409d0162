# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group gatherings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias

from cortex_async._core.late_attrs import define
from cortex_async._core.unset import UNSET, Unset
from cortex_async.join_results import JoinMethods

AccessPolicy: TypeAlias = Literal["public", "private", "invite-only"]
"""Access policy for joining"""

GatheringStatus: TypeAlias = Literal["pending", "active", "started", "ended", "cancelled", "expired"]
"""Gathering status"""

GatheringType: TypeAlias = Literal["lobby", "appointment", "open"]
"""Type of gathering"""

InvitationStatus: TypeAlias = Literal["pending", "accepted", "declined", "expired"]
"""Invitation status"""

MemberRole: TypeAlias = Literal["owner", "member"]
"""Role for the member (default: member)"""

MemberStatus: TypeAlias = Literal["invited", "joined", "ready", "left"]
"""Member status"""


@define(kw_only=True)
class AcceptInvitation:
    """Schema AcceptInvitationRequest of the API.

    Attributes:
        participant_id (str): The accepting participant UUID
    """

    participant_id: str
    """The accepting participant UUID"""


@define(kw_only=True)
class AddMember:
    """Schema AddMemberRequest of the API.

    Attributes:
        participant_id (str): Participant ID to add
        properties (Mapping[str, Any], default UNSET): Custom member properties
        role (MemberRole | str, default UNSET): Role for the member (default: member)
    """

    participant_id: str
    """Participant ID to add"""
    properties: Mapping[str, Any] | Unset = UNSET
    """Custom member properties"""
    role: MemberRole | str | Unset = UNSET
    """Role for the member (default: member)"""


@define(kw_only=True)
class CreateGathering:
    """Schema CreateGatheringRequest of the API.

    Attributes:
        name (str): Human-readable name for the gathering
        type (GatheringType | str): Type of gathering
        access_policy (AccessPolicy | str, default UNSET): Access policy for joining
        auto_start_session (bool, default UNSET): Whether to auto-start transcription session when
            gathering starts
        description (str, default UNSET): Description providing context about the gathering (shown in
            invitation emails)
        ends_at (datetime, default UNSET): Scheduled end time (for appointments)
        invitation_url (str, default UNSET): URL where participants join the meeting (e.g., Rooms
            instance URL). Used in invitation emails and calendar entries as the location.
        inviter_email (str, default UNSET): Email address of the person organizing the gathering. Used
            as the Reply-To address in invitation emails and as the ORGANIZER mailto in calendar invites
            so recipients can reply directly to the inviter.
        inviter_name (str, default UNSET): Display name of the person organizing the gathering. Shown as
            "Invited by {name}" in invitation emails and used as the ORGANIZER CN in calendar invites.
        listed (bool, default UNSET): Whether gathering appears in public search
        max_members (int, default UNSET): Maximum number of members (2-100)
        owner_id (str, default UNSET): Participant UUID of the gathering owner. If not provided, the
            creator becomes the owner.
        participants (Sequence[InvitedParticipant], default UNSET): List of participants to invite. Each
            invitee receives an email invitation. For Appointment gatherings with a start date, a
            calendar invite (.ics) is attached.
        properties (Mapping[str, Any], default UNSET): Custom properties (game mode, lobby settings,
            etc.)
        room_id (str, default UNSET): Custom room ID for ODIN. If not provided, the join code will be
            used as the room ID.
        search_properties (Mapping[str, str | float], default UNSET): Indexed search properties for
            discovery
        starts_at (datetime, default UNSET): Scheduled start time (for appointments)
        timezone (str, default UNSET): Timezone for scheduled times (IANA format)
    """

    name: str
    """Human-readable name for the gathering"""
    type: GatheringType | str
    """Type of gathering"""
    access_policy: AccessPolicy | str | Unset = UNSET
    """Access policy for joining"""
    auto_start_session: bool | Unset = UNSET
    """Whether to auto-start transcription session when gathering starts"""
    description: str | Unset = UNSET
    """Description providing context about the gathering (shown in invitation emails)"""
    ends_at: datetime | Unset = UNSET
    """Scheduled end time (for appointments)"""
    invitation_url: str | Unset = UNSET
    """URL where participants join the meeting (e.g., Rooms instance URL). Used in invitation emails and
    calendar entries as the location.
    """
    inviter_email: str | Unset = UNSET
    """Email address of the person organizing the gathering. Used as the Reply-To address in invitation
    emails and as the ORGANIZER mailto in calendar invites so recipients can reply directly to the
    inviter.
    """
    inviter_name: str | Unset = UNSET
    """Display name of the person organizing the gathering. Shown as "Invited by {name}" in invitation
    emails and used as the ORGANIZER CN in calendar invites.
    """
    listed: bool | Unset = UNSET
    """Whether gathering appears in public search"""
    max_members: int | Unset = UNSET
    """Maximum number of members (2-100)"""
    owner_id: str | Unset = UNSET
    """Participant UUID of the gathering owner. If not provided, the creator becomes the owner."""
    participants: Sequence[InvitedParticipant] | Unset = UNSET
    """List of participants to invite. Each invitee receives an email invitation. For Appointment
    gatherings with a start date, a calendar invite (.ics) is attached.
    """
    properties: Mapping[str, Any] | Unset = UNSET
    """Custom properties (game mode, lobby settings, etc.)"""
    room_id: str | Unset = UNSET
    """Custom room ID for ODIN. If not provided, the join code will be used as the room ID."""
    search_properties: Mapping[str, str | float] | Unset = UNSET
    """Indexed search properties for discovery"""
    starts_at: datetime | Unset = UNSET
    """Scheduled start time (for appointments)"""
    timezone: str | Unset = UNSET
    """Timezone for scheduled times (IANA format)"""


@define(kw_only=True)
class Gathering:
    """Schema GatheringResponse of the API.

    Attributes:
        id (str): Gathering ID
        access_policy (AccessPolicy | str): Access policy
        auto_start_session (bool): Whether session starts automatically
        created_at (datetime): Creation timestamp
        join_code (str): Join code for sharing
        listed (bool): Whether gathering is listed for discovery
        max_members (int): Maximum members allowed
        member_count (int): Current member count
        name (str): Gathering name
        project_id (str): Project ID
        status (GatheringStatus | str): Gathering status
        tenant_id (str): Tenant ID
        type (GatheringType | str): Gathering type
        description (str | None): Gathering description
        ends_at (datetime | None): Scheduled end time
        expires_at (datetime | None): Expiration timestamp
        inviter_email (str | None): Email address of the gathering organizer (used as Reply-To in
            invitation emails)
        inviter_name (str | None): Display name of the gathering organizer
        members (list[GatheringMember] | None): Members (included in detailed view)
        owner_id (str | None): Owner participant ID
        properties (dict[str, Any] | None): Custom properties
        room_id (str | None): Target ODIN room ID
        session_id (str | None): Created session ID
        starts_at (datetime | None): Scheduled start time
        timezone (str | None): Timezone for scheduled times
    """

    id: str
    """Gathering ID"""
    access_policy: AccessPolicy | str
    """Access policy"""
    auto_start_session: bool
    """Whether session starts automatically"""
    created_at: datetime
    """Creation timestamp"""
    join_code: str
    """Join code for sharing"""
    listed: bool
    """Whether gathering is listed for discovery"""
    max_members: int
    """Maximum members allowed"""
    member_count: int
    """Current member count"""
    name: str
    """Gathering name"""
    project_id: str
    """Project ID"""
    status: GatheringStatus | str
    """Gathering status"""
    tenant_id: str
    """Tenant ID"""
    type: GatheringType | str
    """Gathering type"""
    description: str | None = None
    """Gathering description"""
    ends_at: datetime | None = None
    """Scheduled end time"""
    expires_at: datetime | None = None
    """Expiration timestamp"""
    inviter_email: str | None = None
    """Email address of the gathering organizer (used as Reply-To in invitation emails)"""
    inviter_name: str | None = None
    """Display name of the gathering organizer"""
    members: list[GatheringMember] | None = None
    """Members (included in detailed view)"""
    owner_id: str | None = None
    """Owner participant ID"""
    properties: dict[str, Any] | None = None
    """Custom properties"""
    room_id: str | None = None
    """Target ODIN room ID"""
    session_id: str | None = None
    """Created session ID"""
    starts_at: datetime | None = None
    """Scheduled start time"""
    timezone: str | None = None
    """Timezone for scheduled times"""


@define(kw_only=True)
class GatheringList:
    """Schema GatheringListResponse of the API.

    Attributes:
        gatherings (list[Gathering]): List of gatherings
        total (int): Total count (for pagination)
    """

    gatherings: list[Gathering]
    """List of gatherings"""
    total: int
    """Total count (for pagination)"""


@define(kw_only=True)
class GatheringMember:
    """Schema GatheringMember of the API.

    Attributes:
        id (str): Member record ID
        display_name (str): Participant display name
        gathering_id (str): Gathering ID
        participant_id (str): Participant ID
        role (MemberRole | str): Member role
        status (MemberStatus | str): Member status
        invited_at (datetime | None): When the member was invited
        joined_at (datetime | None): When the member joined
        properties (dict[str, Any] | None): Custom member properties
        ready_at (datetime | None): When the member marked as ready
    """

    id: str
    """Member record ID"""
    display_name: str
    """Participant display name"""
    gathering_id: str
    """Gathering ID"""
    participant_id: str
    """Participant ID"""
    role: MemberRole | str
    """Member role"""
    status: MemberStatus | str
    """Member status"""
    invited_at: datetime | None = None
    """When the member was invited"""
    joined_at: datetime | None = None
    """When the member joined"""
    properties: dict[str, Any] | None = None
    """Custom member properties"""
    ready_at: datetime | None = None
    """When the member marked as ready"""


@define(kw_only=True)
class Invitation:
    """Schema InvitationResponse of the API.

    Attributes:
        id (str): Invitation ID
        gathering_id (str): Gathering ID
        invited_at (datetime): When invitation was sent
        join_code (str): Join code
        join_url (str): Join URL
        status (InvitationStatus | str): Invitation status
        display_name (str | None): Display name of the invitee
        email (str | None): Invited email
        expires_at (datetime | None): When invitation expires
        invited_by_id (str | None): Who sent the invitation (null for system-generated invitations)
        participant_id (str | None): Invited participant ID
        responded_at (datetime | None): When invitee responded
    """

    id: str
    """Invitation ID"""
    gathering_id: str
    """Gathering ID"""
    invited_at: datetime
    """When invitation was sent"""
    join_code: str
    """Join code"""
    join_url: str
    """Join URL"""
    status: InvitationStatus | str
    """Invitation status"""
    display_name: str | None = None
    """Display name of the invitee"""
    email: str | None = None
    """Invited email"""
    expires_at: datetime | None = None
    """When invitation expires"""
    invited_by_id: str | None = None
    """Who sent the invitation (null for system-generated invitations)"""
    participant_id: str | None = None
    """Invited participant ID"""
    responded_at: datetime | None = None
    """When invitee responded"""


@define(kw_only=True)
class InvitedParticipant:
    """Schema InvitedParticipant of the API.

    Attributes:
        email (str): Email address for sending the invitation
        name (str): Display name of the invitee
        user_id (str, default UNSET): External user ID (from ODIN) for linking to a participant record.
            If provided, the invitee will be added as a gathering member for attendance tracking.
    """

    email: str
    """Email address for sending the invitation"""
    name: str
    """Display name of the invitee"""
    user_id: str | Unset = UNSET
    """External user ID (from ODIN) for linking to a participant record. If provided, the invitee will be
    added as a gathering member for attendance tracking.
    """


@define(kw_only=True)
class JoinGatheringRequest:
    """Schema JoinGatheringRequest of the API.

    Attributes:
        join_code (str): 8-character join code
        participant_id (str): Participant ID of the joining member
    """

    join_code: str
    """8-character join code"""
    participant_id: str
    """Participant ID of the joining member"""


@define(kw_only=True)
class JoinResult(JoinMethods):
    """Schema JoinGatheringResponse of the API.

    Attributes:
        success (bool): Whether join was successful
        error (str | None): Error message if failed
        gathering (Gathering | None): Gathering data
        member (GatheringMember | None): Member data
    """

    success: bool
    """Whether join was successful"""
    error: str | None = None
    """Error message if failed"""
    gathering: Gathering | None = None
    """Gathering data"""
    member: GatheringMember | None = None
    """Member data"""


@define(kw_only=True)
class SendInvitations:
    """Schema SendInvitationsRequest of the API.

    Attributes:
        invited_by_id (str): Participant UUID of the person sending invitations
        base_url (str, default UNSET): Base URL for HTTP join links
        custom_protocol (str, default UNSET): Custom protocol format for join URL
        emails (Sequence[str], default UNSET): Email addresses to invite
        participant_ids (Sequence[str], default UNSET): Participant IDs to invite
    """

    invited_by_id: str
    """Participant UUID of the person sending invitations"""
    base_url: str | Unset = UNSET
    """Base URL for HTTP join links"""
    custom_protocol: str | Unset = UNSET
    """Custom protocol format for join URL"""
    emails: Sequence[str] | Unset = UNSET
    """Email addresses to invite"""
    participant_ids: Sequence[str] | Unset = UNSET
    """Participant IDs to invite"""


@define(kw_only=True)
class StartGathering:
    """Schema StartGatheringRequest of the API.

    Attributes:
        room_id (str): ODIN room ID to use
    """

    room_id: str
    """ODIN room ID to use"""


@define(kw_only=True)
class UpdateGathering:
    """Schema UpdateGatheringRequest of the API.

    Attributes:
        access_policy (AccessPolicy | str, default UNSET): Updated access policy
        description (str | None, default UNSET): Updated description
        ends_at (datetime | None, default UNSET): Updated scheduled end time
        inviter_email (str, default UNSET): Updated inviter email address
        inviter_name (str, default UNSET): Updated inviter display name
        listed (bool, default UNSET): Updated visibility
        max_members (int, default UNSET): Updated max members
        name (str, default UNSET): Updated name
        properties (Mapping[str, Any], default UNSET): Updated properties
        search_properties (Mapping[str, str | float], default UNSET): Updated search properties
        starts_at (datetime | None, default UNSET): Updated scheduled start time
    """

    access_policy: AccessPolicy | str | Unset = UNSET
    """Updated access policy"""
    description: str | None | Unset = UNSET
    """Updated description"""
    ends_at: datetime | None | Unset = UNSET
    """Updated scheduled end time"""
    inviter_email: str | Unset = UNSET
    """Updated inviter email address"""
    inviter_name: str | Unset = UNSET
    """Updated inviter display name"""
    listed: bool | Unset = UNSET
    """Updated visibility"""
    max_members: int | Unset = UNSET
    """Updated max members"""
    name: str | Unset = UNSET
    """Updated name"""
    properties: Mapping[str, Any] | Unset = UNSET
    """Updated properties"""
    search_properties: Mapping[str, str | float] | Unset = UNSET
    """Updated search properties"""
    starts_at: datetime | None | Unset = UNSET
    """Updated scheduled start time"""


@define(kw_only=True)
class UpdateMember:
    """Schema UpdateMemberRequest of the API.

    Attributes:
        properties (Mapping[str, Any], default UNSET): Updated member properties
        status (MemberStatus | str, default UNSET): Updated member status
    """

    properties: Mapping[str, Any] | Unset = UNSET
    """Updated member properties"""
    status: MemberStatus | str | Unset = UNSET
    """Updated member status"""
