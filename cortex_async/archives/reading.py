"""Reads an archive back for its users."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from cortex_async.archives.errors import ArchiveError
from cortex_async.archives.layouts.interface import Layout
from cortex_async.archives.layouts.opening import open_layout
from cortex_async.archives.options import Wishes
from cortex_async.archives.records import DayState, FileEntry, SessionRecord
from cortex_async.archives.state import State
from cortex_async.archives.storage.interface import Storage
from cortex_async.dicts import from_dict

if TYPE_CHECKING:
    from cortex_async.models import Session
    from cortex_async.transcripts import Transcript


class Reader:
    """The archive in a storage. All methods block. Each raises ``ArchiveError`` and its kinds."""

    def __init__(self, storage: Storage, wishes: Wishes) -> None:
        self._storage = storage
        self._state = State(storage)
        self._wishes = wishes

    def sessions(self) -> Iterator[Session]:
        """The sessions in order."""
        from cortex_async.models import Session

        self._layout()
        for day in self._days():
            for known in day.sessions.values():
                yield from_dict(Session, known.session, names="api")

    def transcript(self, session_id: str) -> Transcript:
        """The transcript of a session. Raises ``KeyError`` if the archive does not have it."""
        layout = self._layout()
        for day in self._days():
            if session_id in day.sessions:
                for transcript in self._read(layout, day, (session_id,)):
                    return transcript
                raise ArchiveError(
                    f"the files of session {session_id} are missing in the archive {self._storage.where}: "
                    "restore them from a backup, or update the archive"
                )
        raise KeyError(f"session {session_id}")

    def transcripts(self) -> Iterator[Transcript]:
        """All transcripts in order; those whose files were removed are left out."""
        layout = self._layout()
        for day in self._days():
            yield from self._read(layout, day, day.sessions.keys())

    def records(self) -> Iterator[tuple[SessionRecord, tuple[FileEntry, ...]]]:
        """All that can be read back, in order, with the files that hold it."""
        layout = self._layout()
        for day in self._days():
            for record in layout.read(self._storage, day, day.sessions.keys()):
                yield record, (*day.sessions[record.session.id].files, *day.files)

    def _read(self, layout: Layout, day: DayState, ids: Collection[str]) -> Iterator[Transcript]:
        return (record.transcript for record in layout.read(self._storage, day, ids))

    def _days(self) -> Iterator[DayState]:
        return map(self._state.day, self._state.days())

    def _layout(self) -> Layout:
        found = self._state.identity()
        if found is None:
            raise ArchiveError(f"there is no archive in {self._storage.where}: update it first")
        _, options = found
        self._wishes.check(options, self._storage.where, updating=False)
        return open_layout(options)
