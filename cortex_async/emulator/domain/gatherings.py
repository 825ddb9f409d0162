"""Gatherings: lobbies, appointments and open spaces, and their life cycle.

pending -> active -> started -> ended
   \\---------\\---------\\----> cancelled
   \\---------\\--> expired
"""

from __future__ import annotations

import re
from typing import Any

from cortex_async.emulator.checks import in_order, integer
from cortex_async.emulator.domain import members, participants, sessions
from cortex_async.emulator.errors import HTTPError, conflict, invalid
from cortex_async.emulator.records import Record, pick, public
from cortex_async.emulator.timers import timer
from cortex_async.emulator.timestamps import iso, parse
from cortex_async.emulator.world import World

DEFAULT_MAX_MEMBERS = 100
LOBBY_LIFETIME = 24 * 3600.0
OVER = ("ended", "cancelled", "expired")
FIELDS = (
    "name",
    "description",
    "inviterName",
    "inviterEmail",
    "accessPolicy",
    "listed",
    "startsAt",
    "endsAt",
    "timezone",
    "roomId",
    "autoStartSession",
    "properties",
)


def resource(gathering: Record) -> str:
    """The ``resourceId`` of events about the gathering."""
    return f"gathering:{gathering['id']}"


def create(world: World, project: Record, values: Record, creator: str) -> Record:
    """Create a gathering. Raises ``HTTPError`` for an unknown owner, or an end before the start."""
    in_order(values.get("startsAt"), values.get("endsAt"), "endsAt must be later than startsAt")
    owner_id: str | None = values.get("ownerId")
    owner = participants.require(world, project, owner_id) if owner_id else None
    code = world.ids.code()
    gathering: Record = {
        "id": world.ids.uuid("gathering"),
        "projectId": project["id"],
        "tenantId": project["_tenantId"],
        "type": values["type"],
        "status": "pending",
        "maxMembers": integer(values, "maxMembers", 2, 100) or DEFAULT_MAX_MEMBERS,
        "accessPolicy": "public",
        "listed": False,
        "autoStartSession": False,
        "roomId": code,
        **pick(values, *FIELDS),
        "joinCode": code,
        "ownerId": owner_id or creator,
        "createdAt": world.clock.iso(),
        "_creator": creator,
        "_invitationUrl": values.get("invitationUrl"),
        "_searchProperties": values.get("searchProperties"),
    }
    gathering["expiresAt"] = _expiry(world, gathering)
    world.store.gatherings.add(project["id"], gathering)
    if owner is not None:
        members.add_owner(world, gathering, owner)
    world.emit("gathering.created", "created", resource(gathering), project, serialize(world, gathering))
    _schedule(world, gathering)
    return gathering


def update(world: World, project: Record, gathering: Record, values: Record) -> None:
    require_open(gathering)
    starts, ends = (values.get(name, gathering.get(name)) for name in ("startsAt", "endsAt"))
    in_order(starts, ends, "endsAt must be later than startsAt")
    limit = integer(values, "maxMembers", 2, 100)
    if limit is not None and limit < members.count(world, gathering):
        raise invalid("maxMembers must not be less than the number of members")
    before = serialize(world, gathering)
    _change(world, gathering, **pick(values, *FIELDS))
    if limit is not None:
        gathering["maxMembers"] = limit
    if "searchProperties" in values:
        gathering["_searchProperties"] = values["searchProperties"]
    if gathering["status"] in ("pending", "active"):
        gathering["expiresAt"] = _expiry(world, gathering)
    _updated(world, project, gathering, before)
    _schedule(world, gathering)


def start(world: World, project: Record, gathering: Record, room_id: str) -> None:
    """Start a gathering.

    Raises ``HTTPError`` 409 if its status does not allow it, and 400 if its session cannot be created.
    """
    if gathering["status"] not in ("pending", "active"):
        raise conflict(f"Gathering is {gathering['status']}")
    session = _start_session(world, project, gathering, room_id) if gathering["autoStartSession"] else None
    _begin(world, project, gathering, room_id, session)


def end(world: World, project: Record, gathering: Record) -> None:
    require_open(gathering)
    _close(world, gathering, "ended")
    world.emit("gathering.ended", "occurred", resource(gathering), project, serialize(world, gathering))


