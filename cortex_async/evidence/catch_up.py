"""Annotations that no event has brought: read from the API after a gap, and after the collector was off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final

from attrs import frozen

from cortex_async._core.call_errors import NotFound
from cortex_async.evidence.index import Index
from cortex_async.evidence.source import Source
from cortex_async.models import (
    MessageAnnotationCreatedEvent,
    MessageAnnotationCreatedEventData,
    MessageAnnotationCreatedPayload,
)

if TYPE_CHECKING:
    from cortex_async.models import MessageAnnotation, Session

MARGIN: Final = 300.0
"""Seconds by which reading overlaps with what was handled: clocks differ, and events overtake each other."""

LATE: Final = 3600.0
"""Seconds after the end of a session in which plugins may still annotate its messages."""

_RECENT: Final = 24 * 3600.0


@frozen
class Missed:
    """An annotation as the event that would have brought it, and the session of its message."""

    event: MessageAnnotationCreatedEvent
    session_id: str


async def missed(source: Source, index: Index, since: float) -> AsyncIterator[Missed]:
    """Annotations made since a timestamp, session by session.

    Sessions that had ended long before are not read again. Raises what the calls raise.
    """
    now = source.unix_now()
    sessions = await source.project.sessions.list()
    ended = await asyncio.to_thread(index.ended)
    for session in sessions:
        if since - ended.get(session.id, since) > LATE:
            continue
        try:
            async for annotation in _annotations(source, session):
                if annotation.created_at.timestamp() >= since - MARGIN:
                    yield Missed(_event(annotation, source.project_id), session.id)
        except NotFound:
            # Deleted since the list was made.
            continue
    newly = [(one.id, now) for one in sessions if one.status == "ended" and one.id not in ended]
    await asyncio.to_thread(index.put_ended, newly)


async def remember_ended(source: Source, index: Index) -> None:
    """On the first start: sessions that ended before are not read after a gap, unless they are of today."""
    now = source.unix_now()
    sessions = await source.project.sessions.list()
    ended = [
        (one.id, now if now - one.created_at.timestamp() < _RECENT else 0.0)
        for one in sessions
        if one.status == "ended"
    ]
    await asyncio.to_thread(index.put_ended, ended)


async def _annotations(source: Source, session: Session) -> AsyncIterator[MessageAnnotation]:
    messages = await source.project.messages.list(session.id)
    ids = [one.id for one in messages if one.type != "system"]
    if ids:
        for found in (await source.annotations(ids)).values():
            for one in found:
                yield one


def _event(annotation: MessageAnnotation, project_id: str) -> MessageAnnotationCreatedEvent:
    data = MessageAnnotationCreatedEventData(
        annotation_id=annotation.id,
        content=annotation.data,
        message_id=annotation.message_id,
        type=str(annotation.type),
    )
    return MessageAnnotationCreatedEvent(
        # The event's own id is not known; that of the annotation is as good for telling it apart.
        id=annotation.id,
        payload=MessageAnnotationCreatedPayload(action="created", data=data),
        resource_id=f"message:{annotation.message_id}",
        source="cortex:plugin",
        tenant_id=annotation.tenant_id,
        timestamp=annotation.created_at,
        type="message.annotation.created",
        project_id=project_id,
    )
