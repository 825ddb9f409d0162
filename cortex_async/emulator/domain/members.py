"""Records of a gathering's members.

Only those who are present (joined and not left) count towards ``maxMembers``.
"""

from __future__ import annotations

from typing import Any

from cortex_async.emulator.records import Record
from cortex_async.emulator.tables.keys import PRESENT
from cortex_async.emulator.world import World


def of(world: World, gathering: Record, most: int | None = None) -> list[Record]:
    """The members who are invited or present, at most so many of them."""
    positions = range(listed(world, gathering) if most is None else most)
    return world.store.members.groups.page(gathering["id"], ("not left",), positions)


def listed(world: World, gathering: Record) -> int:
    """The number of members who are invited or present."""
    return world.store.members.groups.count(gathering["id"], ("not left",))


def is_present(member: Record) -> bool:
    return member["status"] in PRESENT


def count(world: World, gathering: Record) -> int:
    """The number of members who are present."""
    return world.store.members.groups.count(gathering["id"], ("present",))


def change(world: World, member: Record, **values: Any) -> None:
    """Change the status of a member, and what goes with it."""
    member.update(values)
    world.store.members.changed(member["gatheringId"], member)


def add_owner(world: World, gathering: Record, participant: Record) -> None:
    """Add the owner as present. This emits no event and does not make the gathering active."""
    member = create(world, gathering, participant, "owner")
    change(world, member, status="joined", joinedAt=world.clock.iso())


def invite(world: World, gathering: Record, participant: Record) -> Record:
    """Add an invited member. A member who is present does not change."""
    member = world.store.members.find(gathering["id"], "participantId", participant["id"])
    if member is None:
        member = create(world, gathering, participant, "member")
        member["invitedAt"] = world.clock.iso()
    elif member["status"] == "left":
        change(world, member, status="invited", invitedAt=world.clock.iso())
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
