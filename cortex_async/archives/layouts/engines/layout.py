"""The layout for engines: Hive partitions of Parquet, one file for each day and table.

    messages/day=2026-11-27/messages.parquet
    sessions/day=2026-11-27/sessions.parquet
    annotations/day=2026-11-27/annotations.parquet

https://duckdb.org/docs/stable/data/partitioning/hive_partitioning
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pyarrow

from cortex_async.archives.audio_files import read_audio
from cortex_async.archives.layouts.engines.parquet import TableReader
from cortex_async.archives.layouts.engines.reading import LineReader, annotations_of
from cortex_async.archives.layouts.engines.schemas import Table, file_path, schema
from cortex_async.archives.layouts.engines.streams import BySession, Part, stored
from cortex_async.archives.layouts.engines.writer import EnginesWriter
from cortex_async.archives.records import DayState, SessionRecord, SessionState
from cortex_async.archives.storage.interface import Storage
from cortex_async.dicts import from_dict
from cortex_async.transcripts import Transcript

if TYPE_CHECKING:
    from cortex_async.models import Session


class EnginesLayout:
    """See ``Layout``. annotations: whether the archive keeps them, so that they have a table."""

    name: str = "engines"
    batch: int | None = None

    def __init__(self, *, annotations: bool) -> None:
        self._annotations = annotations

    def begin(self, storage: Storage, state: DayState, *, without: Collection[str] = ()) -> EnginesWriter:
        return EnginesWriter(storage, state, without, annotations=self._annotations)

    def read(
        self, storage: Storage, state: DayState, session_ids: Collection[str]
    ) -> Iterator[SessionRecord]:
        """Read sessions back. Raises ``ArchiveDamaged`` for a file that is missing or cannot be read."""
        wanted = [one for one in state.sessions if one in session_ids]
        if not wanted:
            return
        with ExitStack() as files:
            messages = _Table(storage, state, "messages", wanted, files)
            annotations = _Table(storage, state, "annotations", wanted, files)
            lines = LineReader()
            for session_id in wanted:
                known = state.sessions[session_id]
                session = _session(known)
                annotated = annotations_of(annotations.take(session_id), session)
                found = tuple(lines.lines(messages.take(session_id), annotated))
                transcript = Transcript(lines=found, session_id=session_id, session=session)
                if session_id == wanted[-1]:
                    messages.check_end()
                    # Before the caller goes on: Windows replaces no file that is open.
                    files.close()
                audio = read_audio(known, session, found)
                yield SessionRecord(session=session, transcript=transcript, audio=audio)


class _Table:
    """The rows of some sessions of a day. A table that the state does not have is empty."""

    def __init__(
        self, storage: Storage, state: DayState, table: Table, wanted: list[str], files: ExitStack
    ) -> None:
        self._empty = schema(table).empty_table()
        self._reader: TableReader | None = None
        stream: Iterator[Part] = iter(())
        path = file_path(table, state.day)
        if any(entry.path == path for entry in state.files):
            self._reader = files.enter_context(TableReader(storage, table, path))
            stream = stored(self._reader, frozenset(wanted))
        self._sessions = BySession(stream)

    def take(self, session_id: str) -> pyarrow.Table:
        found = self._sessions.take(session_id)
        return pyarrow.concat_tables(found) if found else self._empty

    def check_end(self) -> None:
        if self._sessions.left and self._reader is not None:
            raise self._reader.damaged("its sessions are not in order")


def _session(known: SessionState) -> Session:
    from cortex_async.models import Session

    return from_dict(Session, known.session, names="api")
