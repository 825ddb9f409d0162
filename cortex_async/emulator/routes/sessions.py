"""Handlers of sessions."""

from __future__ import annotations

from cortex_async.emulator.checks import integer
from cortex_async.emulator.domain import sessions
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.registry import Call, handles

A_YEAR = 366 * 24 * 3600


@handles("POST", "/api/projects/{projectId}/sessions")
def create_session(call: Call) -> Record:
    session = sessions.create(
        call.world,
        call.project,
        title=call.body["title"],
        room_id=call.body["externalRoomId"],
        created_by=call.principal.user_id,
        gateway=call.body.get("gateway"),
        idle_timeout=integer(call.body, "idleTimeout", 0, A_YEAR),
        auto_start=call.body.get("autoStart", True),
    )
    return public(session)


@handles("GET", "/api/projects/{projectId}/sessions")
def list_sessions(call: Call) -> list[Record]:
    return [public(session) for session in call.world.store.sessions.of(call.project["id"])]


@handles("GET", "/api/projects/{projectId}/sessions/{id}")
def get_session(call: Call) -> Record:
    return public(call.required(call.world.store.sessions, "Session"))


@handles("POST", "/api/projects/{projectId}/sessions/{id}/start")
def start_session(call: Call) -> Record:
    sessions.start(call.world, call.required(call.world.store.sessions, "Session"))
    return {"message": "Bot start command sent"}


@handles("POST", "/api/projects/{projectId}/sessions/{id}/stop")
def stop_session(call: Call) -> Record:
    sessions.stop(call.world, call.required(call.world.store.sessions, "Session"))
    return {"message": "Bot stop command sent"}
