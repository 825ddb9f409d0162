"""Participants: one for each project and external user id."""

from __future__ import annotations

from cortex_async.emulator.errors import not_found
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.tables.groups import EVERYWHERE
from cortex_async.emulator.world import World


def resource(participant: Record) -> str:
    """The ``resourceId`` of events about the participant."""
    return f"participant:{participant['id']}"


def find_or_create(
    world: World,
    project: Record,
    external_user_id: str,
    display_name: str | None = None,
    user_data: Record | None = None,
) -> Record:
    """The participant with this external user id. An existing one keeps its name and user data."""
    known = world.store.participants.find(project["id"], "externalUserId", external_user_id)
    if known is not None:
        return known
    participant = add(world, project, external_user_id, display_name or external_user_id)
    participant["userData"] = user_data or {}
    world.emit("participant.created", "created", resource(participant), project, public(participant))
    return participant


def add(world: World, project: Record, external_user_id: str, display_name: str) -> Record:
    """Add a participant that does not exist yet, without an event."""
    participant: Record = {
        "id": world.ids.uuid("participant"),
        "projectId": project["id"],
        "displayName": display_name,
        "externalUserId": external_user_id,
        "tenantId": project["_tenantId"],
        "userData": {},
        "joinedAt": world.clock.iso(),
    }
    return world.store.participants.add(project["id"], participant)


def require(world: World, project: Record, participant_id: str) -> Record:
    """The participant with this id. Raises ``HTTPError`` 404."""
    participant = world.store.participants.get(project["id"], participant_id)
    if participant is None:
        raise not_found("Participant")
    return participant


def update(world: World, project: Record, participant: Record, values: Record) -> None:
    before = public(participant)
    participant.update(values)
    world.store.participants.changed(project["id"], participant)
    world.emit_update("participant.updated", resource(participant), project, before, public(participant))


def delete(world: World, project: Record, participant: Record) -> None:
    """Delete a participant with its messages, memberships, invitations and sanctions."""
    participant_id = participant["id"]
    for message_id in world.store.messages.forget(participant_id):
        world.store.message_annotations.drop(message_id)
    world.store.presence.forget(participant_id)
    for member in world.store.members.groups.of(EVERYWHERE, ("participant", participant_id)):
        world.store.members.remove(member["gatheringId"], member["id"])
    invitations, sanctions = world.store.invitations, world.store.sanctions
    for invitation in invitations.groups.of(project["id"], ("guest", participant_id)):
        invitations.remove(project["id"], invitation["id"])
    for sanction in sanctions.groups.of(project["id"], ("participant", participant_id)):
        sanctions.remove(project["id"], sanction["id"])
    world.store.participants.remove(project["id"], participant_id)
    world.emit("participant.deleted", "deleted", resource(participant), project, public(participant))
