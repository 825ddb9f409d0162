"""The fields of a line in formats for programs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from cortex_async._core.strings.surrogates import encodable
from cortex_async.transcripts.formats.shown import iso
from cortex_async.transcripts.values import Line

if TYPE_CHECKING:
    from cortex_async.models import MessageAnnotation

COLUMNS = (
    "session_id",
    "message_id",
    "start",
    "inferred_end",
    "kind",
    "speaker_name",
    "speaker_id",
    "external_user_id",
    "speaker_id_source",
    "speaker_candidates",
    "text",
)


def columns(line: Line) -> dict[str, Any]:
    """The values of ``COLUMNS``; every string can be encoded."""
    values = _values(line, line.start, line.end)
    plain = [encodable(value) if isinstance(value, str) else value for value in values]
    found: dict[str, Any] = dict(zip(COLUMNS, plain, strict=True))
    found["speaker_candidates"] = [encodable(one) for one in line.speaker.candidates]
    return found


def plain_record(line: Line) -> dict[str, Any]:
    """A line without annotations as JSON holds it; strings may contain half a surrogate pair."""
    return dict(zip(COLUMNS, _values(line, iso(line.start), iso(line.end)), strict=True))


def _values(line: Line, start: datetime | str, end: datetime | str) -> tuple[Any, ...]:
    speaker = line.speaker
    return (
        line.session_id,
        line.id,
        start,
        end,
        line.kind,
        speaker.name,
        speaker.id,
        speaker.external_user_id,
        speaker.id_source,
        speaker.candidates,
        line.text,
    )


def record(line: Line, *, annotations: bool) -> dict[str, Any]:
    """A line as JSON holds it."""
    made = {**columns(line), "start": iso(line.start), "inferred_end": iso(line.end)}
    if annotations:
        made["annotations"] = [annotation_record(one) for one in line.annotations or ()]
    return made


def annotation_record(annotation: MessageAnnotation) -> dict[str, Any]:
    """An annotation as JSON holds it."""
    return {
        "id": annotation.id,
        "type": annotation.type,
        "created_at": iso(annotation.created_at),
        "plugin_instance_id": annotation.plugin_instance_id,
        "data": annotation.data,
    }
