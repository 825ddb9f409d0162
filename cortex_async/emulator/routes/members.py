"""Handlers of members of gatherings, and of joining by code."""

from __future__ import annotations

from cortex_async.emulator.domain import attendance, gatherings, invitations, members, participants
from cortex_async.emulator.errors import HTTPError, not_found
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.registry import Call, handles
from cortex_async.emulator.routes.gatherings import require


@handles("POST", "/api/projects/{projectId}/gatherings/{id}/members")
def add_member(call: Call) -> Record:
    gathering = require(call)
    participant = participants.require(call.world, call.project, call.body["participantId"])
    role, properties = call.body.get("role"), call.body.get("properties")
    member = attendance.join(
        call.world, call.project, gathering, participant, role=role, properties=properties
    )
    return public(member)


@handles("GET", "/api/projects/{projectId}/gatherings/{id}/members")
def list_members(call: Call) -> list[Record]:
    return [public(member) for member in members.of(call.world, require(call))]


@handles("PATCH", "/api/projects/{projectId}/gatherings/{id}/members/{memberId}")
def update_member(call: Call) -> Record:
    gathering = require(call)
    member = call.world.store.members.get(gathering["id"], call.path["memberId"])
    if member is None:
        raise not_found("Member")
    attendance.update(call.world, call.project, gathering, member, call.body)
    return public(member)


@handles("DELETE", "/api/projects/{projectId}/gatherings/{id}/members/{participantId}")
def remove_member(call: Call) -> None:
    """Named by participant id, unlike in ``updateMember``."""
    gathering = require(call)
    member = call.world.store.members.find(gathering["id"], "participantId", call.path["participantId"])
    if member is None:
        raise not_found("Member")
    attendance.remove(call.world, call.project, gathering, member)


@handles("POST", "/api/projects/{projectId}/gatherings/join")
def join_by_code(call: Call) -> Record:
    """An unknown code is a 404. Every other failure is a 200 with ``success: false`` and the reason."""
    gathering = gatherings.by_code(call.world, call.project, call.body["joinCode"])
    if gathering is None:
        raise HTTPError(404, "Invalid join code")
    participant = call.world.store.participants.get(call.project["id"], call.body["participantId"])
    if participant is None:
        return failure("Participant not found")
    if gathering["accessPolicy"] == "invite-only" and not _is_invited(call, gathering, participant):
        return failure("Gathering is by invitation only")
    try:
        member = attendance.join(call.world, call.project, gathering, participant)
    except HTTPError as error:
        return failure(str(error.message))
    return success(call, gathering, member)


def success(call: Call, gathering: Record, member: Record) -> Record:
    return {
        "success": True,
        "gathering": gatherings.serialize(call.world, gathering),
        "member": public(member),
    }


def failure(reason: str) -> Record:
    return {"success": False, "error": reason}


def _is_invited(call: Call, gathering: Record, participant: Record) -> bool:
    """Whether the participant is a member already or has been invited."""
    if call.world.store.members.find(gathering["id"], "participantId", participant["id"]):
        return True
    return invitations.is_invited(call.world, gathering, participant)
