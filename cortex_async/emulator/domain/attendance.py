"""Status changes of a gathering's members: invited, joined, ready, left."""

from __future__ import annotations

from cortex_async.emulator.domain import gatherings, members
from cortex_async.emulator.errors import HTTPError, conflict, invalid
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.world import World


class GatheringFull(HTTPError):
    """The gathering has ``maxMembers`` members."""

    def __init__(self) -> None:
        super().__init__(409, "Gathering is full")


def join(
    world: World,
    project: Record,
    gathering: Record,
    participant: Record,
    *,
    role: str | None = None,
    properties: Record | None = None,
) -> Record:
    """Let a participant join; returns the member. A member who is present does not change.

    Raises ``GatheringFull``, and ``HTTPError`` 409 if the gathering is over.
    """
    gatherings.require_open(gathering)
    member = world.store.members.find(gathering["id"], "participantId", participant["id"])
    if member is not None and members.is_present(member):
        return member
    if members.count(world, gathering) >= gathering["maxMembers"]:
        raise GatheringFull
    if member is None:
        member = members.create(world, gathering, participant, role or "member")
    if role is not None:
        member["role"] = role
    if properties is not None:
        member["properties"] = properties
    _mark_joined(world, project, gathering, member)
    return member


def update(world: World, project: Record, gathering: Record, member: Record, values: Record) -> None:
    """Change a member. Raises ``HTTPError`` 409 for a status that cannot follow the current one."""
    gatherings.require_open(gathering)
    status: str | None = values.get("status")
    if status is not None and status != member["status"]:
        _change_status(world, project, gathering, member, status)
    if "properties" in values:
        member["properties"] = values["properties"]


def remove(world: World, project: Record, gathering: Record, member: Record) -> None:
    """Delete a member. There is no event if the member had only been invited."""
    world.store.members.remove(gathering["id"], member["id"])
    if members.is_present(member):
        _emit_left(world, project, gathering, member)


def _change_status(world: World, project: Record, gathering: Record, member: Record, status: str) -> None:
    current = member["status"]
    match status:
        case "joined" if current == "ready":
            members.change(world, member, status="joined", readyAt=None)
        case "joined":
            if members.count(world, gathering) >= gathering["maxMembers"]:
                raise GatheringFull
            _mark_joined(world, project, gathering, member)
        case "ready" if current == "joined":
            members.change(world, member, status="ready", readyAt=world.clock.iso())
            _emit(world, "gathering.member.ready", project, gathering, member)
        case "left" if members.is_present(member):
            members.change(world, member, status="left", readyAt=None)
            _emit_left(world, project, gathering, member)
        case "left":
            members.change(world, member, status="left")
        case "invited":
            raise invalid("status must be one of the following values: joined, ready, left")
        case _:
            raise conflict(f"Member is {current}, not joined")


def _mark_joined(world: World, project: Record, gathering: Record, member: Record) -> None:
    members.change(world, member, status="joined", joinedAt=world.clock.iso(), readyAt=None)
    _emit(world, "gathering.member.joined", project, gathering, member)
    gatherings.activate(world, project, gathering)


def _emit(world: World, type_: str, project: Record, gathering: Record, member: Record) -> None:
    data = {"gatheringId": gathering["id"], "member": public(member)}
    world.emit(type_, "occurred", gatherings.resource(gathering), project, data)


def _emit_left(world: World, project: Record, gathering: Record, member: Record) -> None:
    data = {"gatheringId": gathering["id"], "participantId": member["participantId"]}
    world.emit("gathering.member.left", "occurred", gatherings.resource(gathering), project, data)