def cancel(world: World, project: Record, gathering: Record) -> None:
    """Cancel a gathering. The record stays."""
    require_open(gathering)
    _close(world, gathering, "cancelled")
    world.emit("gathering.cancelled", "occurred", resource(gathering), project, serialize(world, gathering))


def require_open(gathering: Record) -> None:
    """Raise ``HTTPError`` 409 if the gathering is over."""
    if gathering["status"] in OVER:
        raise conflict(f"Gathering is {gathering['status']}")


def activate(world: World, project: Record, gathering: Record) -> None:
    """Make a pending gathering active when its first member has joined."""
    if gathering["status"] == "pending":
        before = serialize(world, gathering)
        _change(world, gathering, status="active")
        _updated(world, project, gathering, before)


def by_code(world: World, project: Record, code: str) -> Record | None:
    """Find a gathering by join code. Hyphens, spaces and case do not matter."""
    return world.store.gatherings.find(project["id"], "joinCode", re.sub(r"[-\s]", "", code).upper())


def serialize(world: World, gathering: Record) -> Record:
    return {**public(gathering), "memberCount": members.count(world, gathering)}


@timer("gathering.start")
def start_appointment(world: World, project_id: str, gathering_id: str) -> None:
    """Start an appointment at its ``startsAt``; without a session if the project is not configured."""
    gathering = world.store.gatherings.get(project_id, gathering_id)
    if gathering is None or gathering["status"] not in ("pending", "active"):
        return
    project, session = world.project(project_id), None
    if gathering["autoStartSession"]:
        try:
            session = _start_session(world, project, gathering, gathering["roomId"])
        except HTTPError:
            session = None
    _begin(world, project, gathering, gathering["roomId"], session)


@timer("gathering.expire")
def expire(world: World, project_id: str, gathering_id: str) -> None:
    gathering = world.store.gatherings.get(project_id, gathering_id)
    if gathering is None or gathering["status"] not in ("pending", "active"):
        return
    before = serialize(world, gathering)
    _close(world, gathering, "expired")
    _updated(world, world.project(project_id), gathering, before)


def _begin(world: World, project: Record, gathering: Record, room_id: str, session: Record | None) -> None:
    session_id = session and session["id"]
    _change(world, gathering, status="started", roomId=room_id, sessionId=session_id, expiresAt=None)
    _schedule(world, gathering)
    world.emit("gathering.started", "occurred", resource(gathering), project, serialize(world, gathering))


def _start_session(world: World, project: Record, gathering: Record, room_id: str) -> Record:
    return sessions.create(
        world, project, title=gathering["name"], room_id=room_id, created_by=gathering["_creator"]
    )


def _close(world: World, gathering: Record, status: str) -> None:
    _change(world, gathering, status=status)
    pending = world.store.invitations.groups.of(gathering["projectId"], ("pending", gathering["id"]))
    for invitation in pending:
        invitation["status"] = "expired"
        world.store.invitations.changed(gathering["projectId"], invitation)
    _schedule(world, gathering)


def _change(world: World, gathering: Record, **values: Any) -> None:
    gathering.update(values)
    world.store.gatherings.changed(gathering["projectId"], gathering)


def _updated(world: World, project: Record, gathering: Record, before: Record) -> None:
    world.emit_update("gathering.updated", resource(gathering), project, before, serialize(world, gathering))


def _expiry(world: World, gathering: Record) -> str | None:
    """When the gathering expires: a lobby after a day, other types at their ``endsAt``, if any."""
    if gathering["type"] == "lobby":
        return iso(parse(gathering["createdAt"]) + LOBBY_LIFETIME)
    ends: str | None = gathering.get("endsAt")
    return ends


def _schedule(world: World, gathering: Record) -> None:
    """Set the timers for the gathering's current state."""
    subjects = (gathering["projectId"], gathering["id"])
    world.timers.cancel("gathering.start", *subjects)
    world.timers.cancel("gathering.expire", *subjects)
    if gathering["status"] not in ("pending", "active"):
        return
    if gathering["type"] == "appointment" and gathering.get("startsAt"):
        world.timers.at(parse(gathering["startsAt"]), "gathering.start", *subjects)
    if gathering["expiresAt"]:
        world.timers.at(parse(gathering["expiresAt"]), "gathering.expire", *subjects)
