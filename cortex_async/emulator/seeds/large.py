"""Thousands of sessions with long transcripts, for programs that must cope with them."""

from __future__ import annotations

from random import Random

from cortex_async.emulator.conversation import LONGEST, MAX_MESSAGES, Conversation, Speaker
from cortex_async.emulator.domain import app_settings, participants, sessions, tenancy
from cortex_async.emulator.records import Record
from cortex_async.emulator.timestamps import iso
from cortex_async.emulator.world import World

SESSIONS, MESSAGES = 10_000, 100
MAX_SESSIONS = 100_000
MAX_PEOPLE = 2_000
APART = 15 * 60.0
"""Seconds from the start of one session to that of the next one."""

RUNNING = 5
"""So many of the latest sessions are still active, with a running bot."""

TITLES = ("Raid night", "Ranked match", "Clan meeting", "Training", "Duel", "Tournament", "Lobby")


def large(
    world: World, project: Record, sessions_count: int | None = None, messages_count: int | None = None
) -> None:
    """Add sessions of two to six speakers each, in the order in which they happened, up to now.

    The messages are generated when they are read; they and the sessions emit no events. Default: 10,000
    sessions with 100 messages each, a million altogether. Raises ``ValueError`` for numbers out of range.
    """
    number = _checked("sessions", sessions_count, SESSIONS, MAX_SESSIONS)
    length = _checked("messages", messages_count, MESSAGES, MAX_MESSAGES)
    app_settings.require(world, project["id"])
    creator = tenancy.first_user(world, project["_tenantId"])["id"]
    people = _people(world, project, min(MAX_PEOPLE, max(6, number // 5)))
    dice = Random(world.ids.number())  # noqa: S311  (the data protects nothing)
    first = world.clock.timestamp() - length * LONGEST - number * APART
    for position in range(number):
        session = sessions.add(
            world, project, f"{dice.choice(TITLES)} {position + 1}", f"room-{position + 1}", creator
        )
        start = first + position * APART
        session["createdAt"] = iso(start)
        if position < number - RUNNING:
            session["status"] = "ended"
        else:
            session["_bot"] = "running"
        speakers = tuple(dice.sample(people, dice.randint(2, 6)))
        world.store.messages.generate(
            session["id"], Conversation(dice.getrandbits(64), length, start, speakers)
        )


def _people(world: World, project: Record, number: int) -> list[Speaker]:
    found: list[Speaker] = []
    for position in range(1, number + 1):
        name = f"player-{position:04}"
        known = world.store.participants.find(project["id"], "externalUserId", name)
        person = known or participants.add(world, project, name, f"Player {position}")
        found.append((person["id"], name, person["displayName"]))
    return found


def _checked(name: str, given: int | None, default: int, highest: int) -> int:
    number = default if given is None else given
    if not 1 <= number <= highest:
        raise ValueError(f"{name} must be between 1 and {highest}, got {number}")
    return number
