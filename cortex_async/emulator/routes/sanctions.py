"""Handlers of sanctions."""

from __future__ import annotations

from collections.abc import Callable

from cortex_async.emulator.checks import page, timestamp
from cortex_async.emulator.domain import sanctions
from cortex_async.emulator.records import Record, pick
from cortex_async.emulator.registry import Call, handles


@handles("POST", "/api/projects/{projectId}/sanctions")
def create_sanction(call: Call) -> Record:
    values = {**call.body, "startAt": timestamp(call.body, "startAt"), "endAt": timestamp(call.body, "endAt")}
    sanction = sanctions.create(call.world, call.project, values, call.principal.user_id)
    return sanctions.serialize(call.world, call.project, sanction)


@handles("GET", "/api/projects/{projectId}/sanctions")
def list_sanctions(call: Call) -> Record:
    """Newest first."""
    wanted = call.query.get("type")
    found = [
        sanction
        for sanction in reversed(call.world.store.sanctions.of(call.project["id"]))
        if wanted in (None, sanction["type"])
        and (not call.query.get("activeOnly") or sanctions.is_active(call.world, sanction))
    ]
    serialized = [sanctions.serialize(call.world, call.project, one) for one in page(call.query, found)]
    return {"sanctions": serialized, "total": len(found)}


@handles("GET", "/api/projects/{projectId}/sanctions/{id}")
def get_sanction(call: Call) -> Record:
    sanction = call.required(call.world.store.sanctions, "Sanction")
    return sanctions.serialize(call.world, call.project, sanction)


@handles("PATCH", "/api/projects/{projectId}/sanctions/{id}")
def update_sanction(call: Call) -> Record:
    sanction = call.required(call.world.store.sanctions, "Sanction")
    values = pick(call.body, "type", "scope", "reason", "metadata")
    if "endAt" in call.body:
        values["endAt"] = timestamp(call.body, "endAt")
    sanctions.update(call.world, call.project, sanction, values)
    return sanctions.serialize(call.world, call.project, sanction)


@handles("POST", "/api/projects/{projectId}/sanctions/{id}/revoke")
def revoke_sanction(call: Call) -> Record:
    sanction = call.required(call.world.store.sanctions, "Sanction")
    sanctions.revoke(call.world, call.project, sanction, call.body.get("reason"), call.principal.user_id)
    return sanctions.serialize(call.world, call.project, sanction)


@handles("GET", "/api/projects/{projectId}/sanctions/user/{externalUserId}")
def get_sanctions_by_user(call: Call) -> list[Record]:
    user = call.path["externalUserId"]
    return _where(call, lambda sanction: sanction["externalUserId"] == user)


@handles("GET", "/api/projects/{projectId}/sanctions/participant/{participantId}")
def get_sanctions_by_participant(call: Call) -> list[Record]:
    participant_id = call.path["participantId"]
    return _where(call, lambda sanction: sanction["participantId"] == participant_id)


@handles("GET", "/api/projects/{projectId}/sanctions/user/{externalUserId}/active")
def get_active_sanctions(call: Call) -> list[Record]:
    user, wanted = call.path["externalUserId"], call.query.get("type")
    return _where(
        call,
        lambda sanction: (
            sanction["externalUserId"] == user
            and wanted in (None, sanction["type"])
            and sanctions.is_active(call.world, sanction)
        ),
    )


def _where(call: Call, condition: Callable[[Record], bool]) -> list[Record]:
    found = call.world.store.sanctions.of(call.project["id"])
    return [sanctions.serialize(call.world, call.project, one) for one in reversed(found) if condition(one)]
