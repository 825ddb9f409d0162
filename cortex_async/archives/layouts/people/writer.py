"""Writes the files of some sessions of a day."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from hashlib import sha256

from cortex_async.archives import journal
from cortex_async.archives.layouts.people.names import base_name, clash_key
from cortex_async.archives.options import READ_BACK
from cortex_async.archives.records import DayState, FileEntry, SessionRecord, SessionState, WrittenDay
from cortex_async.archives.storage.interface import Storage
from cortex_async.transcripts import Format
from cortex_async.transcripts.saving import rendered, suffix_of


class PeopleWriter:
    """See ``DayWriter``. Keeps the new files open, under other names, until ``finish``."""

    def __init__(
        self, storage: Storage, state: DayState, formats: tuple[Format, ...], without: Collection[str]
    ) -> None:
        self._storage = storage
        self._state = state
        self._formats = formats
        self._without = without
        self._open = ExitStack()
        self._written: dict[str, tuple[FileEntry, ...]] = {}
        self._taken = {
            clash_key(base): session_id
            for session_id, known in state.sessions.items()
            if (base := _base(known)) is not None
        }

    def add(self, record: SessionRecord) -> None:
        base = self._name(record)
        entries: list[FileEntry] = []
        for name in self._formats:
            content = record.jsonl if name == READ_BACK else rendered(record.transcript, name)
            path = base + suffix_of(name)
            self._open.enter_context(self._storage.writing(path)).write(content)
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
        self._open.close()
        for path in removed:
            self._storage.remove(path)
        return WrittenDay(by_session=self._written)

    def discard(self) -> None:
        error = _Discarded()
        self._open.__exit__(_Discarded, error, None)

    def _name(self, record: SessionRecord) -> str:
        """The name that the session has already, or a new one that no other has."""
        session = record.session
        known = self._state.sessions.get(session.id)
        base = None if known is None else _base(known)
        if base is None:
            base = base_name(session)
            if self._taken.get(clash_key(base), session.id) != session.id:
                base = base_name(session, long=True)
        self._taken[clash_key(base)] = session.id
        return base


class _Discarded(Exception):
    """Tells open files that they are not to appear."""


def _base(known: SessionState) -> str | None:
    suffix = suffix_of(READ_BACK)
    return next((one.path.removesuffix(suffix) for one in known.files if one.path.endswith(suffix)), None)
