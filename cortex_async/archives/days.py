"""Writes sessions to an archive, day by day, and commits what was written. All methods block."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from attrs import evolve

from cortex_async.archives import journal
from cortex_async.archives.digest import digest, session_json
from cortex_async.archives.layouts.interface import DayWriter, Layout
from cortex_async.archives.records import DayState, FileEntry, SessionRecord, SessionState, WrittenDay
from cortex_async.archives.state import State
from cortex_async.archives.storage.interface import Storage

Effect: TypeAlias = Literal["new", "changed", "unchanged"]

_COMMIT_PART = 8
"""State is written when this part of a day's sessions is new: each time, the state of the whole day is."""


class Days:
    """The days of an archive, one of which is being written."""

    def __init__(self, storage: Storage, state: State, layout: Layout) -> None:
        self.state: State = state
        self.layout: Layout = layout
        self._storage = storage
        self._day: DayState | None = None
        self._writer: DayWriter | None = None
        self._added: dict[str, SessionState] = {}
        self._uncommitted = 0
        self._gone: list[str] = []
        self.strays: dict[date, list[str]] = {}
        """Recordings that a killed update left and that the state does not have yet, by day."""

    def begin(self, state: DayState) -> None:
        """Begin with a day. The one before must have been committed or discarded."""
        self._day = state

    def add(self, record: SessionRecord) -> Effect:
        """Write a session if anything of it is new. Sessions come in order."""
        day = self._current()
        session = session_json(record)
        made = digest(record, session)
        known = day.sessions.get(record.session.id)
        if known is not None and known.digest == made:
            return "unchanged"
        self._write(record, session, made)
        return "new" if known is None else "changed"

    def commit(self) -> None:
        """Put what was written in place, and then write the state of the day."""
        self._flush()
        if self._uncommitted:
            day = self._current()
            if self._gone:
                journal.note(self._storage, day.day, self._gone)
            self.state.write_day(day)
            for path in self._gone:
                self._storage.remove(path)
            self._gone.clear()
            journal.clear(self._storage, self.strays)
            self._uncommitted = 0

    def discard(self) -> None:
        """Leave what has not been put in place as it was. May be called at any time."""
        writer, self._writer = self._writer, None
        self._added.clear()
        self._gone.clear()
        if writer is not None:
            writer.discard()

    def rewrite(self, state: DayState, session_ids: Collection[str]) -> None:
        """Write sessions from what can be read back of them; those of which nothing can, are forgotten."""
        readable = list(self.layout.read(self._storage, state, session_ids))
        lost = set(session_ids) - {record.session.id for record in readable}
        kept = {id_: known for id_, known in state.sessions.items() if id_ not in lost}
        self.begin(evolve(state, sessions=kept))
        for record in readable:
            session = session_json(record)
            self._write(record, session, digest(record, session))
        for session_id in lost:
            for entry in state.sessions[session_id].files:
                self._storage.remove(entry.path)
        self._uncommitted += len(lost)
        self.commit()

    def rearrange(self, state: DayState) -> None:
        """Write the shared files of a day anew, with the sessions that the state has."""
        self.begin(state)
        self._writer = self.layout.begin(self._storage, state)
        self._uncommitted += 1
        self.commit()

    def _write(self, record: SessionRecord, session: dict[str, Any], made: str) -> None:
        if self._writer is None:
            self._writer = self.layout.begin(self._storage, self._current())
        self._writer.add(record)
        self._added[record.session.id] = SessionState(
            session=session,
            final=record.session.status == "ended",
            messages=len(record.transcript.lines),
            digest=made,
            files=tuple(record.audio.values()),
        )
        if self.layout.batch is not None and len(self._added) >= self.layout.batch:
            self._flush()
            if self._uncommitted >= len(self._current().sessions) // _COMMIT_PART:
                self.commit()

    def _flush(self) -> None:
        writer, self._writer = self._writer, None
        if writer is None:
            return
        try:
            written = writer.finish()
        except BaseException:
            writer.discard()
            raise
        before = self._current()
        self._day = _advanced(before, self._added, written)
        self._gone += _gone(before, self._day, self._added)
        self._uncommitted += len(self._added)
        self._added = {}

    def _current(self) -> DayState:
        if self._day is None:
            raise RuntimeError("no day has begun")
        return self._day


def _advanced(day: DayState, added: dict[str, SessionState], written: WrittenDay) -> DayState:
    """The state of a day after sessions were added."""
    sessions = dict(day.sessions)
    for session_id, state in added.items():
        files = _distinct((*written.by_session.get(session_id, ()), *state.files))
        sessions[session_id] = evolve(state, files=files)
    ordered = dict(sorted(sessions.items(), key=lambda item: _order(*item)))
    return DayState(day=day.day, sessions=ordered, files=written.shared)


def _order(session_id: str, state: SessionState) -> tuple[datetime, str]:
    return datetime.fromisoformat(state.session["createdAt"]), session_id


def _distinct(entries: Iterable[FileEntry]) -> tuple[FileEntry, ...]:
    return tuple({entry.path: entry for entry in entries}.values())


def _gone(before: DayState, after: DayState, session_ids: Iterable[str]) -> Iterator[str]:
    """Files that sessions do not have any more, such as recordings of lines that were erased."""
    for session_id in session_ids:
        if session_id in before.sessions:
            left = {entry.path for entry in after.sessions[session_id].files}
            yield from (one.path for one in before.sessions[session_id].files if one.path not in left)
