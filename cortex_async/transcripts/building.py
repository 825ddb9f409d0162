"""From messages of any source to the lines of a transcript."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from attrs import evolve, frozen

from cortex_async._core.arguments import data_of, wrong_type
from cortex_async.transcripts.speakers import Speakers, iterable
from cortex_async.transcripts.timing import Timing, inferred_ends, utc
from cortex_async.transcripts.values import Line, Speaker

if TYPE_CHECKING:
    from cortex_async.events import MessageCreatedEvent
    from cortex_async.models import Message, MessageAnnotation, MessageCreatedEventData, Participant

    AnyMessage: TypeAlias = Message | MessageCreatedEventData | MessageCreatedEvent

Annotations: TypeAlias = "Mapping[str, Sequence[MessageAnnotation]]"

_EXPECTED = "a message, its event data, or a message.created event"
_STRINGS = ("id", "content", "sender_name", "session_id")


@frozen(kw_only=True)
class Row:
    """What all kinds of messages have in common."""

    id: str
    session_id: str
    name: str
    start: datetime
    text: str
    kind: str
    participant_id: str | None
    external_user_id: str | None


def build(
    messages: Iterable[AnyMessage],
    participants: Iterable[Participant],
    annotations: Annotations | None,
    timing: Timing,
) -> tuple[Line, ...]:
    """The lines in order of time, with speakers and ends. Messages of the same time keep their order."""
    if annotations is not None and not isinstance(annotations, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type("annotations", "a mapping from message ids or None", annotations)
    rows = sorted(_distinct(messages), key=lambda row: row.start)
    speakers = Speakers(participants)
    for row in rows:
        if row.participant_id is not None:
            speakers.learn(row.name, row.participant_id, row.external_user_id)
    lines = tuple(
        Line(
            id=row.id,
            session_id=row.session_id,
            speaker=speakers.find(row.name, row.participant_id, row.external_user_id, row.kind),
            start=row.start,
            end=row.start,
            text=row.text,
            kind=row.kind,
            annotations=None if annotations is None else tuple(annotations.get(row.id, ())),
        )
        for row in rows
    )
    return with_ends(lines, timing)


def with_ends(lines: Sequence[Line], timing: Timing) -> tuple[Line, ...]:
    """The same lines with the ends that ``timing`` gives them."""
    spoken = [(line.start, _key(line.speaker), line.text) for line in lines]
    ends = inferred_ends(spoken, timing)
    return tuple(evolve(line, end=end) for line, end in zip(lines, ends, strict=True))


def _key(speaker: Speaker) -> Hashable:
    """Equal for lines of the same speaker, whose display name may have changed in between."""
    return speaker.id or speaker.external_user_id or (speaker.name,)


def _distinct(messages: Iterable[AnyMessage]) -> Iterable[Row]:
    """Each message once: a webhook, a stream and REST may bring the same one."""
    rows: dict[str, Row] = {}
    for place, message in enumerate(iterable(messages, "messages")):
        row = _row(message, f"messages[{place}]")
        known = rows.get(row.id)
        if known is not None:
            row = evolve(
                row,
                participant_id=row.participant_id or known.participant_id,
                external_user_id=row.external_user_id or known.external_user_id,
            )
        rows[row.id] = row
    return rows.values()


def _row(message: object, place: str) -> Row:
    message = data_of(message, place)
    values = {name: getattr(message, name, None) for name in _STRINGS}
    if not all(isinstance(value, str) for value in values.values()):
        raise wrong_type(place, _EXPECTED, message)
    return Row(
        id=str(values["id"]),
        session_id=str(values["session_id"]),
        name=str(values["sender_name"]),
        start=utc(getattr(message, "timestamp", None), f"{place}.timestamp"),
        text=str(values["content"]),
        # Events have a type only if it is "system".
        kind=getattr(message, "type", None) or "user",
        participant_id=getattr(message, "participant_id", None),
        external_user_id=getattr(message, "external_user_id", None),
    )
