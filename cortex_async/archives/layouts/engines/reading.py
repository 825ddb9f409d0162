"""Reads records back from the files of a day."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final, cast

import pyarrow

from cortex_async.transcripts import Line, Speaker

if TYPE_CHECKING:
    from cortex_async.models import MessageAnnotation, Session

_NAIVE: Final = pyarrow.timestamp("us")

Annotations = Mapping[str, list["MessageAnnotation"]]
"""Annotations by message id."""


class LineReader:
    """Makes lines of rows. Lines of the same speaker share one ``Speaker``."""

    def __init__(self) -> None:
        self._speakers: dict[tuple[Any, ...], Speaker] = {}

    def lines(self, rows: pyarrow.Table, annotations: Annotations) -> Iterator[Line]:
        """The lines exactly as they were written. ``annotations``: those of the session."""
        columns = _columns(rows)
        speakers = zip(
            columns["speaker_name"],
            columns["speaker_id"],
            columns["external_user_id"],
            columns["speaker_id_source"],
            [tuple(cast("list[str]", one)) for one in columns["speaker_candidates"]],
            strict=True,
        )
        values = zip(
            columns["session_id"],
            columns["message_id"],
            columns["start"],
            columns["inferred_end"],
            columns["kind"],
            columns["text"],
            columns["annotation_count"],
            map(self._speaker, speakers),
            strict=True,
        )
        for session_id, message_id, start, end, kind, text, count, speaker in values:
            yield Line(
                id=message_id,
                session_id=session_id,
                speaker=speaker,
                start=start,
                end=end,
                text=text,
                kind=kind,
                annotations=None if count is None else tuple(annotations.get(message_id, ())),
            )

    def _speaker(self, key: tuple[Any, ...]) -> Speaker:
        found = self._speakers.get(key)
        if found is None:
            name, id_, external_user_id, source, candidates = key
            found = self._speakers[key] = Speaker(
                name=name, id=id_, external_user_id=external_user_id, id_source=source, candidates=candidates
            )
        return found


def annotations_of(rows: pyarrow.Table, session: Session) -> Annotations:
    """The annotations of a session by message id, in order."""
    from cortex_async.models import MessageAnnotation

    found: dict[str, list[MessageAnnotation]] = {}
    columns = _columns(rows)
    for _, message_id, id_, kind, created_at, plugin_instance_id, data in zip(*columns.values(), strict=True):
        annotation = MessageAnnotation(
            id=id_,
            type=kind,
            created_at=created_at,
            plugin_instance_id=plugin_instance_id,
            data=json.loads(data),
            message_id=message_id,
            tenant_id=session.tenant_id,  # all of a session belongs to its tenant
        )
        found.setdefault(message_id, []).append(annotation)
    return found


def _columns(rows: pyarrow.Table) -> dict[str, list[Any]]:
    return {name: _values(rows.column(name)) for name in rows.column_names}


def _values(column: pyarrow.ChunkedArray[Any]) -> list[Any]:
    if not pyarrow.types.is_timestamp(column.type):
        return column.to_pylist()
    # Twice as fast as through a time zone, and the datetimes of transcripts have this UTC.
    plain: Any = column.cast(_NAIVE)
    return [value.replace(tzinfo=UTC) for value in plain.to_pylist()]
