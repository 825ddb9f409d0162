"""Handlers of ODIN Voice: settings, access keys, analytics."""

from __future__ import annotations

from cortex_async.emulator.checks import integer, non_empty
from cortex_async.emulator.domain import project_view, voice
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.registry import Call, handles

PEERS, ROOMS = 1, 2
MAX_TIMESTAMP = 10**11
MAX_PEERS = 1_000_000


@handles("GET", "/api/projects/{projectId}/voice/settings")
def get_voice_settings(call: Call) -> Record:
    return _serialize(call)


@handles("POST", "/api/projects/{projectId}/voice/activate")
def activate_voice(call: Call) -> None:
    voice.activate(call.world, call.project)


@handles("PUT", "/api/projects/{projectId}/voice/peer-limit")
def update_peer_limit(call: Call) -> Record:
    voice.state(call.world, call.project)["peerLimit"] = integer(call.body, "peerLimit", 0, MAX_PEERS)
    return _serialize(call)


@handles("GET", "/api/projects/{projectId}/voice/access-keys")
def list_access_keys(call: Call) -> list[Record]:
    return [public(key) for key in call.world.store.access_keys.of(call.project["id"])]


@handles("POST", "/api/projects/{projectId}/voice/access-keys")
def create_access_key(call: Call) -> Record:
    """The only response that shows the key."""
    name, description = non_empty(call.body, "name"), call.body.get("description")
    record, key = voice.create_access_key(call.world, call.project, name, description)
    return {**public(record), "accessKey": key}


@handles("PUT", "/api/projects/{projectId}/voice/access-keys/{accessKeyId}")
def edit_access_key(call: Call) -> None:
    key = _access_key(call)
    key.update(name=non_empty(call.body, "name"), updated=call.world.clock.iso())
    if "description" in call.body:
        key["description"] = call.body["description"]


@handles("DELETE", "/api/projects/{projectId}/voice/access-keys/{accessKeyId}")
def delete_access_key(call: Call) -> None:
    call.world.store.access_keys.remove(call.project["id"], _access_key(call)["id"])


@handles("GET", "/api/projects/{projectId}/voice/analytics")
def get_analytics(call: Call) -> Record:
    return _series(call, PEERS)


@handles("GET", "/api/projects/{projectId}/voice/rooms-analytics")
def get_rooms_analytics(call: Call) -> Record:
    return _series(call, ROOMS)


def _serialize(call: Call) -> Record:
    settings = public(voice.state(call.world, call.project))
    # Of the record only, not of the API.
    del settings["id"]
    return {
        **settings,
        "accessKeysCount": call.world.store.access_keys.count(call.project["id"]),
        "permissions": project_view.permissions(),
    }


def _series(call: Call, column: int) -> Record:
    start = integer(call.query, "start", 0, MAX_TIMESTAMP) or 0
    return voice.series(call.world, call.project, start, column)


def _access_key(call: Call) -> Record:
    return call.required(call.world.store.access_keys, "Access key", "accessKeyId")
