"""What an archive has of the sessions that are written anew, read back in one pass over a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cortex_async.archives.layouts.interface import Layout
from cortex_async.archives.records import DayState, SessionRecord
from cortex_async.archives.storage.interface import Storage


class ReadBack:
    """Sessions of a day by id; cheapest in the order of the state, since one record is held at a time.

    session_ids: those that will be asked for.
    """

    def __init__(
        self, storage: Storage, layout: Layout, state: DayState, session_ids: Collection[str]
    ) -> None:
        self._storage = storage
        self._layout = layout
        self._state = state
        self._places = {one: place for place, one in enumerate(state.sessions) if one in session_ids}
        self._records: Iterator[SessionRecord] | None = None
        self._next: SessionRecord | None = None
        self._passed = -1

    def get(self, session_id: str) -> SessionRecord | None:
        """What the archive has of a session, None if that is nothing. Raises ``ArchiveDamaged``."""
        place = self._places.get(session_id)
        if place is None:
            return None
        if place <= self._passed:
            return next(self._layout.read(self._storage, self._state, (session_id,)), None)
        self._passed = place
        try:
            while (record := self._peek(place)) is not None:
                found = self._places[record.session.id]
                if found > place:
                    return None
                self._next = None
                if found == place:
                    return record
        except BaseException:
            # An iterator that raised has ended: the sessions after this one need another.
            self._records = self._next = None
            raise
        return None

    def _peek(self, place: int) -> SessionRecord | None:
        if self._records is None:
            left = {one for one, other in self._places.items() if other >= place}
            self._records = self._layout.read(self._storage, self._state, left)
        if self._next is None:
            self._next = next(self._records, None)
        return self._next
