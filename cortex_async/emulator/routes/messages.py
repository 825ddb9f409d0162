"""Handlers of messages and debug audio."""

from __future__ import annotations

from cortex_async.emulator.domain import audio, room
from cortex_async.emulator.errors import not_found
from cortex_async.emulator.records import Record
from cortex_async.emulator.registry import Call, Raw, handles


@handles("GET", "/api/projects/{projectId}/sessions/{id}/messages")
def get_messages(call: Call) -> list[Record]:
    session = call.required(call.world.store.sessions, "Session")
    messages = call.world.store.messages.of(session["id"])
    # Sorting is stable, so messages of the same millisecond stay in order of arrival.
    return [
        room.serialize(call.world, message) for message in sorted(messages, key=lambda one: one["timestamp"])
    ]


@handles("GET", "/api/projects/{projectId}/sessions/{id}/messages/{messageId}/debug-audio")
def download_debug_audio(call: Call) -> Raw:
    session = call.required(call.world.store.sessions, "Session")
    message = call.world.store.messages.get(session["id"], call.path["messageId"])
    if message is None or not room.has_audio(call.world, message):
        raise not_found("Debug audio")
    return Raw(audio.wav(message["content"]), "audio/wav")
