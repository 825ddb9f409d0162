"""The blocking part of an update: sessions as they were read become files, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from cortex_async.archives.days import Days, Effect
from cortex_async.archives.erasure.leaving import Leaving
from cortex_async.archives.fetching import Fetched
from cortex_async.archives.filters import LineFilter
from cortex_async.archives.planning import Plan
from cortex_async.archives.preparing import Prepared, prepare
from cortex_async.archives.read_back import ReadBack
from cortex_async.archives.records import FileEntry
from cortex_async.archives.storage.interface import Storage


class Writing:
    """Writes the sessions of an update. They come in order, each to ``prepare`` and then to ``add``.

    erasing: leaves out people who were erased, None if nobody was.
    """

    def __init__(
        self,
        storage: Storage,
        days: Days,
        planned: Plan,
        filters: Sequence[LineFilter],
        erasing: Leaving | None,
    ) -> None:
        self._erasing = erasing
        self._storage = storage
        self._days = days
        self._planned = planned
        self._filters = filters
        self._day: date | None = None
        self._read_back: ReadBack | None = None

    def prepare(self, fetched: Fetched) -> Prepared:
        """What is to be written of a session. Commits the day before if this one begins another.

        Raises ``ArgumentError`` and ``ArchiveDamaged`` for what concerns this session alone.
        """
        old = self._begun(fetched.session.created_at.date()).get(fetched.session.id)
        if self._erasing is not None:
            fetched = self._erasing.leave_out(fetched)
        return prepare(fetched, old, self._filters)

    def add(self, prepared: Prepared, audio: Mapping[str, FileEntry]) -> Effect:
        """Write what was prepared, if anything of it is new."""
        return self._days.add(prepared.with_audio(audio))

    def commit(self) -> None:
        """Commit the day that was begun last."""
        if self._erasing is not None:
            self._erasing.end()
        self._days.commit()

    def _begun(self, day: date) -> ReadBack:
        if self._read_back is None or day != self._day:
            self.commit()
            if self._erasing is not None:
                self._erasing.begin(day)
            state = self._days.state.day(day)
            self._days.begin(state)
            self._day = day
            self._read_back = ReadBack(self._storage, self._days.layout, state, self._planned.known)
        return self._read_back
