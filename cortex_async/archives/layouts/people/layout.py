"""The layout for people: a folder for each day, and a readable file for each session and format."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from cortex_async.archives.audio_files import read_audio
from cortex_async.archives.errors import ArchiveDamaged
from cortex_async.archives.layouts.people.names import Names
from cortex_async.archives.layouts.people.rows import read_lines
from cortex_async.archives.layouts.people.writer import PeopleWriter
from cortex_async.archives.records import DayState, SessionRecord, SessionState
from cortex_async.archives.storage.interface import Storage
from cortex_async.dicts import from_dict
from cortex_async.transcripts import Format, Transcript

if TYPE_CHECKING:
    from cortex_async.models import Session

BATCH = 16
"""Sessions whose files are put in place at once: that many times the number of formats are open meanwhile."""


class PeopleLayout:
    """See ``Layout``. formats: those of the files, JSON Lines among them, which are read back."""

    name: str = "people"
    batch: int | None = BATCH

    def __init__(self, formats: tuple[Format, ...]) -> None:
        self._formats = formats
        self._names: tuple[date, Names] | None = None

    def begin(self, storage: Storage, state: DayState, *, without: Collection[str] = ()) -> PeopleWriter:
        if self._names is None or self._names[0] != state.day:
            self._names = state.day, Names(state)
        return PeopleWriter(storage, state, self._formats, self._names[1], without)

    def read(
        self, storage: Storage, state: DayState, session_ids: Collection[str]
    ) -> Iterator[SessionRecord]:
        """Read sessions back; one whose file was removed is left out. Raises ``ArchiveDamaged``."""
        for session_id, known in state.sessions.items():
            if session_id in session_ids:
                record = _record(storage, known)
                if record is not None:
                    yield record


def _record(storage: Storage, known: SessionState) -> SessionRecord | None:
    path = next((one.path for one in known.files if one.path.endswith(".jsonl")), None)
    content = None if path is None else storage.read(path)
    if content is None:
        return None
    session = _session(known.session)
    try:
        lines = read_lines(content, session)
    except ValueError as error:
        raise ArchiveDamaged(
            f"{path} in the archive {storage.where} cannot be used, {error}: restore it from a backup, or "
            "remove it to have the session read again"
        ) from None
    transcript = Transcript(lines=lines, session_id=session.id, session=session)
    return SessionRecord(session=session, transcript=transcript, audio=read_audio(known, session, lines))


def _session(state: Mapping[str, Any]) -> Session:
    from cortex_async.models import Session

    return from_dict(Session, state, names="api")
