"""In which gatherings a person is a member, or was invited."""

from __future__ import annotations

from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING

from attrs import frozen

from cortex_async.access.reading import Source
from cortex_async.access.values import Invited, Membership
from cortex_async.archives.window import in_order
from cortex_async.transcripts.fetching import PAGE_SIZE

if TYPE_CHECKING:
    from cortex_async.models import Gathering, GatheringMember, Invitation


@frozen
class Gatherings:
    """Looks for participants in all gatherings of a project."""

    source: Source
    participant_ids: frozenset[str]

    async def read(self) -> tuple[tuple[Membership, ...], tuple[Invited, ...]]:
        """Memberships and invitations."""
        if not self.participant_ids:
            return (), ()
        nothing: list[Gathering] = []
        listing = await self.source.optional("gatherings", self._list, nothing)
        memberships: list[Membership] = []
        invitations: list[Invited] = []
        async with aclosing(in_order(listing, self._one, self.source.concurrency)) as found:
            async for members, invited in found:
                memberships += members
                invitations += invited
        return tuple(memberships), tuple(invitations)

    async def _list(self) -> list[Gathering]:
        return [one async for one in self.source.project.gatherings.list(page_size=PAGE_SIZE)]

    async def _one(self, gathering: Gathering) -> tuple[list[Membership], list[Invited]]:
        gatherings = self.source.project.gatherings
        nobody: list[GatheringMember] = []
        nothing: list[Invitation] = []
        members = await self.source.optional(
            f"members of gathering {gathering.id}", partial(gatherings.list_members, gathering.id), nobody
        )
        invitations = await self.source.optional(
            f"invitations to gathering {gathering.id}",
            partial(gatherings.list_invitations, gathering.id),
            nothing,
        )
        ids = self.participant_ids
        return (
            [_membership(gathering, one) for one in members if one.participant_id in ids],
            [_invited(gathering, one) for one in invitations if one.participant_id in ids],
        )


def _membership(gathering: Gathering, member: GatheringMember) -> Membership:
    return Membership(
        gathering_id=gathering.id,
        gathering=gathering.name,
        participant_id=member.participant_id,
        role=str(member.role),
        status=str(member.status),
        invited_at=member.invited_at,
        joined_at=member.joined_at,
        ready_at=member.ready_at,
        properties=member.properties,
    )


def _invited(gathering: Gathering, invitation: Invitation) -> Invited:
    return Invited(
        invitation_id=invitation.id,
        gathering_id=gathering.id,
        gathering=gathering.name,
        status=str(invitation.status),
        invited_at=invitation.invited_at,
        responded_at=invitation.responded_at,
        expires_at=invitation.expires_at,
        email=invitation.email,
    )
