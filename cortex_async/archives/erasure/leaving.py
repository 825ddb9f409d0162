"""Leaves people who were erased out of what an update reads. All methods block."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import define, evolve

from cortex_async.archives.erasure.eraser import Eraser
from cortex_async.archives.erasure.tombstones import add_messages, read_messages
from cortex_async.archives.storage.interface import Storage

if TYPE_CHECKING:
    from cortex_async.archives.fetching import Fetched


@define
class Leaving:
    """Knows what was erased of the day that is being written."""

    eraser: Eraser
    _storage: Storage
    _day: date | None = None

    def begin(self, day: date) -> None:
        """Begin with a day."""
        self._day = day
        self.eraser.begin(read_messages(self._storage, day))

    def leave_out(self, fetched: Fetched) -> Fetched:
        """A session that was read, without its creator if that is somebody who was erased.

        Lines are filtered elsewhere.
        """
        session = self.eraser.session(fetched.session)
        if session is fetched.session:
            return fetched
        return evolve(fetched, session=session, transcript=evolve(fetched.transcript, session=session))

    def end(self) -> None:
        """Remember the messages that were left out: who spoke them may not be known later."""
        if self._day is not None:
            add_messages(self._storage, self._day, self.eraser.known())
