"""The buffer between connection and consumer, bounded in events and in bytes."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from cortex_async._core.errors import ClientClosed
from cortex_async._core.timing.wakeup import Wakeup

T = TypeVar("T")

Overflow: TypeAlias = Literal["block", "drop_oldest"]

Entry: TypeAlias = tuple[T, str, int]
"""An event, the SSE id to resume from once it is taken, and its size in bytes.

A tuple for speed, since there is one per event.
"""


_NO_ENTRIES: deque[Any] = deque()
"""Of every buffer before its first event, since a deque takes 760 bytes, even an empty one."""


class EventBuffer(Generic[T]):
    """A queue of at most ``size`` events and ``max_bytes`` bytes; a single event may be larger.

    overflow: ``block`` makes the reader wait, and thereby, through TCP, the server; ``drop_oldest`` drops
        events.
    lost: called with the number of dropped events, before the event that follows them is taken.
    taken_id: SSE id to resume from after the event that was taken last.
    """

    __slots__ = (
        "_blocked", "_bytes", "_closed", "_dropped", "_entries", "_error", "_finished", "_lost", "_max_bytes",
        "_overflow", "_ready", "_room", "_size", "taken_id",
    )  # fmt: skip

    def __init__(
        self, size: int, max_bytes: int, overflow: Overflow, taken_id: str, lost: Callable[[int], object]
    ) -> None:
        self._size = size
        self._max_bytes = max_bytes
        self._overflow: Overflow = overflow
        self._lost = lost
        self._entries: deque[Entry[T]] = _NO_ENTRIES
        self._bytes = 0
        self._ready = Wakeup()
        self._room = Wakeup()
        self._blocked = False
        self._dropped = 0
        self._finished = False
        self._closed = False
        self._error: Exception | None = None
        self.taken_id: str = taken_id

    @property
    def depth(self) -> int:
        """How many events wait for the consumer."""
        return len(self._entries)

    def offer(self, entry: Entry[T]) -> bool:
        """Add the entry if there is room for it; return whether there was."""
        entries, weight = self._entries, entry[2]
        if not entries:
            self._ready.wake()
            if entries is _NO_ENTRIES:
                entries = self._entries = deque()
        elif len(entries) >= self._size or self._bytes + weight > self._max_bytes:
            return False
        entries.append(entry)
        self._bytes += weight
        return True

    async def put(self, entry: Entry[T]) -> None:
        """Add the entry, waiting for room or making it. If cancelled while waiting, add nothing."""
        if self._overflow == "drop_oldest":
            # Without a pause, a burst would drop events although the consumer is ready to take them.
            await asyncio.sleep(0)
        while not self.offer(entry):
            if self._overflow == "block":
                await self._wait_for_room()
            else:
                self._bytes -= self._entries.popleft()[2]
                self._dropped += 1

    def resume_after(self, event_id: str) -> None:
        """Record an id that arrived without an event: it applies once the newest event has been taken."""
        if self._entries:
            item, _, weight = self._entries[-1]
            self._entries[-1] = (item, event_id, weight)
        else:
            self.taken_id = event_id

    async def _wait_for_room(self) -> None:
        self._blocked = True
        try:
            await self._room.wait()
        finally:
            self._blocked = False

    async def until_ready(self) -> None:
        """Wait until there is an entry, or the buffer is finished and empty.

        Raises the error that it was finished with, but only once, or ``ClientClosed`` after ``close``.
        """
        while not self._entries:
            if self._closed:
                raise ClientClosed
            if self._finished:
                error, self._error = self._error, None
                if error is not None:
                    raise error
                return
            await self._ready.wait()

    def take_ready(self) -> T | None:
        """Take the oldest event, None if there is none; ``taken_id`` moves past it."""
        entries = self._entries
        if not entries:
            return None
        if self._dropped:
            self._report_drops()
        item, self.taken_id, weight = entries.popleft()
        self._bytes -= weight
        # The reader is woken when half of the buffer is empty, so that reader and consumer work in batches.
        if self._blocked and len(entries) <= self._size // 2 and self._bytes <= self._max_bytes // 2:
            self._room.wake()
        return item

    def finish(self, error: Exception | None = None) -> None:
        """Mark the end: no more entries will be added. Only the first call counts."""
        if not self._finished:
            self._finished = True
            self._error = error
            self._ready.wake()

    def close(self) -> None:
        """Discard everything and raise ``ClientClosed`` from now on.

        If the stream has already ended by itself, nothing changes.
        """
        if not self._finished:
            self._closed = True
            self.discard()

    def discard(self) -> None:
        """Finish, and drop the entries that have not been taken."""
        self.finish()
        self._error = None
        self._entries.clear()
        self._bytes = 0
        self._ready.wake()
        if self._dropped:
            self._report_drops()

    def _report_drops(self) -> None:
        dropped, self._dropped = self._dropped, 0
        self._lost(dropped)


class RecentKeys:
    """The last ``size`` keys that were added, and some more.

    Two sets, of which the older one is dropped when the newer one is full. An ordered dict that drops its
    oldest key takes four times as long for each key. A loop saves calls with ``sets``.
    """

    __slots__ = ("_size", "newer", "older")

    def __init__(self, size: int) -> None:
        self._size = size
        self.newer: set[str] = set()
        # Shared by all at first: an empty set takes 216 bytes.
        self.older: AbstractSet[str] = frozenset()

    def __contains__(self, key: str) -> bool:
        return key in self.newer or key in self.older

    def add(self, key: str) -> None:
        self.sets()[0].add(key)

    def sets(self) -> tuple[set[str], AbstractSet[str]]:
        """Return the newer set, to which keys may be added, and the older one. Drop what is too old first."""
        if len(self.newer) >= self._size:
            self.newer, self.older = set(), self.newer
        return self.newer, self.older
