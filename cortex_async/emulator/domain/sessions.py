"""Sessions and their bots.

A session is ``active`` from its creation until it ends, whether or not the bot is in the room. Start and stop
are commands: the response comes at once, the effect ``bot_delay`` later.
"""

from __future__ import annotations

from cortex_async.emulator.domain import app_settings, plugins, voice
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.timers import timer
from cortex_async.emulator.world import World

DEFAULT_GATEWAY = "gateway.odin.4players.io"


def resource(session: Record) -> str:
    """The ``resourceId`` of events about the session."""
    return f"session:{session['id']}"


def create(
    world: World,
    project: Record,
    *,
    title: str,
    room_id: str,
    created_by: str,
    gateway: str | None = None,
    idle_timeout: int | None = None,
    auto_start: bool = True,
) -> Record:
    """Create a session. Raises ``HTTPError`` 400 if the project is not configured."""
    app_settings.require(world, project["id"])
    session = add(world, project, title, room_id, created_by)
    session.update(gateway=gateway or DEFAULT_GATEWAY, idleTimeout=idle_timeout)
    world.emit("session.created", "created", resource(session), project, public(session))
    if auto_start:
        start(world, session)
    return session


def add(world: World, project: Record, title: str, room_id: str, created_by: str) -> Record:
    """Add a session that nobody has started, without an event."""
    session: Record = {
        "id": world.ids.uuid("session"),
        "tenantId": project["_tenantId"],
        "externalRoomId": room_id,
        "projectId": project["id"],
        "gateway": DEFAULT_GATEWAY,
        "title": title,
        "createdByUserId": created_by,
        "createdAt": world.clock.iso(),
        "status": "active",
        "idleTimeout": None,
        "_bot": "stopped",
        "_present": {},
    }
    return world.store.sessions.add(project["id"], session)


def start(world: World, session: Record) -> None:
    """Send the bot into the room. Raises ``HTTPError`` 400 if the project is not configured."""
    app_settings.require(world, session["projectId"])
    world.timers.cancel("bot.stop", session["projectId"], session["id"])
    world.timers.after(world.settings.bot_delay, "bot.start", session["projectId"], session["id"])


def stop(world: World, session: Record) -> None:
    """Send the bot out of the room, which ends the session."""
    world.timers.cancel("bot.start", session["projectId"], session["id"])
    world.timers.after(world.settings.bot_delay, "bot.stop", session["projectId"], session["id"])


@timer("bot.start")
def start_bot(world: World, project_id: str, session_id: str) -> None:
    session = world.store.sessions.get(project_id, session_id)
    if session is None or session["_bot"] == "running":
        return
    _set_bot(world, session, "running")
    _set_status(world, session, "active")
    presence_changed(world, session)


@timer("bot.stop")
@timer("session.idle")
def end(world: World, project_id: str, session_id: str) -> None:
    session = world.store.sessions.get(project_id, session_id)
    if session is None:
        return
    world.store.presence.empty(session)
    world.timers.cancel("session.idle", project_id, session_id)
    if session["_bot"] == "running":
        _set_bot(world, session, "stopped")
    voice.note_presence(world, world.project(project_id))
    if session["status"] != "ended":
        _set_status(world, session, "ended")
        plugins.on_session_end(world, session)


def presence_changed(world: World, session: Record) -> None:
    """Update the idle timer, which runs while the bot is alone in the room."""
    voice.note_presence(world, world.project(session["projectId"]))
    subjects = ("session.idle", session["projectId"], session["id"])
    if session["idleTimeout"] and session["_bot"] == "running" and not session["_present"]:
        world.timers.after(session["idleTimeout"], *subjects)
    else:
        world.timers.cancel(*subjects)


def _set_status(world: World, session: Record, status: str) -> None:
    before = public(session)
    session["status"] = status
    project = world.project(session["projectId"])
    world.emit_update("session.updated", resource(session), project, before, public(session))


def _set_bot(world: World, session: Record, status: str) -> None:
    before = session["_bot"]
    session["_bot"] = status
    world.emit(
        "bot.status.changed",
        "occurred",
        resource(session),
        world.project(session["projectId"]),
        {"sessionId": session["id"], "status": status, "previousStatus": before},
        source="cortex:bot",
    )
