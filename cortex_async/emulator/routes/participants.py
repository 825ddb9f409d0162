"""Handlers of participants."""

from __future__ import annotations

from cortex_async.emulator.checks import non_empty, page
from cortex_async.emulator.domain import participants
from cortex_async.emulator.records import Record, pick, public
from cortex_async.emulator.registry import Call, handles


@handles("POST", "/api/projects/{projectId}/participants")
def create_participant(call: Call) -> Record:
    external_user_id = non_empty(call.body, "externalUserId")
    names = (call.body.get("displayName"), call.body.get("userData"))
    return public(participants.find_or_create(call.world, call.project, external_user_id, *names))


@handles("GET", "/api/projects/{projectId}/participants")
def list_participants(call: Call) -> Record:
    project_id, positions, table = call.project["id"], page(call.query), call.world.store.participants
    if call.query.get("search"):
        matching = table.search_names(project_id, call.query["search"])
        found, total = matching[positions.start : positions.stop], len(matching)
    else:
        found, total = table.page(project_id, positions), table.count(project_id)
    return {"participants": [public(one) for one in found], "total": total}


@handles("GET", "/api/projects/{projectId}/participants/{id}")
def get_participant(call: Call) -> Record:
    return public(call.required(call.world.store.participants, "Participant"))


@handles("PATCH", "/api/projects/{projectId}/participants/{id}")
def update_participant(call: Call) -> Record:
    participant = call.required(call.world.store.participants, "Participant")
    participants.update(call.world, call.project, participant, pick(call.body, "displayName", "userData"))
    return public(participant)


@handles("DELETE", "/api/projects/{projectId}/participants/{id}")
def delete_participant(call: Call) -> None:
    participant = call.required(call.world.store.participants, "Participant")
    participants.delete(call.world, call.project, participant)
