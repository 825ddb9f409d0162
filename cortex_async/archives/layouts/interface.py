"""What an archive needs of a layout: how the sessions of a day become files. All methods block."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol

from cortex_async.archives.records import DayState, SessionRecord, WrittenDay
from cortex_async.archives.storage.interface import Storage


class DayWriter(Protocol):
    """The new state of a day's files. Nothing that existed changes before ``finish``.

    Files are a function of the records alone: the same records give the same bytes, whatever was killed
    before, and in whatever number of runs they arrived.
    """

    def add(self, record: SessionRecord) -> None:
        """Write a new or changed session. Records come in ascending ``record.order``, each session once."""
        ...

    def finish(self) -> WrittenDay:
        """Put the files in place, each as a whole, and say which there are now."""
        ...

    def discard(self) -> None:
        """Leave everything as it was. May be called at any time, more than once, and after ``finish``."""
        ...


class Layout(Protocol):
    """A way to arrange an archive.

    name: its name in ``archive.json`` and for users.
    batch: how many sessions of a day are committed at once; None for a whole day.
    """

    name: str
    batch: int | None

    def begin(self, storage: Storage, state: DayState, *, without: Collection[str] = ()) -> DayWriter:
        """Start to write a day.

        state: what the day holds, as committed. Sessions in the files that it does not name are left out.
        without: ids of sessions that are to disappear from the day.
        """
        ...

    def read(
        self, storage: Storage, state: DayState, session_ids: Collection[str]
    ) -> Iterator[SessionRecord]:
        """Read sessions of a day back, in order, exactly as they were added."""
        ...
