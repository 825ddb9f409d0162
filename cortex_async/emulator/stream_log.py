"""Which event streams are and were open, and which events each of them was sent; for the status page."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from itertools import chain
from typing import Literal

from attrs import define

from cortex_async.emulator.tables.disposal import Discard, at_once

MAX_CLOSED = 20

Ending = Literal["the client left", "cut", "too slow", "time limit"]
Withheld = Literal["withheld by a fault", "streams cut by a fault"]


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
    """All open streams, the latest closed ones, and who received the latest ``history`` events."""

    def __init__(self, history: int, discard: Discard = at_once) -> None:
        self._discard = discard
        self._history = history
        self._open: dict[int, StreamEntry] = {}
        self._closed: deque[StreamEntry] = deque(maxlen=MAX_CLOSED)
        self._receivers: OrderedDict[str, Counter[int]] = OrderedDict()
        self._withheld: OrderedDict[str, Withheld] = OrderedDict()
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

    def sent(self, event_id: str, entry: StreamEntry) -> None:
        """Note that a stream was given an event."""
        entry.sent += 1
        self._receivers.setdefault(event_id, Counter())[entry.number] += 1
        if len(self._receivers) > self._history:
            self._receivers.popitem(last=False)

    def withhold(self, event_id: str, why: Withheld) -> None:
        """Note that a fault kept an event from all streams. A later event may still release it."""
        self._withheld[event_id] = why
        if len(self._withheld) > self._history:
            self._withheld.popitem(last=False)

    def receivers(self, event_id: str) -> list[tuple[int, int]]:
        """The numbers of the streams that were given an event, and how often."""
        return sorted(self._receivers.get(event_id, Counter[int]()).items())

    def withheld(self, event_id: str) -> Withheld | None:
        return self._withheld.get(event_id)

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
        self._discard((self._receivers, self._withheld))
        self._receivers, self._withheld = OrderedDict(), OrderedDict()
