"""Writes the files of a day: what they had, and what was added, in the order of the sessions."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import pyarrow
from attrs import define

from cortex_async._core.strings.surrogates import encodable
from cortex_async.archives import journal
from cortex_async.archives.layouts.engines.parquet import TableReader, TableWriter
from cortex_async.archives.layouts.engines.rows import (
    annotation_columns,
    message_columns,
    new_annotations,
    new_messages,
)
from cortex_async.archives.layouts.engines.schemas import Table, file_path, schema
from cortex_async.archives.layouts.engines.streams import Spool, merged, stored
from cortex_async.archives.records import DayState, FileEntry, SessionRecord, WrittenDay
from cortex_async.archives.storage.interface import Storage, StorageFile
from cortex_async.dicts import from_dict

if TYPE_CHECKING:
    from cortex_async.models import Session

SESSION_BATCH: Final = 4096


@define
class _Said:
    """What the messages of a session say about it."""

    messages: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def add(self, rows: pyarrow.Table) -> None:
        starts = rows.column("start")
        self.messages += rows.num_rows
        self.first = self.first or starts[0].as_py()
        self.last = starts[-1].as_py()


class EnginesWriter:
    """See ``DayWriter``. Keeps what is added in temporary files until ``finish``."""

    def __init__(
        self, storage: Storage, state: DayState, without: Collection[str], *, annotations: bool
    ) -> None:
        self._storage = storage
        self._state = state
        self._without = without
        self._added: dict[str, Session] = {}
        self._open = ExitStack()
        self._messages = self._open.enter_context(Spool(storage, "messages", new_messages()))
        self._annotations = (
            self._open.enter_context(Spool(storage, "annotations", new_annotations()))
            if annotations
            else None
        )

    def add(self, record: SessionRecord) -> None:
        self._added[record.session.id] = record.session
        self._messages.add(message_columns(record))
        if self._annotations is not None:
            self._annotations.add(annotation_columns(record))

    def finish(self) -> WrittenDay:
        sessions = self._sessions()
        places = {session.id: place for place, session in enumerate(sessions)}
        with self._open:
            entries = self._write(sessions, places)
        return WrittenDay(shared=tuple(entries))

    def discard(self) -> None:
        self._open.close()

    def _sessions(self) -> list[Session]:
        """All sessions of the day, in order."""
        from cortex_async.models import Session

        kept = (
            from_dict(Session, known.session, names="api")
            for session_id, known in self._state.sessions.items()
            if session_id not in self._without and session_id not in self._added
        )
        return sorted([*kept, *self._added.values()], key=lambda one: (one.created_at, one.id))

    def _write(self, sessions: list[Session], places: dict[str, int]) -> list[FileEntry]:
        said = {session.id: _Said() for session in sessions}
        entries: list[FileEntry] = []
        with ExitStack() as files:
            # They get their names in the opposite order, when all of them are complete.
            names: list[Table] = ["sessions", "messages"]
            if self._annotations is not None:
                names.insert(1, "annotations")
            opened = {one: files.enter_context(self._storage.writing(self._path(one))) for one in names}
            entries.append(self._merge("messages", opened["messages"], self._messages, places, said))
            entries.append(self._write_sessions(opened["sessions"], sessions, said))
            if self._annotations is not None:
                entries.append(self._merge("annotations", opened["annotations"], self._annotations, places))
            journal.note(self._storage, self._state.day, [entry.path for entry in entries])
        return entries

    def _merge(
        self,
        table: Table,
        file: StorageFile,
        added: Spool,
        places: dict[str, int],
        said: dict[str, _Said] | None = None,
    ) -> FileEntry:
        path = self._path(table)
        with ExitStack() as files:
            streams = [added.read()]
            reader: TableReader | None = None
            if any(entry.path == path for entry in self._state.files):
                reader = files.enter_context(TableReader(self._storage, table, path))
                streams.append(stored(reader, frozenset(places.keys() - self._added.keys())))
            writer = files.enter_context(TableWriter(table, path, file))
            try:
                for session_id, rows in merged(streams, places):
                    writer.write(rows)
                    if said is not None:
                        said[session_id].add(rows)
            except ValueError as error:
                raise reader.damaged(str(error)) if reader is not None else error from None
        return writer.entry

    def _write_sessions(
        self, file: StorageFile, sessions: list[Session], said: dict[str, _Said]
    ) -> FileEntry:
        with TableWriter("sessions", self._path("sessions"), file) as writer:
            for start in range(0, len(sessions), SESSION_BATCH):
                part = sessions[start : start + SESSION_BATCH]
                rows = [_session_row(one, said[one.id]) for one in part]
                writer.write(pyarrow.Table.from_pylist(rows, schema=schema("sessions")))
        return writer.entry

    def _path(self, table: Table) -> str:
        return file_path(table, self._state.day)


def _session_row(session: Session, said: _Said) -> dict[str, Any]:
    row = {
        "session_id": session.id,
        "title": session.title,
        "status": str(session.status),
        "created_at": session.created_at,
        "messages": said.messages,
        "first_start": said.first,
        "last_start": said.last,
        "external_room_id": session.external_room_id,
        "created_by_user_id": session.created_by_user_id,
        "gateway": session.gateway,
        "idle_timeout": session.idle_timeout,
        "project_id": session.project_id,
        "tenant_id": session.tenant_id,
    }
    return {name: encodable(value) if isinstance(value, str) else value for name, value in row.items()}
