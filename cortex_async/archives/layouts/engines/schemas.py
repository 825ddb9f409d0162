"""The tables of the layout for engines: their columns, and where their files lie.

Names of columns are those of transcripts in Parquet. All of a table's files have the same schema, so that
engines read them as one table.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final, Literal, TypeAlias

import pyarrow

from cortex_async.transcripts.formats.records import COLUMNS

Table: TypeAlias = Literal["messages", "sessions", "annotations"]

_TIME: Final = pyarrow.timestamp("us", "UTC")
_TYPES: Final[dict[str, pyarrow.DataType]] = {
    "start": _TIME,
    "inferred_end": _TIME,
    "created_at": _TIME,
    "first_start": _TIME,
    "last_start": _TIME,
    "speaker_candidates": pyarrow.list_(pyarrow.string()),
    "annotation_count": pyarrow.int32(),
    "messages": pyarrow.int64(),
    "idle_timeout": pyarrow.int64(),
}
"""Column -> its type; all others are strings."""

_NULLABLE: Final = frozenset(
    {
        "speaker_id",
        "external_user_id",
        "speaker_id_source",
        "annotation_count",
        "audio_path",
        "idle_timeout",
        "first_start",
        "last_start",
        "plugin_instance_id",
    }
)

MESSAGES: Final = (*COLUMNS, "annotation_count", "audio_path")
SESSIONS: Final = (
    "session_id",
    "title",
    "status",
    "created_at",
    "messages",
    "first_start",
    "last_start",
    "external_room_id",
    "created_by_user_id",
    "gateway",
    "idle_timeout",
    "project_id",
    "tenant_id",
)
ANNOTATIONS: Final = (
    "session_id",
    "message_id",
    "annotation_id",
    "type",
    "created_at",
    "plugin_instance_id",
    "data",
)
_COLUMNS: Final[dict[Table, tuple[str, ...]]] = {
    "messages": MESSAGES,
    "sessions": SESSIONS,
    "annotations": ANNOTATIONS,
}

LONG: Final[dict[Table, tuple[str, ...]]] = {
    "messages": ("speaker_name", "text"),
    "sessions": ("title",),
    "annotations": ("data",),
}
"""Columns whose strings may have any length."""

REPEATED: Final[dict[Table, list[str]]] = {
    "messages": ["session_id", "kind", "speaker_name", "speaker_id", "external_user_id", "speaker_id_source"],
    "sessions": ["status", "created_by_user_id", "gateway", "project_id", "tenant_id"],
    "annotations": ["session_id", "type", "plugin_instance_id"],
}
"""Columns in which the same values come again and again, which are written once for each row group."""


@cache
def schema(table: Table) -> pyarrow.Schema:
    """The schema of the files of a table."""
    return pyarrow.schema(
        [
            pyarrow.field(name, _TYPES.get(name, pyarrow.string()), nullable=name in _NULLABLE)
            for name in _COLUMNS[table]
        ]
    )


def file_path(table: Table, day: date) -> str:
    """``messages/day=2026-11-27/messages.parquet``."""
    return f"{table}/day={day.isoformat()}/{table}.parquet"
