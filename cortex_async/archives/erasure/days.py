"""Erases from the days of an archive. All methods block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import evolve, frozen

from cortex_async.archives.days import Days
from cortex_async.archives.digest import digest, session_json
from cortex_async.archives.erasure.drafts import Draft
from cortex_async.archives.erasure.eraser import Eraser, count, is_placeholder
from cortex_async.archives.erasure.tombstones import add_messages, read_messages
from cortex_async.archives.erasure.values import ErasedSession
from cortex_async.archives.layouts.interface import Layout
from cortex_async.archives.records import DayState, FileEntry, SessionRecord
from cortex_async.archives.state import State
from cortex_async.archives.storage.interface import Storage
from cortex_async.transcripts.building import with_ends


@frozen
class _Found:
    """What was found of a session. noted: for the draft. to_write: whether it is to be written anew."""

    session_id: str
    noted: ErasedSession | None
    to_write: bool


class DayEraser:
    """Takes people out of one day after another.

    draft: where what is done is noted.
    """

    def __init__(self, storage: Storage, state: State, layout: Layout, eraser: Eraser, draft: Draft) -> None:
        self._storage = storage
        self._state = state
        self._layout = layout
        self._eraser = eraser
        self._draft = draft

    def find(self) -> Iterator[tuple[DayState, list[str]]]:
        """Find what is to be erased, day by day, and note it in the draft; nothing is written.

        Gives each day of which something is, and the ids of the sessions that are to be written anew.
        """
        for day in self._state.days():
            state = self._state.day(day)
            self._eraser.begin(read_messages(self._storage, day))
            found = tuple(self._found(state))
            self._draft.add_sessions(one.noted for one in found if one.noted is not None)
            changed = [one.session_id for one in found if one.to_write]
            if changed:
                files = [entry for one in changed for entry in state.sessions[one].files]
                self._draft.add_files(day.isoformat(), [*files, *state.files])
                yield state, changed

    def erase(self, days: Days) -> None:
        """Erase everything that ``find`` finds. Each day is noted before it is changed."""
        for state, changed in self.find():
            add_messages(self._storage, state.day, self._eraser.known())
            self._draft.write(self._storage)
            days.begin(state)
            try:
                for record in self._layout.read(self._storage, state, changed):
                    days.add(self._erased(record)[0])
                days.commit()
            except BaseException:
                days.discard()
                raise

    def after(self) -> dict[str, str | None]:
        """SHA-256 of the files of the draft, as the archive has them now; None for those that it has not."""
        days = {day for day, _ in self._draft.before.values()}
        found: dict[str, str | None] = dict.fromkeys(self._draft.before)
        for state in map(self._state.day, self._state.days()):
            if state.day.isoformat() in days:
                found.update((one.path, one.sha256) for one in _entries(state) if one.path in found)
        return found

    def _found(self, state: DayState) -> Iterator[_Found]:
        for record in self._layout.read(self._storage, state, state.sessions.keys()):
            made, counts = self._erased(record)
            differs = made is not record
            session_id = record.session.id
            # An interrupted run has replaced files of the day, and has not come to its state.
            behind = session_id in self._draft.sessions and not differs and _is_behind(state, record)
            noted = ErasedSession(session_id=session_id, day=state.day.isoformat(), **counts)
            if differs or behind or counts:
                yield _Found(session_id, noted if counts else None, differs or behind)

    def _erased(self, record: SessionRecord) -> tuple[SessionRecord, Counter[str]]:
        """The record without those who are erased, itself if nothing changes, and what that takes out."""
        eraser = self._eraser
        pairs = [(line, eraser.erased(line)) for line in record.transcript.lines]
        counts: Counter[str] = Counter()
        for name, number in count(pairs):
            counts[name] += number
        kept = tuple(one.line for _, one in pairs if one.line is not None)
        ids = {line.id for line in kept if not is_placeholder(line)}
        audio = {one: entry for one, entry in record.audio.items() if one in ids}
        counts["recordings"] += len(record.audio) - len(audio)
        session = eraser.session(record.session)
        counts["ids"] += session is not record.session
        transcript = record.transcript
        same = len(kept) == len(pairs) and all(one.line is line for line, one in pairs)
        if same and session is record.session and len(audio) == len(record.audio):
            return record, +counts
        lines = transcript.lines if same else with_ends(kept, transcript.timing)
        transcript = evolve(transcript, lines=lines, session=session)
        return SessionRecord(session=session, transcript=transcript, audio=audio), +counts


def _entries(state: DayState) -> Iterator[FileEntry]:
    yield from state.files
    for known in state.sessions.values():
        yield from known.files


def _is_behind(state: DayState, record: SessionRecord) -> bool:
    """Whether the state describes something else than what was read back."""
    return state.sessions[record.session.id].digest != digest(record, session_json(record))
