"""Tables for people. The only module that imports rich for tables, and only when one is drawn."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cortex_cli.escaping import line
from cortex_cli.notes import note
from cortex_cli.output.columns import Record, value_at
from cortex_cli.output.encoding import plain
from cortex_cli.output.local_times import is_timestamp, shown
from cortex_cli.output.settings import OutputSettings
from cortex_cli.output.widths import GAP, fitted

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text


_WIDE = 100_000
_FEWEST = 3
"""With fewer columns than this, a table says too little."""


def cell(value: object, *, utc: bool) -> str:
    """Return a value in one line without characters that control the terminal."""
    return line(shown(value, utc=utc) if isinstance(value, str) else plain(value))


def list_table(records: Sequence[Record], columns: Sequence[str], settings: OutputSettings) -> str:
    """Draw one row per record.

    Columns at the right are left out if the terminal is too narrow for them. If hardly any are left, each
    record is a block of lines instead.
    """
    table, left_out = rows_table(records, columns, settings)
    if len(columns) - len(left_out) < min(len(columns), _FEWEST):
        return _blocks(records, columns, settings)
    if left_out:
        note(f"columns left out: {', '.join(left_out)} (--wide shows them)")
    return _drawn(table, settings)


def rows_table(
    records: Sequence[Record], columns: Sequence[str], settings: OutputSettings
) -> tuple[Table, list[str]]:
    """Return a table with one row per record, and the columns that the terminal is too narrow for."""
    from rich.cells import cell_len

    rows = [[cell(value_at(record, name), utc=settings.utc) for name in columns] for record in records]
    heads = [line(name) for name in columns]
    natural = [max(map(cell_len, column)) for column in zip(heads, *rows, strict=True)]
    uncut = [name == "id" or _are_timestamps(records, name) for name in columns]
    widths = natural if settings.wide else fitted(natural, _width(), uncut)
    table = _table()
    for head, width in zip(heads, widths, strict=False):
        table.add_column(head, no_wrap=True, overflow="ellipsis", width=width)
    for row in rows:
        table.add_row(*[_styled(text, "") for text in row[: len(widths)]])
    return table, heads[len(widths) :]


def _blocks(records: Sequence[Record], columns: Sequence[str], settings: OutputSettings) -> str:
    """Draw each record as its id and one indented line per field, without what it does not have."""
    blocks: list[str] = []
    for record in records:
        values = {line(name): cell(value_at(record, name), utc=settings.utc) for name in columns}
        first = [values.pop("id")] if columns[0] == "id" else []
        table = _fields_table()
        for name, value in values.items():
            if value:
                table.add_row(_styled(name, "bold"), _styled(value, ""))
        drawn = [
            *first,
            *(f"{'  ' if first else ''}{each}" for each in _drawn(table, settings, len("  ")).splitlines()),
        ]
        blocks.append("\n".join(drawn))
    return "\n\n".join(blocks)


def _are_timestamps(records: Sequence[Record], name: str) -> bool:
    return any(isinstance(value := value_at(record, name), str) and is_timestamp(value) for record in records)


def record_table(record: Record, settings: OutputSettings) -> str:
    """Draw one row per field."""
    table = _fields_table()
    for name, value in record.items():
        table.add_row(_styled(name, "bold"), _text(value, settings))
    return _drawn(table, settings)


def _width() -> int:
    return shutil.get_terminal_size().columns


def _table() -> Table:
    from rich.table import Table

    return Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold", show_edge=False)


def _fields_table() -> Table:
    """Return a table of names and values."""
    table = _table()
    table.show_header = False
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _text(value: object, settings: OutputSettings) -> Text:
    return _styled(cell(value, utc=settings.utc), "")


def _styled(text: str, style: str) -> Text:
    from rich.text import Text

    return Text(line(text), style=style)  # no markup: "[red]" in a title is text


def _drawn(table: Table, settings: OutputSettings, margin: int = 0) -> str:
    from rich.console import Console

    target = io.StringIO()
    plain_text = bool(os.environ.get("NO_COLOR")) or not sys.stdout.isatty()
    console = Console(
        file=target,
        width=_WIDE if settings.wide else _width() - margin,
        force_terminal=not plain_text,
        color_system=None if plain_text else "auto",
        highlight=False,
        emoji=False,
        markup=False,
    )
    console.print(table)
    return "\n".join(row.rstrip() for row in target.getvalue().splitlines())
