"""Records of a gathering's members. Only who has joined and not left counts against the limit."""

from __future__ import annotations

from cortex_async.emulator.records import Record
from cortex_async.emulator.world import World

PRESENT = ("joined", "ready")


def of(world: World, gathering: Record) -> list[Record]:
    """Everybody who is invited or there."""
    return [member for member in world.store.members.of(gathering["id"]) if member["status"] != "left"]


def count(world: World, gathering: Record) -> int:
    return sum(member["status"] in PRESENT for member in world.store.members.of(gathering["id"]))


def add_owner(world: World, gathering: Record, participant: Record) -> None:
    """The owner is there from the start, without an event of its own and without making the gathering active."""
    member = create(world, gathering, participant, "owner")
    member.update(status="joined", joinedAt=world.clock.iso())


def invite(world: World, gathering: Record, participant: Record) -> Record:
    """A member that is yet to come; one that is there stays as it is."""
    member = world.store.members.find(gathering["id"], participant["id"])
    if member is None:
        member = create(world, gathering, participant, "member")
        member["invitedAt"] = world.clock.iso()
    elif member["status"] == "left":
        member.update(status="invited", invitedAt=world.clock.iso())
    return member


def create(world: World, gathering: Record, participant: Record, role: str) -> Record:
    """A record that is there by invitation only, until somebody lets it join."""
    member: Record = {
        "id": world.ids.uuid(),
        "gatheringId": gathering["id"],
        "participantId": participant["id"],
        "displayName": participant["displayName"],
        "status": "invited",
        "role": role,
    }
    return world.store.members.add(gathering["id"], member)
