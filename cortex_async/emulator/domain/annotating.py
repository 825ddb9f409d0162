"""Annotations of messages and sessions, by plugins or by a test in their place."""

from __future__ import annotations

import json

import orjson

from cortex_async.emulator.records import Record, is_object
from cortex_async.emulator.world import World


def annotate_message(
    world: World, project: Record, message: Record, kind: str, content: Record, instance: Record | None = None
) -> Record:
    """Attach an annotation to a message and report it; returns the annotation.

    instance: the installed plugin that made it, None if a test did.
    """
    annotation = _new(world, project, kind, content, instance)
    table = world.store.message_annotations
    first = table.count(message["id"]) == 0
    annotation.update(messageId=message["id"], _sessionId=message["sessionId"], _first=first)
    table.add(message["id"], annotation)
    speaker = {"participantId": message["_participantId"], "externalUserId": message["_externalUserId"]}
    data: Record = {
        "annotationId": annotation["id"],
        "messageId": message["id"],
        # The system's messages have no speaker.
        **{name: value for name, value in speaker.items() if value is not None},
        "type": kind,
        "content": content,
    }
    _report(world, project, "message", message, data)
    return annotation


def annotate_session(
    world: World, project: Record, session: Record, kind: str, content: Record, instance: Record | None = None
) -> Record:
    """Attach an annotation to a session and report it, like ``annotate_message``."""
    annotation = _new(world, project, kind, content, instance)
    annotation["sessionId"] = session["id"]
    world.store.session_annotations.add(session["id"], annotation)
    data: Record = {
        "annotationId": annotation["id"],
        "sessionId": session["id"],
        "type": kind,
        "content": content,
    }
    _report(world, project, "session", session, data)
    return annotation


def checked_type(kind: object) -> str:
    """The type of an annotation. Raises ``ValueError`` for anything but a non-empty string."""
    if not isinstance(kind, str) or not kind.strip():
        raise ValueError(f"type must be a non-empty string, got {kind!r}")
    return kind


def checked_content(content: object) -> Record:
    """A copy of the content of an annotation. Raises ``ValueError`` for anything but a JSON object."""
    if not is_object(content):
        raise ValueError(f"content must be a JSON object, got {type(content).__name__}")
    try:
        copied: Record = orjson.loads(orjson.dumps(content))
        # orjson writes NaN and infinities as null.
        json.dumps(content, allow_nan=False)
    except (TypeError, ValueError) as error:
        problem = str(error)
    else:
        return copied
    raise ValueError(f"content must be a JSON object: {problem}")


def _new(world: World, project: Record, kind: str, content: Record, instance: Record | None) -> Record:
    annotation: Record = {
        "id": world.ids.uuid("annotation"),
        "tenantId": project["_tenantId"],
        "type": kind,
        "data": content,
        "createdAt": world.clock.iso(),
        "_projectId": project["id"],
    }
    if instance is not None:
        annotation["pluginInstanceId"] = instance["id"]
    return annotation


def _report(world: World, project: Record, subject: str, annotated: Record, data: Record) -> None:
    resource = f"{subject}:{annotated['id']}"
    world.emit(f"{subject}.annotation.created", "created", resource, project, data, source="cortex:plugin")
