# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.gatherings."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Unpack

from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_async._generated.operations.project import gatherings as inner
from cortex_sync.bridge.operations import Operations
from cortex_sync.bridge.paging import Pager

if TYPE_CHECKING:
    from cortex_async._generated.models import (
        AccessPolicy,
        Gathering,
        GatheringMember,
        GatheringStatus,
        GatheringType,
        Invitation,
        InvitedParticipant,
        JoinResult,
        MemberRole,
        MemberStatus,
    )


class GatheringsOperations(Operations[inner.GatheringsOperations]):
    """Operations of the resource gatherings in the scope project."""

    __slots__ = ()

    def accept_invitation(
        self, invitation_id: str, *, participant_id: str, **options: Unpack[Options]
    ) -> JoinResult:
        """Accept an invitation

        Accept an invitation, which adds the participant to the gathering and updates the invitation
        status.

        Args:
            invitation_id: Invitation UUID
            participant_id: The accepting participant UUID

        Operation acceptInvitation: POST
        /api/projects/{projectId}/gatherings/invitations/{invitationId}/accept
        """
        return self._wait(
            self._inner.accept_invitation, invitation_id, participant_id=participant_id, **options
        )

    def add_member(
        self,
        gathering_id: str,
        *,
        participant_id: str,
        properties: Mapping[str, Any] | Unset = UNSET,
        role: MemberRole | str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> GatheringMember:
        """Add a member to a gathering

        Manually add a participant to a gathering.

        Args:
            gathering_id: Gathering UUID
            participant_id: Participant ID to add
            properties: Custom member properties
            role: Role for the member (default: member)

        Operation addMember: POST /api/projects/{projectId}/gatherings/{id}/members
        """
        return self._wait(
            self._inner.add_member,
            gathering_id,
            participant_id=participant_id,
            properties=properties,
            role=role,
            **options,
        )

    def cancel(self, gathering_id: str, **options: Unpack[Options]) -> Gathering:
        """Cancel a gathering

        Permanently cancel a gathering. This action may notify invited members.

        Args:
            gathering_id: Gathering UUID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation cancelGathering: DELETE /api/projects/{projectId}/gatherings/{id}
        """
        return self._wait(self._inner.cancel, gathering_id, **options)

    def create(
        self,
        *,
        name: str,
        type: GatheringType | str,
        access_policy: AccessPolicy | str | Unset = UNSET,
        auto_start_session: bool | Unset = UNSET,
        description: str | Unset = UNSET,
        ends_at: datetime | Unset = UNSET,
        invitation_url: str | Unset = UNSET,
        inviter_email: str | Unset = UNSET,
        inviter_name: str | Unset = UNSET,
        listed: bool | Unset = UNSET,
        max_members: int | Unset = UNSET,
        owner_id: str | Unset = UNSET,
        participants: Sequence[InvitedParticipant] | Unset = UNSET,
        properties: Mapping[str, Any] | Unset = UNSET,
        room_id: str | Unset = UNSET,
        search_properties: Mapping[str, str | float] | Unset = UNSET,
        starts_at: datetime | Unset = UNSET,
        timezone: str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Gathering:
        """Create a new gathering

        Create a new gathering with the provided metadata. The gathering will be in CREATED status
        initially.

        Args:
            name: Human-readable name for the gathering
            type: Type of gathering
            access_policy: Access policy for joining
            auto_start_session: Whether to auto-start transcription session when gathering starts
            description: Description providing context about the gathering (shown in invitation emails)
            ends_at: Scheduled end time (for appointments)
            invitation_url: URL where participants join the meeting (e.g., Rooms instance URL). Used in
                invitation emails and calendar entries as the location.
            inviter_email: Email address of the person organizing the gathering. Used as the Reply-To
                address in invitation emails and as the ORGANIZER mailto in calendar invites so
                recipients can reply directly to the inviter.
            inviter_name: Display name of the person organizing the gathering. Shown as "Invited by
                {name}" in invitation emails and used as the ORGANIZER CN in calendar invites.
            listed: Whether gathering appears in public search
            max_members: Maximum number of members (2-100)
            owner_id: Participant UUID of the gathering owner. If not provided, the creator becomes the
                owner.
            participants: List of participants to invite. Each invitee receives an email invitation. For
                Appointment gatherings with a start date, a calendar invite (.ics) is attached.
            properties: Custom properties (game mode, lobby settings, etc.)
            room_id: Custom room ID for ODIN. If not provided, the join code will be used as the room
                ID.
            search_properties: Indexed search properties for discovery
            starts_at: Scheduled start time (for appointments)
            timezone: Timezone for scheduled times (IANA format)

        Operation createGathering: POST /api/projects/{projectId}/gatherings
        """
        return self._wait(
            self._inner.create,
            name=name,
            type=type,
            access_policy=access_policy,
            auto_start_session=auto_start_session,
            description=description,
            ends_at=ends_at,
            invitation_url=invitation_url,
            inviter_email=inviter_email,
            inviter_name=inviter_name,
            listed=listed,
            max_members=max_members,
            owner_id=owner_id,
            participants=participants,
            properties=properties,
            room_id=room_id,
            search_properties=search_properties,
            starts_at=starts_at,
            timezone=timezone,
            **options,
        )

    def decline_invitation(self, invitation_id: str, **options: Unpack[Options]) -> None:
        """Decline an invitation

        Decline an invitation, marking it as DECLINED.

        Args:
            invitation_id: Invitation UUID

        Operation declineInvitation: POST
        /api/projects/{projectId}/gatherings/invitations/{invitationId}/decline
        """
        return self._wait(self._inner.decline_invitation, invitation_id, **options)

    def end(self, gathering_id: str, **options: Unpack[Options]) -> Gathering:
        """End a gathering

        Transitions the gathering state to ENDED. This signifies the gathering is over.

        Args:
            gathering_id: Gathering UUID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation endGathering: POST /api/projects/{projectId}/gatherings/{id}/end
        """
        return self._wait(self._inner.end, gathering_id, **options)

    def get(
        self, gathering_id: str, *, include_members: bool | Unset = UNSET, **options: Unpack[Options]
    ) -> Gathering:
        """Get a gathering by ID

        Retrieve detailed information about a specific gathering using its UUID. Optionally include the
        list of members.

        Args:
            gathering_id: Gathering UUID
            include_members: If true, includes the list of members in the response

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getGathering: GET /api/projects/{projectId}/gatherings/{id}
        """
        return self._wait(self._inner.get, gathering_id, include_members=include_members, **options)

    def join(self, *, join_code: str, participant_id: str, **options: Unpack[Options]) -> JoinResult:
        """Join a gathering by code

        Allows a participant to join a gathering using an 8-character join code.

        Args:
            join_code: 8-character join code
            participant_id: Participant ID of the joining member

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation joinByCode: POST /api/projects/{projectId}/gatherings/join
        """
        return self._wait(self._inner.join, join_code=join_code, participant_id=participant_id, **options)

    def list(
        self,
        *,
        listed: bool | Unset = UNSET,
        status: GatheringStatus | str | Unset = UNSET,
        type: GatheringType | str | Unset = UNSET,
        page_size: int = 50,
        max_items: int | None = None,
        offset: int = 0,
        **options: Unpack[Options],
    ) -> Pager[Gathering]:
        """List gatherings for the tenant

        Retrieve a list of gatherings for the current tenant. Supports filtering by Project ID, Type,
        and Status.

        Args:
            listed: Filter to only listed gatherings
            status: Filter by gathering status
            type: Filter by gathering type
            page_size: number of items per request.
            max_items: maximum number of items; None for all.
            offset: number of items to skip at the start.

        Operation listGatherings: GET /api/projects/{projectId}/gatherings
        """
        return Pager(
            self._runner,
            self._inner.list(
                listed=listed,
                status=status,
                type=type,
                page_size=page_size,
                max_items=max_items,
                offset=offset,
                **options,
            ),
        )

    def list_invitations(self, gathering_id: str, **options: Unpack[Options]) -> builtins.list[Invitation]:
        """List invitations for a gathering

        Retrieve all invitation records for a specific gathering, regardless of status.

        Args:
            gathering_id: Gathering UUID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation listGatheringInvitations: GET /api/projects/{projectId}/gatherings/{id}/invitations
        """
        return self._wait(self._inner.list_invitations, gathering_id, **options)

    def list_members(self, gathering_id: str, **options: Unpack[Options]) -> builtins.list[GatheringMember]:
        """List members of a gathering

        Retrieve all members currently part of the gathering.

        Args:
            gathering_id: Gathering UUID

        Operation listMembers: GET /api/projects/{projectId}/gatherings/{id}/members
        """
        return self._wait(self._inner.list_members, gathering_id, **options)

    def list_pending_invitations(
        self, *, participant_id: str, **options: Unpack[Options]
    ) -> builtins.list[Invitation]:
        """Get pending invitations

        Retrieve all pending invitations for a specific participant.

        Args:
            participant_id: The participant UUID to check invitations for

        Operation getPendingInvitations: GET /api/projects/{projectId}/gatherings/invitations/pending
        """
        return self._wait(self._inner.list_pending_invitations, participant_id=participant_id, **options)

    def lookup(self, join_code: str, **options: Unpack[Options]) -> Gathering:
        """Look up a gathering by join code

        Retrieves gathering details using its join code, without actually joining it. Useful for preview
        screens.

        Args:
            join_code: 8-character join code

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation lookupByCode: GET /api/projects/{projectId}/gatherings/lookup/{joinCode}
        """
        return self._wait(self._inner.lookup, join_code, **options)

    def remove_member(self, gathering_id: str, participant_id: str, **options: Unpack[Options]) -> None:
        """Remove member

        Removes a member from a gathering. Takes the participant's id, not the member's.

        Args:
            gathering_id: Gathering ID
            participant_id: Participant ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation removeMember: DELETE /api/projects/{projectId}/gatherings/{id}/members/{memberId}
        """
        return self._wait(self._inner.remove_member, gathering_id, participant_id, **options)

    def send_invitations(
        self,
        gathering_id: str,
        *,
        invited_by_id: str,
        base_url: str | Unset = UNSET,
        custom_protocol: str | Unset = UNSET,
        emails: Sequence[str] | Unset = UNSET,
        participant_ids: Sequence[str] | Unset = UNSET,
        **options: Unpack[Options],
    ) -> builtins.list[Invitation]:
        """Send invitations to a gathering

        Send invitations to multiple participants at once. Generates invitation records.

        Args:
            gathering_id: Gathering UUID
            invited_by_id: Participant UUID of the person sending invitations
            base_url: Base URL for HTTP join links
            custom_protocol: Custom protocol format for join URL
            emails: Email addresses to invite
            participant_ids: Participant IDs to invite

        Operation sendInvitations: POST /api/projects/{projectId}/gatherings/{id}/invite
        """
        return self._wait(
            self._inner.send_invitations,
            gathering_id,
            invited_by_id=invited_by_id,
            base_url=base_url,
            custom_protocol=custom_protocol,
            emails=emails,
            participant_ids=participant_ids,
            **options,
        )

    def start(self, gathering_id: str, *, room_id: str, **options: Unpack[Options]) -> Gathering:
        """Start a gathering

        Transitions the gathering state to STARTED. If a roomId is provided, it associates the gathering
        with that active room.

        Args:
            gathering_id: Gathering UUID
            room_id: ODIN room ID to use

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation startGathering: POST /api/projects/{projectId}/gatherings/{id}/start
        """
        return self._wait(self._inner.start, gathering_id, room_id=room_id, **options)

    def update(
        self,
        gathering_id: str,
        *,
        access_policy: AccessPolicy | str | Unset = UNSET,
        description: str | None | Unset = UNSET,
        ends_at: datetime | None | Unset = UNSET,
        inviter_email: str | Unset = UNSET,
        inviter_name: str | Unset = UNSET,
        listed: bool | Unset = UNSET,
        max_members: int | Unset = UNSET,
        name: str | Unset = UNSET,
        properties: Mapping[str, Any] | Unset = UNSET,
        search_properties: Mapping[str, str | float] | Unset = UNSET,
        starts_at: datetime | None | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Gathering:
        """Update a gathering

        Update the properties of an existing gathering. Only provided fields will be updated.

        Args:
            gathering_id: Gathering UUID
            access_policy: Updated access policy
            description: Updated description
            ends_at: Updated scheduled end time
            inviter_email: Updated inviter email address
            inviter_name: Updated inviter display name
            listed: Updated visibility
            max_members: Updated max members
            name: Updated name
            properties: Updated properties
            search_properties: Updated search properties
            starts_at: Updated scheduled start time

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation updateGathering: PATCH /api/projects/{projectId}/gatherings/{id}
        """
        return self._wait(
            self._inner.update,
            gathering_id,
            access_policy=access_policy,
            description=description,
            ends_at=ends_at,
            inviter_email=inviter_email,
            inviter_name=inviter_name,
            listed=listed,
            max_members=max_members,
            name=name,
            properties=properties,
            search_properties=search_properties,
            starts_at=starts_at,
            **options,
        )

    def update_member(
        self,
        gathering_id: str,
        member_id: str,
        *,
        properties: Mapping[str, Any] | Unset = UNSET,
        status: MemberStatus | str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> GatheringMember:
        """Update a member

        Update the status or properties of a specific member within the gathering.

        Args:
            gathering_id: Gathering UUID
            member_id: Member UUID
            properties: Updated member properties
            status: Updated member status

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation updateMember: PATCH /api/projects/{projectId}/gatherings/{id}/members/{memberId}
        """
        return self._wait(
            self._inner.update_member,
            gathering_id,
            member_id,
            properties=properties,
            status=status,
            **options,
        )
