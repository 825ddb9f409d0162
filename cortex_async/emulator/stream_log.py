"""Which event streams are and were open; for the status page."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import Literal

from attrs import define

MAX_CLOSED = 20

Ending = Literal["the client left", "cut", "too slow", "time limit"]


@define(eq=False)
class StreamEntry:
    """One stream.

    number: counts the streams from 1 on.
    ending: why it was closed, None while it is open.
    """

    number: int
    path: str
    client: str
    opened_at: str
    types: tuple[str, ...]
    resources: tuple[str, ...]
    sent: int = 0
    closed_at: str | None = None
    ending: Ending | None = None


class StreamLog:
    """All open streams, and the latest closed ones."""

    def __init__(self) -> None:
        self._open: dict[int, StreamEntry] = {}
        self._closed: deque[StreamEntry] = deque(maxlen=MAX_CLOSED)
        self._last = 0

    def open(
        self, path: str, client: str, opened_at: str, types: tuple[str, ...], resources: tuple[str, ...]
    ) -> StreamEntry:
        self._last += 1
        entry = StreamEntry(self._last, path, client, opened_at, types, resources)
        self._open[entry.number] = entry
        return entry

    def close(self, entry: StreamEntry, closed_at: str, ending: Ending) -> None:
        self._open.pop(entry.number, None)
        entry.closed_at, entry.ending = closed_at, ending
        self._closed.appendleft(entry)

    @property
    def open_count(self) -> int:
        """The number of open streams."""
        return len(self._open)

    def entries(self) -> Iterator[StreamEntry]:
        """The open streams, newest first, then the closed ones. No stream must open or close meanwhile."""
        return chain(reversed(self._open.values()), self._closed)

    def clear(self) -> None:
        """Forget everything but the open streams."""
        self._closed.clear()
