"""A small project in which something of everything has happened."""

from __future__ import annotations

from collections.abc import Iterable

from cortex_async.emulator.domain import (
    attendance,
    gatherings,
    invitations,
    participants,
    plugin_catalog,
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

STAND_UP_AGO = 3 * 3600.0
STAND_UP = (
    (15, "ada", "Good morning! The build is green."),
    (52, "bob", "I take the ticket."),
    (71, "eve", "Which one, the reconnect or the login?"),
    (80, "bob", "The reconnect. It cost us two hours yesterday."),
    (134, "ada", "Then I write the test for it."),
    (171, "eve", "I am on call until noon."),
    (190, "ada", "Thanks, see you tomorrow."),
)
"""Seconds since the start of the session, speaker, words."""

RAID_AGO = 15 * 60.0
RAID = (
    (20, "ada", "Everybody here? We go in at the gate."),
    (38, "bob", "Ready."),
    (47, "eve", "One moment, my potion is missing."),
    (112, "eve", "Now."),
    (140, "ada", "Two behind the gate."),
    (149, "bob", "On my way."),
    (204, "bob", "First one is down."),
    (251, "eve", "Damn, they saw me!"),
    (258, "ada", "Fall back to the bridge."),
    (305, "bob", "I hold the bridge, heal up."),
    (366, "eve", "Thirty seconds."),
    (431, "ada", "Again, and this time from both sides."),
    (512, "bob", "Got the boss to half."),
    (583, "ada", "Nearly there."),
    (640, "eve", "That was it!"),
    (663, "ada", "Well played, all of you."),
)


def demo(world: World, project: Record) -> None:
    """Add two sessions, four people, a lobby, an appointment for tomorrow, sanctions and two plugins."""
    creator = tenancy.first_user(world, project["_tenantId"])["id"]
    installed = {one["pluginId"] for one in world.store.plugin_instances.of(project["id"])}
    for slug in ("profanity-filter", "session-summary"):
        plugin = plugin_catalog.find(slug)
        if plugin is not None and plugin["id"] not in installed:
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
    """A stand-up of this morning, and a raid that began a quarter of an hour ago and is still going on."""
    with world.clock.shifted(-STAND_UP_AGO):
        stand_up = _running_session(world, project, creator, "Morning stand-up", "office")
    _speak(world, stand_up, STAND_UP_AGO, STAND_UP)
    with world.clock.shifted(STAND_UP[-1][0] + 20 - STAND_UP_AGO):
        sessions.end(world, project["id"], stand_up["id"])
    with world.clock.shifted(-RAID_AGO):
        raid = _running_session(world, project, creator, "Raid night", "arena")
    _speak(world, raid, RAID_AGO, RAID)


def _speak(world: World, session: Record, ago: float, lines: Iterable[tuple[float, str, str]]) -> None:
    for after, speaker, words in lines:
        with world.clock.shifted(after - ago):
            room.say(world, session, speaker, words)


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
