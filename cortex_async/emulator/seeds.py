"""Sample data."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cortex_async.emulator.domain import (
    attendance,
    gatherings,
    invitations,
    participants,
    plugins,
    room,
    sanctions,
    sessions,
    tenancy,
    voice,
)
from cortex_async.emulator.records import Record
from cortex_async.emulator.world import World

DAY = 24 * 3600.0


def demo(world: World, project: Record) -> None:
    """Add two sessions, four people, a lobby, an appointment for tomorrow, sanctions and two plugins."""
    creator = tenancy.first_user(world, project["_tenantId"])["id"]
    for slug in ("profanity-filter", "session-summary"):
        plugins.install(world, project, slug, {})
    voice.activate(world, project)
    people = [
        participants.find_or_create(world, project, name.lower(), name)
        for name in ("Ada", "Bob", "Eve", "Joe")
    ]
    _talk(world, project, creator)
    _meet(world, project, creator, people)
    _sanction(world, project, creator, people)


def _talk(world: World, project: Record, creator: str) -> None:
    stand_up = _running_session(world, project, creator, "Morning stand-up", "office")
    for speaker, words in (("ada", "The build is green."), ("bob", "I take the ticket.")):
        room.say(world, stand_up, speaker, words)
    sessions.end(world, project["id"], stand_up["id"])
    raid = _running_session(world, project, creator, "Raid night", "arena")
    for speaker, words in (
        ("ada", "Two behind the gate."),
        ("bob", "On my way."),
        ("eve", "Damn, they saw me!"),
        ("ada", "Fall back to the bridge."),
    ):
        room.say(world, raid, speaker, words)


def _meet(world: World, project: Record, creator: str, people: list[Record]) -> None:
    ada, bob, eve, joe = people
    lobby = gatherings.create(
        world,
        project,
        {"name": "Friday lobby", "type": "lobby", "maxMembers": 8, "listed": True, "ownerId": ada["id"]},
        creator,
    )
    attendance.join(world, project, lobby, bob)
    ready = attendance.join(world, project, lobby, eve)
    attendance.update(world, project, lobby, ready, {"status": "ready"})
    invitations.to_participant(world, project, lobby, joe, invitations.join_url(lobby), ada["id"])
    tomorrow = {"startsAt": world.later(DAY), "endsAt": world.later(DAY + 3600)}
    meeting = {"name": "Clan meeting", "type": "appointment", "autoStartSession": True, **tomorrow}
    gatherings.create(world, project, meeting, creator)


def _sanction(world: World, project: Record, creator: str, people: list[Record]) -> None:
    eve = people[2]
    mute = {"participantId": eve["id"], "type": "mute", "reason": "Bad language", "endAt": world.later(3600)}
    sanctions.create(world, project, mute, creator)
    ban = sanctions.create(world, project, {"externalUserId": "mallory", "type": "perm_ban"}, creator)
    sanctions.revoke(world, project, ban, "Mistaken identity", creator)


def _running_session(world: World, project: Record, creator: str, title: str, room_id: str) -> Record:
    session = sessions.create(
        world, project, title=title, room_id=room_id, created_by=creator, auto_start=False
    )
    sessions.start_bot(world, project["id"], session["id"])
    return session


SEEDS: Mapping[str, Callable[[World, Record], None]] = {"demo": demo}
