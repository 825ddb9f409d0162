"""Sanctions. Whether one is active depends on the time and is not stored."""

from __future__ import annotations

from cortex_async.emulator.checks import in_order
from cortex_async.emulator.domain import participants
from cortex_async.emulator.errors import bad_request, conflict, not_found
from cortex_async.emulator.records import Record, pick, public
from cortex_async.emulator.tables.groups import Groups
from cortex_async.emulator.timestamps import parse
from cortex_async.emulator.world import World


def resource(sanction: Record) -> str:
    """The ``resourceId`` of events about the sanction."""
    return f"sanction:{sanction['id']}"


def create(world: World, project: Record, values: Record, created_by: str) -> Record:
    """Create a sanction.

    Raises ``HTTPError`` 400 without a user, and 404 for an unknown participant or session.
    """
    participant_id: str | None = values.get("participantId")
    external_user_id: str | None = values.get("externalUserId")
    if not participant_id and not external_user_id:
        raise bad_request("participantId or externalUserId is required")
    if participant_id:
        external_user_id = participants.require(world, project, participant_id)["externalUserId"]
    session_id = values.get("sessionId")
    if session_id and world.store.sessions.get(project["id"], session_id) is None:
        raise not_found("Session")
    now = world.clock.iso()
    sanction: Record = {
        "id": world.ids.uuid("sanction"),
        "tenantId": project["_tenantId"],
        "participantId": participant_id,
        "externalUserId": external_user_id,
        **pick(values, "sessionId", "type", "scope", "reason", "metadata"),
        "startAt": values.get("startAt") or now,
        "endAt": values.get("endAt"),
        "createdByUserId": created_by,
        "createdAt": now,
        "updatedAt": now,
    }
    in_order(sanction["startAt"], sanction["endAt"], "endAt must be later than startAt")
    world.store.sanctions.add(project["id"], sanction)
    world.emit(
        "sanction.created", "created", resource(sanction), project, serialize(world, project, sanction)
    )
    return sanction


def update(world: World, project: Record, sanction: Record, values: Record) -> None:
    if "revokedAt" in sanction:
        raise conflict("Sanction is revoked")
    in_order(sanction["startAt"], values.get("endAt"), "endAt must be later than startAt")
    before = serialize(world, project, sanction)
    sanction.update(values, updatedAt=world.clock.iso())
    world.store.sanctions.changed(project["id"], sanction)
    after = serialize(world, project, sanction)
    world.emit_update("sanction.updated", resource(sanction), project, before, after)


def revoke(world: World, project: Record, sanction: Record, reason: str | None, revoked_by: str) -> None:
    """Revoke a sanction. Revoking twice changes nothing.

    The reason is stored in ``metadata.revokeReason``, since ``reason`` is the reason for the sanction.
    """
    if "revokedAt" in sanction:
        return
    now = world.clock.iso()
    sanction.update(revokedAt=now, revokedByUserId=revoked_by, updatedAt=now)
    world.store.sanctions.changed(project["id"], sanction)
    if reason is not None:
        sanction["metadata"] = {**sanction.get("metadata", {}), "revokeReason": reason}
    world.emit(
        "sanction.revoked", "occurred", resource(sanction), project, serialize(world, project, sanction)
    )


def groups(world: World) -> Groups:
    """The groups of sanctions, with those in ``active`` that are active now."""
    found = world.store.sanctions.groups
    found.pass_time(world.clock.timestamp())
    return found


def is_active(world: World, sanction: Record) -> bool:
    """Whether the sanction has started, and has neither expired nor been revoked."""
    started = parse(sanction["startAt"]) <= world.clock.timestamp()
    return started and status(world, sanction) == "active"


def serialize(world: World, project: Record, sanction: Record) -> Record:
    """The sanction as responses and events show it, with its current status and its participant."""
    view = {**public(sanction), "isActive": is_active(world, sanction), "status": status(world, sanction)}
    participant = _participant(world, project, sanction)
    if participant is not None:
        names = ("id", "projectId", "displayName", "externalUserId", "userData", "joinedAt")
        view["participant"] = pick(participant, *names)
    return view


def status(world: World, sanction: Record) -> str:
    """active, expired or revoked. A sanction that has not started is active: the API has no status for it."""
    if "revokedAt" in sanction:
        return "revoked"
    end: str | None = sanction["endAt"]
    return "expired" if end is not None and parse(end) <= world.clock.timestamp() else "active"


def _participant(world: World, project: Record, sanction: Record) -> Record | None:
    if sanction["participantId"]:
        return world.store.participants.get(project["id"], sanction["participantId"])
    return world.store.participants.find(project["id"], "externalUserId", sanction["externalUserId"])
