"""Server-sent events: one bounded queue per reader, and comments on idle streams."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping

import orjson
from aiohttp import web
from attrs import frozen

from cortex_async.emulator.events import matches
from cortex_async.emulator.faults.events import EventFaults
from cortex_async.emulator.records import Record
from cortex_async.emulator.settings import Settings
from cortex_async.emulator.stream_log import Ending, StreamEntry, StreamLog
from cortex_async.emulator.world import World

HEADERS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "private, no-cache, no-store, must-revalidate, max-age=0, no-transform",
    "Connection": "keep-alive",
    "X-Accel-Buffering": "no",
}
HEARTBEAT = b": heartbeat\n\n"


@frozen
class Filter:
    """Which events a reader receives. Empty ``types`` or ``resources`` match all."""

    sees: Callable[[Record], bool]
    types: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()

    def accepts(self, event: Record) -> bool:
        return (
            self.sees(event)
            and (not self.types or any(matches(pattern, event["type"]) for pattern in self.types))
            and (not self.resources or event["resourceId"] in self.resources)
        )


@frozen
class Stream:
    """The response of a stream operation: which events to send, and after which one to start."""

    filter: Filter
    last_event_id: str | None = None


class Reader:
    """One open stream."""

    def __init__(self, filter_: Filter, limit: int, entry: StreamEntry) -> None:
        self.entry: StreamEntry = entry
        self.overflowed: bool = False
        self._filter = filter_
        self._queue: asyncio.Queue[Record | None] = asyncio.Queue(limit)
        self.cut: asyncio.Event = asyncio.Event()

    def offer(self, event: Record) -> bool:
        """Queue an event if it passes the filter; returns whether it did.

        A reader that is too slow is cut, so that it never misses an event unnoticed.
        """
        if not self._filter.accepts(event):
            return False
        try:
            self._queue.put_nowait(event)
        except asyncio.QueueFull:
            self.overflowed = True
            self.cut.set()
            return False
        return True

    async def next(self, timeout: float) -> Record | None:
        """The next event, None if there is none within ``timeout`` seconds."""
        try:
            async with asyncio.timeout(timeout):
                return await self._queue.get()
        except TimeoutError:
            return None


class Hub:
    """All open streams of one emulator."""

    def __init__(self, world: World, faults: EventFaults) -> None:
        self._world = world
        self._faults = faults
        self._readers: set[Reader] = set()
        self._changed = asyncio.Event()
        self._listeners: list[Callable[[], object]] = []
        self.log: StreamLog = StreamLog(world.settings.history)
        world.bus.listen(self._publish)

    def __len__(self) -> int:
        """The number of open streams."""
        return len(self._readers)

    async def wait_for(self, count: int) -> None:
        """Wait until exactly ``count`` streams are open."""
        while len(self._readers) != count:
            await self._changed.wait()

    def cut(self) -> None:
        """Break every open stream."""
        for reader in self._readers:
            reader.cut.set()

    def _publish(self, event: Record) -> None:
        events, cut = self._faults.apply(event)
        if not events:
            self.log.withhold(event["id"], "streams cut by a fault" if cut else "withheld by a fault")
        for reader in self._readers:
            for sent in events:
                self._offer(reader, sent)
        if cut:
            self.cut()

    def _offer(self, reader: Reader, event: Record) -> None:
        if reader.offer(event):
            self.log.sent(event["id"], reader.entry)

    async def serve(
        self, request: web.BaseRequest, stream: Stream, headers: Mapping[str, str]
    ) -> web.StreamResponse:
        """Send events until the client leaves, the stream is cut, or ``stream_limit`` is reached."""
        settings = self._world.settings
        reader = self._open(request, stream)
        response = web.StreamResponse(headers={**HEADERS, **headers})
        sending = asyncio.create_task(_send(request, response, reader, settings))
        cut = asyncio.create_task(reader.cut.wait())
        ending: Ending = "the client left"
        try:
            done, _ = await asyncio.wait(
                {sending, cut}, timeout=settings.stream_limit, return_when=asyncio.FIRST_COMPLETED
            )
            if not done:
                ending = "time limit"
            elif cut in done:
                ending = "too slow" if reader.overflowed else "cut"
        finally:
            self._close(reader, ending)
            sending.cancel()
            cut.cancel()
            await asyncio.gather(sending, cut, return_exceptions=True)
        if done:
            request.protocol.force_close()
        return response

    def _open(self, request: web.BaseRequest, stream: Stream) -> Reader:
        filter_ = stream.filter
        entry = self.log.open(
            request.raw_path.partition("?")[0],
            request.headers.get("User-Agent", ""),
            self._world.clock.iso(),
            filter_.types,
            filter_.resources,
        )
        reader = Reader(filter_, self._world.settings.stream_buffer, entry)
        for event in self._missed(stream):
            self._offer(reader, event)
        self._readers.add(reader)
        self._notify()
        return reader

    def _close(self, reader: Reader, ending: Ending) -> None:
        self._readers.discard(reader)
        self.log.close(reader.entry, self._world.clock.iso(), ending)
        self._notify()

    def listen(self, listener: Callable[[], object]) -> None:
        """Call ``listener`` whenever a stream opens or closes."""
        self._listeners.append(listener)

    def _notify(self) -> None:
        """Wake up the callers of ``wait_for``, and tell the listeners."""
        for listener in self._listeners:
            listener()
        self._changed.set()
        self._changed = asyncio.Event()

    def _missed(self, stream: Stream) -> Iterable[Record]:
        if not self._world.settings.replay or stream.last_event_id is None:
            return ()
        return self._world.bus.since(stream.last_event_id)


async def _send(
    request: web.BaseRequest, response: web.StreamResponse, reader: Reader, settings: Settings
) -> None:
    await response.prepare(request)
    # Like NestJS, so that the client sees an open stream before the first event.
    await response.write(b"\n")
    sent = 0
    while True:
        event = await reader.next(settings.heartbeat)
        if event is None:
            await response.write(HEARTBEAT)
            continue
        sent += 1
        await response.write(encode(event, event["id"] if settings.sse_ids == "uuid" else str(sent)))


def encode(event: Record, id_: str) -> bytes:
    """Encode one event. JSON from orjson contains no line breaks, so one ``data`` line is enough."""
    return b"id: %b\ndata: %b\n\n" % (id_.encode(), orjson.dumps(event))
