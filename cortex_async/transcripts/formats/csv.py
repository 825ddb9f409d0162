"""CSV for spreadsheets: https://www.rfc-editor.org/rfc/rfc4180"""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from cortex_async.transcripts.formats.cleaning import readable
from cortex_async.transcripts.formats.jsonl import dumps
from cortex_async.transcripts.formats.records import COLUMNS, record
from cortex_async.transcripts.values import Content

_FORMULA = re.compile("((?:^|[;\t\n])[\\s']*+)([=+\\-@\uff1d\uff0b\uff0d\uff20]?)")
"""Where a formula could begin: at the start of a cell, and after what other settings take for a separator.

https://owasp.org/www-community/attacks/CSV_Injection
"""


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
    if not guard:
        return text
    # The pattern matches without a formula too, so a text is read only once.
    return _FORMULA.sub(lambda found: f"{found[1]}'{found[2]}" if found[2] else found[0], text)
