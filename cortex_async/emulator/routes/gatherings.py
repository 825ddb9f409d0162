"""Handlers of gatherings."""

from __future__ import annotations

from cortex_async.emulator.checks import non_empty, page, timestamp
from cortex_async.emulator.domain import gatherings, invitations, members
from cortex_async.emulator.errors import not_found
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.registry import Call, handles


@handles("POST", "/api/projects/{projectId}/gatherings")
def create_gathering(call: Call) -> Record:
    gathering = gatherings.create(call.world, call.project, _dated(call.body), call.principal.user_id)
    invitations.at_creation(call.world, call.project, gathering, call.body.get("participants", []))
    return gatherings.serialize(call.world, gathering)


@handles("GET", "/api/projects/{projectId}/gatherings")
def list_gatherings(call: Call) -> Record:
    groups = call.world.store.gatherings.groups
    key = tuple(call.query.get(name) for name in ("type", "status", "listed"))
    found = groups.page(call.project["id"], key, page(call.query))
    serialized = [gatherings.serialize(call.world, one) for one in found]
    return {"gatherings": serialized, "total": groups.count(call.project["id"], key)}


@handles("GET", "/api/projects/{projectId}/gatherings/{id}")
def get_gathering(call: Call) -> Record:
    gathering = require(call)
    serialized = gatherings.serialize(call.world, gathering)
    if call.query.get("includeMembers"):
        serialized["members"] = [public(member) for member in members.of(call.world, gathering)]
    return serialized


@handles("PATCH", "/api/projects/{projectId}/gatherings/{id}")
def update_gathering(call: Call) -> Record:
    gathering = require(call)
    gatherings.update(call.world, call.project, gathering, _dated(call.body))
    return gatherings.serialize(call.world, gathering)


@handles("DELETE", "/api/projects/{projectId}/gatherings/{id}")
def cancel_gathering(call: Call) -> Record:
    gathering = require(call)
    gatherings.cancel(call.world, call.project, gathering)
    return gatherings.serialize(call.world, gathering)


@handles("POST", "/api/projects/{projectId}/gatherings/{id}/start")
def start_gathering(call: Call) -> Record:
    gathering = require(call)
    gatherings.start(call.world, call.project, gathering, non_empty(call.body, "roomId"))
    return gatherings.serialize(call.world, gathering)


@handles("POST", "/api/projects/{projectId}/gatherings/{id}/end")
def end_gathering(call: Call) -> Record:
    gathering = require(call)
    gatherings.end(call.world, call.project, gathering)
    return gatherings.serialize(call.world, gathering)


@handles("GET", "/api/projects/{projectId}/gatherings/lookup/{joinCode}")
def lookup_by_code(call: Call) -> Record:
    gathering = gatherings.by_code(call.world, call.project, call.path["joinCode"])
    if gathering is None:
        raise not_found("Gathering")
    return gatherings.serialize(call.world, gathering)


def require(call: Call) -> Record:
    """The gathering named in the path. Raises ``HTTPError`` 404."""
    return call.required(call.world.store.gatherings, "Gathering")


def _dated(body: Record) -> Record:
    """The body with its timestamps in the API's format."""
    dates: Record = {name: timestamp(body, name) for name in ("startsAt", "endsAt") if name in body}
    return {**body, **dates}
