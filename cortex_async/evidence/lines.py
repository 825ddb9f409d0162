"""The transcript around a message, or around the time of a sanction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from cortex_async.evidence.free_form import cleaned
from cortex_async.evidence.known_events import KnownEvents
from cortex_async.evidence.source import Source
from cortex_async.evidence.window import Extent, around
from cortex_async.transcripts import Line, Transcript

if TYPE_CHECKING:
    from cortex_async.models import Message, MessageAnnotation, MessageCreatedEventData, Participant

    AnyMessage: TypeAlias = Message | MessageCreatedEventData


@frozen
class Found:
    """The lines, and the annotations of the message that they are about, which may not be among them."""

    lines: tuple[Line, ...]
    annotations: tuple[MessageAnnotation, ...]


async def lines_around(
    source: Source,
    messages: Sequence[Message],
    events: KnownEvents,
    *,
    message_id: str | None,
    at: datetime | None,
    extents: tuple[Extent, Extent],
) -> Found:
    """Fetch what belongs to the lines around ``message_id``, or around ``at`` without one."""
    center = message_id if message_id is not None else at
    window = [] if center is None else around(_known(messages, events, message_id), center, *extents)
    ids = list(dict.fromkeys([one.id for one in window] + ([] if message_id is None else [message_id])))
    annotations = await _annotations(source, ids, events)
    shown = {one.id for one in window}
    no_participants: list[Participant] = []
    participants = await source.optional(
        "participants",
        "participants, for the ids of speakers,",
        partial(source.participants, [one for one in messages if one.id in shown]),
        no_participants,
    )
    made = Transcript.of(window, participants=participants, annotations=annotations)
    return Found(made.lines, tuple(annotations.get(message_id or "", ())))


def _known(messages: Sequence[Message], events: KnownEvents, message_id: str | None) -> list[AnyMessage]:
    """The messages of the session, those that only events have included, with the ids of their speakers."""
    listed = {one.id for one in messages}
    sessions = {one.session_id for one in messages}
    own = None if message_id is None else events.messages.get(message_id)
    if own is not None:
        sessions.add(own.session_id)
    known: list[AnyMessage] = [*messages]
    known += [one for one in events.messages.values() if one.id not in listed and one.session_id in sessions]
    return [events.with_speaker(one) for one in known]


async def _annotations(
    source: Source, ids: Sequence[str], events: KnownEvents
) -> dict[str, list[MessageAnnotation]]:
    """What was fetched, and what only an event has brought so far."""
    nothing: dict[str, list[MessageAnnotation]] = {}
    fetched: Mapping[str, Iterable[MessageAnnotation]] = await source.optional(
        "annotations", "annotations of messages", partial(source.annotations, ids), nothing
    )
    made: dict[str, list[MessageAnnotation]] = {}
    for one in ids:
        distinct = {each.id: each for each in (*events.annotations.get(one, ()), *fetched.get(one, ()))}
        made[one] = sorted(map(cleaned, distinct.values()), key=lambda each: (each.created_at, each.id))
    return made
