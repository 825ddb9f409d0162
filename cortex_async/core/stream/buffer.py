"""Between the connection and the consumer: bounded in events and in bytes, with a stated policy for what does not fit."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from typing import Generic, Literal, TypeAlias, TypeVar

from attrs import define

T = TypeVar("T")

Overflow: TypeAlias = Literal["block", "drop_oldest"]


@define(eq=False)
class Entry(Generic[T]):
    """One event on its way to the consumer.

    resume_id: what to resume from once it is taken. Later ids that come without an event for the consumer ride on it.
    weight: bytes it had on the wire.
    key: by which it is known again; None if it is not to be.
    """

    item: T
    resume_id: str
    weight: int
    key: str | None = None


class EventBuffer(Generic[T]):
    """A queue of at most ``size`` events and ``max_bytes`` bytes; a single larger event still passes.

    ``block`` makes the reader wait, and with it, over TCP, the server. ``drop_oldest`` makes room and counts in ``dropped``.
    """

    def __init__(self, size: int, max_bytes: int, overflow: Overflow) -> None:
        self._size = size
        self._max_bytes = max_bytes
        self._overflow: Overflow = overflow
        self._entries: deque[Entry[T]] = deque()
        self._bytes = 0
        self._ready = asyncio.Event()
        self._room = asyncio.Event()
        self._blocked = False
        self._finished = False
        self._error: Exception | None = None
        self.dropped: int = 0

    @property
    def newest(self) -> Entry[T] | None:
        return self._entries[-1] if self._entries else None

    def offer(self, entry: Entry[T]) -> bool:
        """Adds the entry if there is room for it."""
        entries, weight = self._entries, entry.weight
        if not entries:
            self._ready.set()
        elif len(entries) >= self._size or self._bytes + weight > self._max_bytes:
            return False
        entries.append(entry)
        self._bytes += weight
        return True

    async def put(self, entry: Entry[T]) -> None:
        """Adds the entry; cancelled while waiting for room, it adds nothing."""
        if self._overflow == "drop_oldest":
            # A burst that is read without a pause would otherwise drop events from under a consumer that is ready.
            await asyncio.sleep(0)
        while not self.offer(entry):
            if self._overflow == "block":
                await self._wait_for_room()
            else:
                self._bytes -= self._entries.popleft().weight
                self.dropped += 1

    async def _wait_for_room(self) -> None:
        self._room.clear()
        self._blocked = True
        try:
            await self._room.wait()
        finally:
            self._blocked = False

    async def until_ready(self) -> None:
        """Returns when there is an entry, or the buffer is finished and empty. Raises what it was finished with, once."""
        while not self._entries:
            if self._finished:
                error, self._error = self._error, None
                if error is not None:
                    raise error
                return
            self._ready.clear()
            await self._ready.wait()

    def take_ready(self) -> Entry[T] | None:
        """The oldest entry, None if there is none now."""
        entries = self._entries
        if not entries:
            return None
        entry = entries.popleft()
        self._bytes -= entry.weight
        # Waking the reader at half full and not at every event lets both work in batches.
        if self._blocked and len(entries) <= self._size // 2 and self._bytes <= self._max_bytes // 2:
            self._room.set()
        return entry

    def finish(self, error: Exception | None = None) -> None:
        """No more entries will come. The first call counts."""
        if not self._finished:
            self._finished = True
            self._error = error
            self._ready.set()

    def discard(self) -> None:
        """Finishes, and forgets what nobody has taken."""
        self.finish()
        self._error = None
        self._entries.clear()
        self._bytes = 0
        self._ready.set()


class RecentKeys(OrderedDict[str, None]):
    """The last ``size`` keys that were added. A dict and not something around one: looking for a key is no call then."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def add(self, key: str) -> None:
        self[key] = None
        if len(self) > self._size:
            self.popitem(last=False)
