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
    """

    item: T
    resume_id: str
    weight: int


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
        self._finished = False
        self._error: Exception | None = None
        self.dropped: int = 0

    @property
    def newest(self) -> Entry[T] | None:
        return self._entries[-1] if self._entries else None

    def fits(self, weight: int) -> bool:
        entries = len(self._entries)
        return not entries or (entries < self._size and self._bytes + weight <= self._max_bytes)

    async def put(self, entry: Entry[T]) -> None:
        """Adds the entry; cancelled while waiting for room, it adds nothing."""
        if not self.fits(entry.weight):
            if self._overflow == "block":
                await self._wait_for_room(entry.weight)
            else:
                # A burst that is read without a pause would otherwise drop events from under a consumer that is ready.
                await asyncio.sleep(0)
                while not self.fits(entry.weight):
                    self._bytes -= self._entries.popleft().weight
                    self.dropped += 1
        self._entries.append(entry)
        self._bytes += entry.weight
        self._ready.set()

    async def _wait_for_room(self, weight: int) -> None:
        while not self.fits(weight):
            self._room.clear()
            await self._room.wait()

    async def take(self) -> Entry[T] | None:
        """The oldest entry, None when the buffer is finished and empty. Raises what it was finished with, once."""
        while not self._entries:
            if self._finished:
                error, self._error = self._error, None
                if error is not None:
                    raise error
                return None
            self._ready.clear()
            await self._ready.wait()
        entry = self._entries.popleft()
        self._bytes -= entry.weight
        # Waking the reader at half full and not at every event lets both work in batches.
        if len(self._entries) <= self._size // 2 and self._bytes <= self._max_bytes // 2:
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


class RecentKeys:
    """The last ``size`` keys that were seen; a key seen again counts as new."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._keys: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, key: str) -> bool:
        if key not in self._keys:
            return False
        self._keys.move_to_end(key)
        return True

    def add(self, key: str) -> None:
        self._keys[key] = None
        if len(self._keys) > self._size:
            self._keys.popitem(last=False)
