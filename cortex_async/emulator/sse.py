"""Server-sent events: sends each reader what it wants, and comments on idle streams."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping

from aiohttp import web
from attrs import frozen

from cortex_async.emulator.events import Published
from cortex_async.emulator.faults.events import EventFaults
from cortex_async.emulator.readers import Filter, Reader, Readers
from cortex_async.emulator.stream_log import Ending, StreamLog
from cortex_async.emulator.world import World

HEADERS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "private, no-cache, no-store, must-revalidate, max-age=0, no-transform",
    "Connection": "keep-alive",
    "X-Accel-Buffering": "no",
}
HEARTBEAT = b": heartbeat\n\n"


@frozen
class Stream:
    """The response of a stream operation: which events to send, and after which one to start."""

    filter: Filter
    last_event_id: str | None = None


class Hub:
    """All open streams of one emulator."""

    def __init__(self, world: World, faults: EventFaults) -> None:
        self._world = world
        self._faults = faults
        self._readers = Readers()
        self._changed = asyncio.Event()
        self._listeners: list[Callable[[], object]] = []
        self.log: StreamLog = StreamLog()
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

    def _publish(self, published: Published) -> None:
        events, cut = self._faults.apply(published)
        if not events:
            published.withheld = "streams cut by a fault" if cut else "withheld by a fault"
        for sent in events:
            for reader in self._readers.of(sent):
                reader.offer(sent)
        if cut:
            self.cut()

    async def serve(
        self, request: web.BaseRequest, stream: Stream, headers: Mapping[str, str]
    ) -> web.StreamResponse:
        """Send events until the client leaves, the stream is cut, or ``stream_limit`` is reached."""
        settings = self._world.settings
        reader = self._open(request, stream)
        response = web.StreamResponse(headers={**HEADERS, **headers})
        sending = asyncio.create_task(_send(request, response, reader, settings.heartbeat))
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
        settings = self._world.settings
        reader = Reader(filter_, settings.stream_buffer, entry, counted=settings.sse_ids == "counter")
        for published in self._missed(stream):
            if filter_.accepts(published):
                reader.offer(published)
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

    def _missed(self, stream: Stream) -> Iterable[Published]:
        if not self._world.settings.replay or stream.last_event_id is None:
            return ()
        return self._world.bus.since(stream.last_event_id)


async def _send(
    request: web.BaseRequest, response: web.StreamResponse, reader: Reader, heartbeat: float
) -> None:
    await response.prepare(request)
    # Like NestJS, so that the client sees an open stream before the first event.
    await response.write(b"\n")
    idle = _Idle(heartbeat, reader.wake)
    try:
        while True:
            await response.write(await reader.next() or HEARTBEAT)
            idle.touch()
    finally:
        idle.end()


class _Idle:
    """Calls ``wake`` whenever nothing has been sent for so many seconds.

    It has one timer for a whole stream, because a timer for each event would take longer than sending it.
    """

    def __init__(self, seconds: float, wake: Callable[[], object]) -> None:
        self._seconds = seconds
        self._wake = wake
        self._loop = asyncio.get_running_loop()
        self._last = self._loop.time()
        self._timer = self._loop.call_at(self._last + seconds, self._check)

    def touch(self) -> None:
        """Note that something has been sent."""
        self._last = self._loop.time()

    def end(self) -> None:
        self._timer.cancel()

    def _check(self) -> None:
        now = self._loop.time()
        if now >= self._last + self._seconds:
            self._last = now
            self._wake()
        self._timer = self._loop.call_at(self._last + self._seconds, self._check)
