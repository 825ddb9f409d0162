"""Handlers of sanctions."""

from __future__ import annotations

from collections.abc import Hashable

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
    groups = sanctions.groups(call.world)
    key = ("active" if call.query.get("activeOnly") else "sanctions", call.query.get("type"))
    found = groups.page(call.project["id"], key, page(call.query), newest=True)
    serialized = [sanctions.serialize(call.world, call.project, one) for one in found]
    return {"sanctions": serialized, "total": groups.count(call.project["id"], key)}


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
    return _of(call, ("user", call.path["externalUserId"]))


@handles("GET", "/api/projects/{projectId}/sanctions/participant/{participantId}")
def get_sanctions_by_participant(call: Call) -> list[Record]:
    return _of(call, ("participant", call.path["participantId"]))


@handles("GET", "/api/projects/{projectId}/sanctions/user/{externalUserId}/active")
def get_active_sanctions(call: Call) -> list[Record]:
    user, wanted = call.path["externalUserId"], call.query.get("type")
    return _of(call, ("active of", user) if wanted is None else ("active of", user, wanted))


def _of(call: Call, key: Hashable) -> list[Record]:
    """The sanctions of a group, newest first."""
    found = sanctions.groups(call.world).of(call.project["id"], key)
    return [sanctions.serialize(call.world, call.project, one) for one in reversed(found)]
