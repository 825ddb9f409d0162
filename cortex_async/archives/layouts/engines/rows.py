"""Rows of the tables, made of records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import pyarrow

from cortex_async._core.strings.surrogates import encodable
from cortex_async.archives.layouts.engines.schemas import ANNOTATIONS, LONG, MESSAGES, Table, schema
from cortex_async.archives.records import FileEntry, SessionRecord
from cortex_async.transcripts.formats.jsonl import dumps

if TYPE_CHECKING:
    from cortex_async.models import MessageAnnotation
    from cortex_async.transcripts import Line


class Rows:
    """Columns of a table that are being collected.

    size: how many rows there are. length: characters in their long strings.
    """

    def __init__(self, table: Table, names: tuple[str, ...]) -> None:
        self._table: Table = table
        self._columns: dict[str, list[Any]] = {name: [] for name in names}
        self.size: int = 0
        self.length: int = 0

    def extend(self, columns: Mapping[str, list[Any]]) -> None:
        for name, values in columns.items():
            self._columns[name] += values
        self.size = len(self._columns["session_id"])
        self.length += sum(len(value) for name in LONG[self._table] for value in columns.get(name, ()))

    def take(self) -> pyarrow.RecordBatch:
        """The rows; leaves none."""
        made = schema(self._table)
        kinds: Any = made.types
        arrays = [_array(self._columns[name], kind) for name, kind in zip(made.names, kinds, strict=True)]
        for values in self._columns.values():
            values.clear()
        self.size = self.length = 0
        return pyarrow.record_batch(arrays, schema=made)


def new_messages() -> Rows:
    return Rows("messages", MESSAGES)


def new_annotations() -> Rows:
    return Rows("annotations", ANNOTATIONS)


def message_columns(record: SessionRecord) -> dict[str, list[Any]]:
    """The rows of the messages of a session."""
    lines = record.transcript.lines
    speakers = [line.speaker for line in lines]
    return {
        "session_id": [line.session_id for line in lines],
        "message_id": [line.id for line in lines],
        "start": [line.start for line in lines],
        "inferred_end": [line.end for line in lines],
        "kind": [line.kind for line in lines],
        "speaker_name": [speaker.name for speaker in speakers],
        "speaker_id": [speaker.id for speaker in speakers],
        "external_user_id": [speaker.external_user_id for speaker in speakers],
        "speaker_id_source": [speaker.id_source for speaker in speakers],
        "speaker_candidates": [speaker.candidates for speaker in speakers],
        "text": [line.text for line in lines],
        "annotation_count": [None if line.annotations is None else len(line.annotations) for line in lines],
        "audio_path": [_path(record.audio.get(line.id)) for line in lines],
    }


def annotation_columns(record: SessionRecord) -> dict[str, list[Any]]:
    """The rows of the annotations of a session, in the order of their messages."""
    found = [(line, one) for line in record.transcript.lines for one in line.annotations or ()]
    rows = [_annotation(line, one) for line, one in found]
    return dict(zip(ANNOTATIONS, map(list, zip(*rows, strict=True)), strict=True)) if rows else {}


def _annotation(line: Line, one: MessageAnnotation) -> tuple[Any, ...]:
    data = dumps(one.data)
    return (line.session_id, line.id, one.id, str(one.type), one.created_at, one.plugin_instance_id, data)


def _path(entry: FileEntry | None) -> str | None:
    return None if entry is None else entry.path


def _array(values: list[Any], kind: pyarrow.DataType) -> pyarrow.Array[Any]:
    try:
        return pyarrow.array(values, kind)
    except UnicodeEncodeError:
        return pyarrow.array(list(map(_encodable, values)), kind)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    return [encodable(one) for one in cast("tuple[str, ...]", value)] if isinstance(value, tuple) else value
