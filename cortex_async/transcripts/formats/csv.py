"""CSV for spreadsheets: https://www.rfc-editor.org/rfc/rfc4180"""

from __future__ import annotations

import csv
import io
from typing import Any

from cortex_async._core.strings.formulas import without_formulas
from cortex_async.transcripts.formats.cleaning import readable
from cortex_async.transcripts.formats.jsonl import dumps
from cortex_async.transcripts.formats.records import COLUMNS, record
from cortex_async.transcripts.values import Content


def render(content: Content, *, guard: bool = True) -> str:
    """A header, and a row for each line. ``guard``: make formulas plain text."""
    columns = [*COLUMNS, "annotations"] if _annotated(content) else list(COLUMNS)
    file = io.StringIO(newline="")
    # With every cell quoted, readers need not guess.
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    for line in content.lines:
        made = record(line, annotations=len(columns) > len(COLUMNS))
        writer.writerow([_cell(made[column], guard=guard) for column in columns])
    return file.getvalue()


def _annotated(content: Content) -> bool:
    return any(line.annotations is not None for line in content.lines)


def _cell(value: Any, *, guard: bool) -> str:
    if value is None or value == []:
        return ""
    text = readable(value if isinstance(value, str) else dumps(value))
    return without_formulas(text) if guard else text
