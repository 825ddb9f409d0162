"""Arrow tables and Parquet files, by pyarrow: https://arrow.apache.org/docs/python/"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from cortex_async._core.runtime.optional_library import require
from cortex_async._core.strings.surrogates import encodable
from cortex_async.transcripts.formats.jsonl import dumps
from cortex_async.transcripts.formats.records import COLUMNS, columns
from cortex_async.transcripts.formats.shown import ENDS
from cortex_async.transcripts.values import Content, Line

if TYPE_CHECKING:
    import pyarrow

_REQUIRED = frozenset({"session_id", "message_id", "start", "inferred_end", "kind", "speaker_name", "text"})


def table(content: Content) -> pyarrow.Table:
    """A row for each line, with the same columns for every transcript."""
    require("pyarrow", "arrow", "Arrow and Parquet need")
    import pyarrow

    return pyarrow.Table.from_pylist([_row(line) for line in content.lines], schema=_schema(content))


def parquet(content: Content) -> bytes:
    """A Parquet file."""
    made = table(content)
    from pyarrow.parquet import ParquetWriter

    file = io.BytesIO()
    with ParquetWriter(file, made.schema, compression="zstd") as writer:
        writer.write_table(made)
    return file.getvalue()


def ipc(content: Content) -> bytes:
    """An Arrow IPC file, also known as Feather."""
    made = table(content)
    import pyarrow

    file = io.BytesIO()
    with pyarrow.ipc.new_file(file, made.schema) as writer:
        writer.write_table(made)
    return file.getvalue()


def _schema(content: Content) -> pyarrow.Schema:
    import pyarrow
    from pyarrow import field

    time, text = pyarrow.timestamp("us", "UTC"), pyarrow.string()
    annotation = pyarrow.struct(
        [
            field("id", text),
            field("type", text),
            field("created_at", time),
            field("plugin_instance_id", text),
            field("data", text, metadata={"content": "JSON"}),
        ]
    )
    types: dict[str, pyarrow.DataType] = {
        "start": time,
        "inferred_end": time,
        "speaker_candidates": pyarrow.list_(text),
        "annotations": pyarrow.list_(annotation),
    }
    fields = [
        field(name, types.get(name, text), nullable=name not in _REQUIRED)
        for name in (*COLUMNS, "annotations")
    ]
    return pyarrow.schema(fields, metadata={"title": encodable(content.title), "inferred_end": ENDS})


def _row(line: Line) -> dict[str, Any]:
    return {**columns(line), "annotations": _annotations(line)}


def _annotations(line: Line) -> list[dict[str, Any]] | None:
    if line.annotations is None:
        return None
    return [
        {
            "id": encodable(one.id),
            "type": encodable(one.type),
            "created_at": one.created_at,
            "plugin_instance_id": one.plugin_instance_id and encodable(one.plugin_instance_id),
            "data": dumps(one.data),
        }
        for one in line.annotations
    ]
