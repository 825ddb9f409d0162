"""The room that a session's bot listens to. Tests decide who is in it and what is said."""

from __future__ import annotations

from cortex_async.emulator.domain import app_settings, participants, plugins, sessions
from cortex_async.emulator.records import Record
from cortex_async.emulator.timestamps import parse
from cortex_async.emulator.world import World

AUDIO_RETENTION = 24 * 3600.0


class BotNotRunning(RuntimeError):
    """The session's bot is not running: the session has not been started, or it has ended."""

    __module__ = "cortex_async.emulator"  # where users find it


def find_session(world: World, session_id: str) -> Record:
    """A session of any project. Raises ``KeyError``."""
    session = world.store.sessions.search(session_id)
    if session is None:
        raise KeyError(f"session {session_id}")
    return session


def find_message(world: World, message_id: str) -> Record:
    """A message of any project. Raises ``KeyError``."""
    message = world.store.messages.find(message_id)
    if message is None:
        raise KeyError(f"message {message_id}")
    return message


def join(world: World, session: Record, speaker: str, display_name: str | None = None) -> Record:
    """Enter the room; returns the participant. Entering twice changes nothing."""
    _require_bot(session)
    project = world.project(session["projectId"])
    participant = participants.find_or_create(world, project, speaker, display_name)
    if participant["id"] not in session["_present"]:
        world.store.presence.enter(session, participant["id"])
        sessions.presence_changed(world, session)
        _report_presence(world, session, participant, "joined")
    return participant


def leave(world: World, session: Record, speaker: str) -> Record:
    """Leave the room; returns the participant. Raises ``ValueError`` if the speaker is not in it."""
    _require_bot(session)
    participant = world.store.participants.find(session["projectId"], "externalUserId", speaker)
    if participant is None or participant["id"] not in session["_present"]:
        raise ValueError(f"speaker {speaker} is not in the room of session {session['id']}")
    world.store.presence.leave(session, participant["id"])
    sessions.presence_changed(world, session)
    _report_presence(world, session, participant, "left")
    return participant


def say(world: World, session: Record, speaker: str, text: str) -> Record:
    """Say something; returns the message. A speaker who is not in the room joins first."""
    participant = join(world, session, speaker)
    settings = app_settings.find(world, session["projectId"])
    audible = bool(settings and settings["debugAudioEnabled"])
    return _add_message(world, session, participant["displayName"], text, participant, audible=audible)


def has_audio(world: World, message: Record) -> bool:
    """Whether the message has debug audio, which is kept for 24 hours."""
    if not message["_audio"]:
        return False
    return world.clock.timestamp() - parse(message["timestamp"]) < AUDIO_RETENTION


def serialize(world: World, message: Record) -> Record:
    """The message as responses show it."""
    # Not ``public``, which looks at every key: transcripts are long.
    return {
        "id": message["id"],
        "sessionId": message["sessionId"],
        "type": message["type"],
        "senderName": message["senderName"],
        "content": message["content"],
        "timestamp": message["timestamp"],
        "hasDebugAudio": has_audio(world, message),
    }


def _require_bot(session: Record) -> None:
    if session["_bot"] != "running":
        raise BotNotRunning(f"the bot of session {session['id']} is not running: start the session first")


def _report_presence(world: World, session: Record, participant: Record, verb: str) -> None:
    project = world.project(session["projectId"])
    world.emit(
        f"participant.{verb}",
        "occurred",
        participants.resource(participant),
        project,
        {
            "sessionId": session["id"],
            "participantId": participant["id"],
            "externalUserId": participant["externalUserId"],
            "displayName": participant["displayName"],
        },
        source="cortex:bot",
    )
    _add_message(world, session, "[System]", f"{participant['displayName']} {verb}", None, audible=False)


def _add_message(
    world: World, session: Record, sender: str, text: str, participant: Record | None, *, audible: bool
) -> Record:
    message: Record = {
        "id": world.ids.uuid("message"),
        "sessionId": session["id"],
        "type": "user" if participant else "system",
        "senderName": sender,
        "content": text,
        "timestamp": world.clock.iso(),
        "_participantId": participant and participant["id"],
        "_externalUserId": participant and participant["externalUserId"],
        "_audio": audible,
    }
    world.store.messages.add(message)
    data: Record = {
        **serialize(world, message),
        "participantId": message["_participantId"],
        "externalUserId": message["_externalUserId"],
    }
    project = world.project(session["projectId"])
    world.emit("message.created", "created", f"message:{message['id']}", project, data, source="cortex:bot")
    plugins.on_message(world, session, message)
    return message
