"""Writes records that keep coming: a line for each, in the formats that make sense for that."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cortex_cli.failures import usage
from cortex_cli.output.columns import Record, value_at
from cortex_cli.output.encoding import csv_line

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


def flow_format(invocation: Invocation) -> str:
    """Return the format of a flow: ``table`` stands for lines for people, ``json`` becomes ``ndjson``.

    Raises ``Failure`` for one that has an end.
    """
    kind = invocation.printer.format(of_list=True)
    if kind == "yaml":
        raise usage(f"-o yaml is not possible: {invocation.command} writes one line at a time; use ndjson")
    if kind == "json":
        kind = invocation.output.format = "ndjson"
    return kind


class Flow:
    """Writes records one by one, each at once.

    fields: of CSV, unless ``--fields`` says otherwise.
    """

    def __init__(self, invocation: Invocation, fields: Sequence[str]) -> None:
        self._kind = flow_format(invocation)
        self._invocation = invocation
        self._fields = invocation.output.fields or tuple(fields)
        self._begun = False

    def write(self, record: Record, shown: Callable[[], Sequence[str]]) -> None:
        """Write a record.

        shown: returns the lines for people.
        """
        printer = self._invocation.printer
        if self._kind == "table":
            for text in shown():
                printer.line(text)
        elif self._kind == "csv":
            if not self._begun:
                printer.line(csv_line(self._fields))
            printer.line(csv_line([value_at(record, name) for name in self._fields]))
        else:
            self._invocation.output.format = self._kind
            printer.record(record)
        self._begun = True


def cut(invocation: Invocation, text: str) -> str:
    """Cut a line to the width of the terminal, unless ``--wide`` is given or there is none."""
    if invocation.output.wide or not invocation.printer.on_terminal:
        return text
    from rich.cells import cell_len, set_cell_size

    width = shutil.get_terminal_size().columns
    return text if cell_len(text) <= width else f"{set_cell_size(text, width - 1).rstrip()}…"


def age(seconds: float) -> str:
    """Return how long ago something was, in few characters: ``0.2s``, ``5m``, ``3h``, ``2d``.

    What lies in the future, by a clock that is not ours, is new.
    """
    seconds = max(0.0, seconds)
    for limit, length, unit in ((10, 1, "s"), (120, 1, "s"), (7200, 60, "m"), (172_800, 3600, "h")):
        if seconds < limit:
            return f"{seconds:.1f}s" if limit == 10 else f"{seconds / length:.0f}{unit}"
    return f"{seconds / 86_400:.0f}d"
