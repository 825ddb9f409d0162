"""Readers of event streams: what each one wants, what waits for it, and which ones an event is for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator

from attrs import define, field, frozen

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

    @property
    def scope(self) -> str | tuple[str, str]:
        """Whose events it accepts: the tenant, or tenant and project."""
        return self.tenant_id if self.project_id is None else (self.tenant_id, self.project_id)

    def accepts(self, published: Published) -> bool:
        return (
            published.tenant_id == self.tenant_id
            and self.project_id in (None, published.project_id)
            and self.accepts_type(published.type)
            and (not self.resources or published.resource_id in self.resources)
        )

    def accepts_type(self, event_type: str) -> bool:
        return not self.types or any(matches(pattern, event_type) for pattern in self.types)


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

    def offer(self, published: Published) -> None:
        """Queue an event.

        A reader that is too slow is cut, so that it never misses an event unnoticed.
        """
        if len(self._queue) >= self._limit:
            self.overflowed = True
            self.cut.set()
            return
        self._queue.append(published)
        published.queued_for(self.entry.number)
        self.entry.sent += 1
        if self._arrived is not None:
            self.wake()

    def wake(self) -> None:
        """Let ``next`` return, even if there is nothing to send."""
        arrived, self._arrived = self._arrived, None
        if arrived is not None and not arrived.done():
            arrived.set_result(None)

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


@define(eq=False)
class _Audience:
    """Readers of one tenant, or of one project, by what they want of it: resources, or else types, or all."""

    everything: dict[Reader, None] = field(factory=dict[Reader, None])
    by_resource: dict[str, dict[Reader, None]] = field(factory=dict[str, dict[Reader, None]])
    by_type: dict[str, dict[Reader, None]] = field(factory=dict[str, dict[Reader, None]])

    def add(self, reader: Reader) -> None:
        for readers, key in self._wanted(reader):
            readers.setdefault(key, {})[reader] = None
        if not (reader.filter.resources or reader.filter.types):
            self.everything[reader] = None

    def discard(self, reader: Reader) -> None:
        for readers, key in self._wanted(reader):
            readers[key].pop(reader, None)
            if not readers[key]:
                del readers[key]
        self.everything.pop(reader, None)

    def empty(self) -> bool:
        return not (self.everything or self.by_resource or self.by_type)

    def of(self, published: Published) -> Iterable[Reader]:
        """The readers that want an event, each once."""
        if not (self.by_resource or self.by_type):
            return self.everything
        found = dict(self.everything)
        for reader in self.by_resource.get(published.resource_id, ()):
            if reader.filter.accepts_type(published.type):
                found[reader] = None
        for pattern in patterns_of(published.type):
            found.update(self.by_type.get(pattern, ()))
        return found

    def _wanted(self, reader: Reader) -> Iterable[tuple[dict[str, dict[Reader, None]], str]]:
        wanted = reader.filter.resources or reader.filter.types
        readers = self.by_resource if reader.filter.resources else self.by_type
        return [(readers, one) for one in dict.fromkeys(wanted)]


class Readers:
    """All open streams, by what they want."""

    def __init__(self) -> None:
        self._all: dict[Reader, None] = {}
        self._audiences: dict[str | tuple[str, str], _Audience] = {}

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Reader]:
        return iter(self._all)

    def add(self, reader: Reader) -> None:
        self._all[reader] = None
        self._audiences.setdefault(reader.filter.scope, _Audience()).add(reader)

    def discard(self, reader: Reader) -> None:
        if reader not in self._all:
            return
        del self._all[reader]
        audience = self._audiences[reader.filter.scope]
        audience.discard(reader)
        if audience.empty():
            del self._audiences[reader.filter.scope]

    def of(self, published: Published) -> Iterable[Reader]:
        """The readers that want an event, each once."""
        project = self._audiences.get((published.tenant_id, published.project_id))
        tenant = self._audiences.get(published.tenant_id)
        if project is None or tenant is None:
            only = project or tenant
            return () if only is None else only.of(published)
        return [*project.of(published), *tenant.of(published)]


def encode(json: bytes, id_: str) -> bytes:
    """Encode one event. JSON from orjson contains no line breaks, so one ``data`` line is enough."""
    return b"id: %b\ndata: %b\n\n" % (id_.encode(), json)
