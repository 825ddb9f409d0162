"""Handlers of invitations to gatherings."""

from __future__ import annotations

from cortex_async.emulator.domain import gatherings, invitations, participants
from cortex_async.emulator.errors import HTTPError, invalid
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.registry import Call, handles
from cortex_async.emulator.routes.gatherings import require
from cortex_async.emulator.routes.members import failure, success


@handles("POST", "/api/projects/{projectId}/gatherings/{id}/invite")
def send_invitations(call: Call) -> list[Record]:
    world, project, body = call.world, call.project, call.body
    gathering = require(call)
    gatherings.require_open(gathering)
    guests = [participants.require(world, project, one) for one in body.get("participantIds", [])]
    emails: list[str] = body.get("emails", [])
    if not guests and not emails:
        raise invalid("participantIds or emails should not be empty")
    host = participants.require(world, project, body["invitedById"])["id"]
    url = invitations.join_url(gathering, body.get("customProtocol"), body.get("baseUrl"))
    sent = [invitations.to_participant(world, project, gathering, guest, url, host) for guest in guests]
    sent += [invitations.to_email(world, project, gathering, email, email, url, host) for email in emails]
    return [public(invitation) for invitation in sent]


@handles("GET", "/api/projects/{projectId}/gatherings/{id}/invitations")
def list_gathering_invitations(call: Call) -> list[Record]:
    return [public(invitation) for invitation in invitations.of(call.world, require(call))]


@handles("GET", "/api/projects/{projectId}/gatherings/invitations/pending")
def get_pending_invitations(call: Call) -> list[Record]:
    pending = invitations.pending_of(call.world, call.project, call.query["participantId"])
    return [public(invitation) for invitation in pending]


@handles("POST", "/api/projects/{projectId}/gatherings/invitations/{invitationId}/accept")
def accept_invitation(call: Call) -> Record:
    """An unknown invitation is a 404. Every other failure is a 200 with ``success: false`` and the reason."""
    invitation, gathering = _named_in_path(call)
    participant = call.world.store.participants.get(call.project["id"], call.body["participantId"])
    if participant is None:
        return failure("Participant not found")
    try:
        member = invitations.accept(call.world, call.project, gathering, invitation, participant)
    except HTTPError as error:
        return failure(str(error.message))
    return success(call, gathering, member)


@handles("POST", "/api/projects/{projectId}/gatherings/invitations/{invitationId}/decline")
def decline_invitation(call: Call) -> None:
    invitation, gathering = _named_in_path(call)
    invitations.decline(call.world, call.project, gathering, invitation)


def _named_in_path(call: Call) -> tuple[Record, Record]:
    invitation = call.required(call.world.store.invitations, "Invitation", "invitationId")
    gathering = call.world.store.gatherings.get(call.project["id"], invitation["gatheringId"])
    if gathering is None:
        raise LookupError(f"invitation {invitation['id']} to an unknown gathering")
    return invitation, gathering
