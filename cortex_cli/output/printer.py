"""Writes the data of a command to stdout, in the format that was asked for."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import AsyncIterable, Iterable, Sequence
from typing import TypeGuard, cast

from cortex_cli.escaping import json_text, lines
from cortex_cli.notes import note
from cortex_cli.output import stdout
from cortex_cli.output.columns import Record, chosen, columns_of, value_at
from cortex_cli.output.settings import OutputSettings


class Printer:
    """The output of one command.

    A single record is a JSON object; a list is NDJSON, which appears while it is read, or one JSON array with
    ``-o json``. On a terminal it is a table, and fields that are secret are masked.

    reveals: the purpose of the command is to show a secret, so nothing is masked.
    """

    def __init__(self, settings: OutputSettings, command: str) -> None:
        self._settings = settings
        self._command = command
        self.reveals = False

    @property
    def on_terminal(self) -> bool:
        """Whether a person reads stdout."""
        return sys.stdout.isatty()

    def format(self, *, of_list: bool) -> str:
        """Return the format in use."""
        if self._settings.format:
            return self._settings.format
        return "table" if self.on_terminal else "ndjson" if of_list else "json"

    def line(self, text: str) -> None:
        """Write one line at once. On a terminal, what would control it is escaped."""
        stdout.write(f"{lines(text) if self.on_terminal else text}\n")

    def record(self, record: Record) -> None:
        """Write one object."""
        from cortex_cli.output import encoding

        record = self.safe(record)
        fields = self._settings.fields
        match self.format(of_list=False):
            case "table":
                from cortex_cli.output.table import record_table

                self._paged(record_table(chosen(record, fields), self._settings))
            case "json":
                self._json(encoding.json_pretty(chosen(record, fields)))
            case "ndjson":
                self._json(encoding.json_line(chosen(record, fields)))
            case "yaml":
                self.line(encoding.yaml(chosen(record, fields)).removesuffix("\n"))
            case "csv":
                self._csv([record], fields or list(record))
            case _:
                self._id(record)

    async def records(
        self, records: AsyncIterable[Record], columns: Sequence[str] = (), fields: Sequence[str] = ()
    ) -> None:
        """Write a list. NDJSON, CSV and ids appear while it is read.

        columns: of a table, unless ``--fields`` or ``--wide`` says otherwise. fields: all fields that records
        may have, for the header of CSV.
        """
        kind = self.format(of_list=True)
        if kind in ("ndjson", "id") or (kind == "csv" and (self._settings.fields or fields)):
            await self._stream(kind, records, self._settings.fields or fields)
        else:
            self.whole_list([record async for record in records], columns)

    def whole_list(self, records: Sequence[Record], columns: Sequence[str] = ()) -> None:
        """Write a list that is complete."""
        from cortex_cli.output import encoding

        records = [self.safe(record) for record in records]
        fields = self._settings.fields
        shown = [chosen(record, fields) for record in records]
        match self.format(of_list=True):
            case "table":
                self._table(records, fields or ([] if self._settings.wide else columns))
            case "json":
                self._json(encoding.json_pretty(shown))
            case "ndjson":
                for one in shown:
                    self._json(encoding.json_line(one))
            case "yaml":
                self.line(encoding.yaml(shown).removesuffix("\n"))
            case "csv":
                self._csv(records, fields or columns_of(records))
            case _:
                for record in records:
                    self._id(record)

    def value(self, value: object) -> None:
        """Write any JSON value: an object, a list of objects, or something else."""
        from cortex_cli.output import encoding

        if isinstance(value, dict):
            self.record(cast("Record", value))
        elif _is_list_of_records(value):
            self.whole_list(value)
        elif isinstance(value, str) and self.format(of_list=False) in ("table", "csv", "id"):
            self.line(value)
        elif value is not None:
            self._json(encoding.json_line(value))
        elif self.on_terminal:
            note("done")

    def binary(self, content: bytes) -> None:
        """Write bytes as they are."""
        stdout.write_bytes(content)

    async def _stream(self, kind: str, records: AsyncIterable[Record], fields: Sequence[str]) -> None:
        from cortex_cli.output import encoding

        if kind == "csv":
            self.line(encoding.csv_line(fields))
        async for each in records:
            record = self.safe(each)
            if kind == "csv":
                self.line(encoding.csv_line([value_at(record, name) for name in fields]))
            elif kind == "id":
                self._id(record)
            else:
                self._json(encoding.json_line(chosen(record, self._settings.fields)))

    def safe(self, record: Record) -> Record:
        """Return what may be shown of a record."""
        if self.reveals or self._settings.show_secrets or not self.on_terminal:
            return record
        from cortex_cli.output.hiding import without_secrets

        return cast("Record", without_secrets(record))

    def _table(self, records: Sequence[Record], wanted: Sequence[str]) -> None:
        from cortex_cli.output.table import list_table

        if not records:
            note("nothing found")
            return
        columns = list(self._settings.fields) or columns_of(records, wanted)
        self._paged(list_table(records, columns, self._settings))

    def _csv(self, records: Iterable[Record], names: Sequence[str]) -> None:
        from cortex_cli.output import encoding

        self.line(encoding.csv_line(names))
        for record in records:
            self.line(encoding.csv_line([value_at(record, name) for name in names]))

    def _id(self, record: Record) -> None:
        found = record.get("id")
        if found is None:
            from cortex_cli.failures import usage

            raise usage(f"-o id is not possible: {self._command} returns nothing with an id")
        self.line(str(found))

    def _json(self, text: str) -> None:
        self.line(json_text(text) if self.on_terminal else text)

    def _paged(self, text: str) -> None:
        """Write a table, through a pager if it is longer than the terminal."""
        if (
            self.on_terminal
            and self._settings.pager
            and text.count("\n") + 2 > shutil.get_terminal_size().lines
        ):
            import click

            # As git does: quit at once if it fits, keep styles, leave the screen as it is.
            os.environ.setdefault("LESS", "FRX")
            click.echo_via_pager(f"{text}\n", color=None if os.environ.get("NO_COLOR") is None else False)
            return
        stdout.write(f"{text}\n")


def _is_list_of_records(value: object) -> TypeGuard[list[Record]]:
    return isinstance(value, list) and all(isinstance(item, dict) for item in cast("list[object]", value))
