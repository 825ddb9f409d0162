"""Writes the files of some sessions of a day."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from hashlib import sha256

from cortex_async.archives import journal
from cortex_async.archives.layouts.people.names import Names
from cortex_async.archives.options import READ_BACK
from cortex_async.archives.records import DayState, FileEntry, SessionRecord, WrittenDay
from cortex_async.archives.storage.interface import Storage, StorageFile
from cortex_async.transcripts import Format
from cortex_async.transcripts.saving import rendered, suffix_of

THREADS = 8
"""Files that are put in place at once: each waits for the disk, or for an object store."""


class PeopleWriter:
    """See ``DayWriter``. Keeps the new files open, under other names, until ``finish``."""

    def __init__(
        self,
        storage: Storage,
        state: DayState,
        formats: tuple[Format, ...],
        names: Names,
        without: Collection[str],
    ) -> None:
        self._storage = storage
        self._state = state
        self._formats = formats
        self._names = names
        self._without = without
        self._open: list[AbstractContextManager[StorageFile]] = []
        self._written: dict[str, tuple[FileEntry, ...]] = {}

    def add(self, record: SessionRecord) -> None:
        base = self._names.base(record.session)
        entries: list[FileEntry] = []
        for name in self._formats:
            content = record.jsonl if name == READ_BACK else rendered(record.transcript, name)
            path = base + suffix_of(name)
            writing = self._storage.writing(path)
            file = writing.__enter__()
            self._open.append(writing)
            file.write(content)
            entries.append(FileEntry(path=path, size=len(content), sha256=sha256(content).hexdigest()))
        self._written[record.session.id] = tuple(entries)

    def finish(self) -> WrittenDay:
        replaced = [one.path for entries in self._written.values() for one in entries]
        removed = [
            one.path
            for session_id in self._without
            if session_id in self._state.sessions
            for one in self._state.sessions[session_id].files
        ]
        journal.note(self._storage, self._state.day, [*replaced, *removed])
        self._put_in_place()
        for path in removed:
            self._storage.remove(path)
        return WrittenDay(by_session=self._written)

    def discard(self) -> None:
        error = _Discarded()
        while self._open:
            self._open.pop().__exit__(_Discarded, error, None)

    def _put_in_place(self) -> None:
        opened, self._open = self._open, []
        with ThreadPoolExecutor(THREADS, "cortex-archive") as pool:
            ended = [pool.submit(one.__exit__, None, None, None) for one in opened]
        for one in ended:
            one.result()


class _Discarded(Exception):
    """Tells open files that they are not to appear."""
