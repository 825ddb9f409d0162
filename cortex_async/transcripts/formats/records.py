"""The fields of a line in formats for programs."""

from __future__ import annotations

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
    speaker = line.speaker
    values = (
        line.session_id,
        line.id,
        line.start,
        line.end,
        line.kind,
        speaker.name,
        speaker.id,
        speaker.external_user_id,
        speaker.id_source,
        [encodable(one) for one in speaker.candidates],
        line.text,
    )
    plain = [encodable(value) if isinstance(value, str) else value for value in values]
    return dict(zip(COLUMNS, plain, strict=True))


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
