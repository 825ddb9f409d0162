"""Records of a gathering's members.

Only those who are present (joined and not left) count towards ``maxMembers``.
"""

from __future__ import annotations

from cortex_async.emulator.records import Record
from cortex_async.emulator.world import World

PRESENT = ("joined", "ready")


def of(world: World, gathering: Record) -> list[Record]:
    """The members who are invited or present."""
    return [member for member in world.store.members.of(gathering["id"]) if member["status"] != "left"]


def count(world: World, gathering: Record) -> int:
    """The number of members who are present."""
    return sum(member["status"] in PRESENT for member in world.store.members.of(gathering["id"]))


def add_owner(world: World, gathering: Record, participant: Record) -> None:
    """Add the owner as present. This emits no event and does not make the gathering active."""
    member = create(world, gathering, participant, "owner")
    member.update(status="joined", joinedAt=world.clock.iso())


def invite(world: World, gathering: Record, participant: Record) -> Record:
    """Add an invited member. A member who is present does not change."""
    member = world.store.members.find(gathering["id"], participant["id"])
    if member is None:
        member = create(world, gathering, participant, "member")
        member["invitedAt"] = world.clock.iso()
    elif member["status"] == "left":
        member.update(status="invited", invitedAt=world.clock.iso())
    return member


def create(world: World, gathering: Record, participant: Record, role: str) -> Record:
    """Add a member with the status ``invited``."""
    member: Record = {
        "id": world.ids.uuid("member"),
        "gatheringId": gathering["id"],
        "participantId": participant["id"],
        "displayName": participant["displayName"],
        "status": "invited",
        "role": role,
    }
    return world.store.members.add(gathering["id"], member)
