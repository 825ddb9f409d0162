"""Readers of event streams: what each one wants, what waits for it, and which ones an event is for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Hashable, Iterable, Iterator

from attrs import frozen

from cortex_async.emulator.events import Published, matches, patterns_of
from cortex_async.emulator.stream_log import StreamEntry

BATCH = 64 * 1024
"""Bytes that are sent at once. A reader that is slower than that has the rest in its queue."""


@frozen
class Filter:
    """Which events a reader receives: those of a tenant, or of one of its projects.

    Empty ``types`` or ``resources`` match all.
    """

    tenant_id: str
    project_id: str | None
    types: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()

    def accepts(self, published: Published) -> bool:
        return (
            published.tenant_id == self.tenant_id
            and self.project_id in (None, published.project_id)
            and (not self.types or any(matches(pattern, published.type) for pattern in self.types))
            and (not self.resources or published.resource_id in self.resources)
        )

    def wanted_keys(self) -> Iterator[Hashable]:
        """The keys of ``keys_of`` one of which every event has that this filter accepts."""
        whose = self.tenant_id if self.project_id is None else (self.tenant_id, self.project_id)
        if self.resources:
            yield from ((whose, "resource", one) for one in self.resources)
        elif self.types:
            yield from ((whose, "type", one) for one in self.types)
        else:
            yield (whose, "all", "")


def keys_of(published: Published) -> Iterator[Hashable]:
    """The keys of all filters that may accept an event."""
    for whose in (published.tenant_id, (published.tenant_id, published.project_id)):
        yield (whose, "all", "")
        yield (whose, "resource", published.resource_id)
        yield from ((whose, "type", pattern) for pattern in patterns_of(published.type))


class Reader:
    """One open stream, with a queue of at most ``limit`` events.

    counted: whether ids count the events of this stream, instead of being those of the events.
    """

    def __init__(self, filter_: Filter, limit: int, entry: StreamEntry, *, counted: bool) -> None:
        self.entry: StreamEntry = entry
        self.filter: Filter = filter_
        self.overflowed: bool = False
        self.cut: asyncio.Event = asyncio.Event()
        self._limit = limit
        self._counted = counted
        self._sent = 0
        self._queue: deque[Published] = deque()
        self._arrived: asyncio.Future[None] | None = None

    def offer(self, published: Published) -> bool:
        """Queue an event if it passes the filter; returns whether it did.

        A reader that is too slow is cut, so that it never misses an event unnoticed.
        """
        if not self.filter.accepts(published):
            return False
        if len(self._queue) >= self._limit:
            self.overflowed = True
            self.cut.set()
            return False
        self._queue.append(published)
        self.wake()
        return True

    def wake(self) -> None:
        """Let ``next`` return, even if there is nothing to send."""
        if self._arrived is not None and not self._arrived.done():
            self._arrived.set_result(None)

    async def next(self) -> bytes:
        """What to send next: one event or several ones, or nothing after ``wake``."""
        if not self._queue:
            self._arrived = asyncio.get_running_loop().create_future()
            await self._arrived
        pieces: list[bytes] = []
        size = 0
        while self._queue and size < BATCH:
            published = self._queue.popleft()
            self._sent += 1
            pieces.append(encode(published.json, str(self._sent) if self._counted else published.id))
            size += len(pieces[-1])
        return b"".join(pieces)


class Readers:
    """All open streams, by what they want."""

    def __init__(self) -> None:
        self._all: dict[Reader, None] = {}
        self._by_key: dict[Hashable, dict[Reader, None]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Reader]:
        return iter(self._all)

    def add(self, reader: Reader) -> None:
        self._all[reader] = None
        for key in reader.filter.wanted_keys():
            self._by_key.setdefault(key, {})[reader] = None

    def discard(self, reader: Reader) -> None:
        self._all.pop(reader, None)
        for key in reader.filter.wanted_keys():
            readers = self._by_key.get(key, {})
            readers.pop(reader, None)
            if not readers:
                self._by_key.pop(key, None)

    def of(self, published: Published) -> Iterable[Reader]:
        """The readers that may want an event, each once."""
        found = [self._by_key[key] for key in keys_of(published) if key in self._by_key]
        return found[0] if len(found) == 1 else {reader: None for readers in found for reader in readers}


def encode(json: bytes, id_: str) -> bytes:
    """Encode one event. JSON from orjson contains no line breaks, so one ``data`` line is enough."""
    return b"id: %b\ndata: %b\n\n" % (id_.encode(), json)
