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
    sought = call.query.get("search", "").casefold()
    found = [
        public(one)
        for one in call.world.store.participants.of(call.project["id"])
        if sought in one["displayName"].casefold() or sought in one["externalUserId"].casefold()
    ]
    return {"participants": page(call.query, found), "total": len(found)}


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
