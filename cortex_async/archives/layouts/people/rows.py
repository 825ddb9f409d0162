"""JSON Lines of transcripts, read back as lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from cortex_async.transcripts import Line, Speaker

if TYPE_CHECKING:
    from cortex_async.models import MessageAnnotation, Session


def read_lines(content: bytes, session: Session) -> tuple[Line, ...]:
    """The lines of a session, exactly as they were written.

    Raises ``ValueError``, which names the line, if they were not written by an archive.
    """
    lines: list[Line] = []
    for number, row in enumerate(content.splitlines(), 1):
        try:
            lines.append(_line(orjson.loads(row), session))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(
                f"line {number} is not a line of a transcript ({type(error).__name__})"
            ) from None
    return tuple(lines)


def _line(row: Mapping[str, Any], session: Session) -> Line:
    annotations = row.get("annotations")
    speaker = Speaker(
        name=row["speaker_name"],
        id=row["speaker_id"],
        external_user_id=row["external_user_id"],
        id_source=row["speaker_id_source"],
        candidates=tuple(row["speaker_candidates"]),
    )
    return Line(
        id=row["message_id"],
        session_id=row["session_id"],
        speaker=speaker,
        start=datetime.fromisoformat(row["start"]),
        end=datetime.fromisoformat(row["inferred_end"]),
        text=row["text"],
        kind=row["kind"],
        annotations=None
        if annotations is None
        else tuple(_annotation(one, row["message_id"], session) for one in annotations),
    )


def _annotation(row: Mapping[str, Any], message_id: str, session: Session) -> MessageAnnotation:
    from cortex_async.models import MessageAnnotation

    return MessageAnnotation(
        id=row["id"],
        type=row["type"],
        created_at=datetime.fromisoformat(row["created_at"]),
        plugin_instance_id=row["plugin_instance_id"],
        data=row["data"],
        message_id=message_id,
        tenant_id=session.tenant_id,  # all of a session belongs to its tenant
    )
