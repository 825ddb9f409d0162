"""The face of a stream: open it, iterate it, watch it, close it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from cortex_async._core.errors import ClientClosed
from cortex_async._core.runtime.loops import running_loop
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.stream.connection import Connect
from cortex_async._core.stream.intake import Intake, StreamCounters
from cortex_async._core.stream.reader import StreamReader
from cortex_async._core.stream.reconnect import reason_of
from cortex_async._core.stream.settings import StreamSettings
from cortex_async._core.stream.states import Disconnected, StateFeed
from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async._core.timing.closing import OpenWork

_log = logging.getLogger(__name__)

_CLOSE_LIMIT = 5.0

T = TypeVar("T")


class EventStream(NotCopyable, Generic[T]):
    """Events as they happen::

        async with project.events.stream(types=["session.*"]) as stream:
            async for event in stream:
                ...

    Opening does not wait for the server, which may send nothing, not even headers, before there is an event. A connection
    that is lost or closed is made again; what came before is not given out twice, within the last 10,000 events. Delivery is
    at least once and in the order of arrival; whether events were lost in between shows in ``states()`` and ``on_state``.

    The loop ends when the server answers 204, and raises when it refuses the credential (``Unauthorized``, ``Forbidden``), when
    an event is too large (``EventTooLarge``), when the client is closed (``ClientClosed``), or when a stream that never was connected fails for a reason that will not pass:
    a wrong project, a wrong URL, a server that does not speak event stream. A network that is down is waited for.

    One ``async with`` per stream; iterating outside of it raises ``RuntimeError``, since nobody would close the connection.

    connect: makes one connection, see ``Connect``.
    decode: JSON object to event; None for what is no event, such as a heartbeat.
    identity: the event's own id, by which duplicates are known; None to keep all.
    last_event_id: SSE id to start after, from ``last_event_id`` of an earlier stream.
    work: what hangs on the client in the running loop; None for a stream that no client closes.
    """

    def __init__(
        self,
        connect: Connect,
        decode: Callable[[dict[str, Any]], T | None],
        *,
        identity: Callable[[T], str | None] | None = None,
        last_event_id: str | None = None,
        settings: StreamSettings | None = None,
        clock: Clock | None = None,
        work: Callable[[], OpenWork] | None = None,
    ) -> None:
        settings = settings or StreamSettings()
        self._intake: Intake[T] = Intake(decode, identity, last_event_id or "", settings)
        self._buffer = self._intake.buffer
        self._reader = StreamReader(connect, self._intake, settings, clock or SystemClock())
        self._task: asyncio.Task[None] | None = None
        self._find_work = work

    async def __aenter__(self) -> Self:
        if self._task is not None:
            raise RuntimeError(
                "a stream is opened once; make another, with last_event_id to go on where this one ended"
            )
        loop = running_loop()
        self._task = task = loop.create_task(self._reader.run(), name="cortex-event-stream")
        if self._find_work is not None:
            work = self._find_work()
            work.adopt(task)
            work.add(self)
            task.add_done_callback(lambda _: work.discard(self))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connection at once. Events that were read ahead are given up; ``last_event_id`` does not count them."""
        self._buffer.discard()
        if self._task is None or self._task.done():
            return
        self._task.cancel()
        await asyncio.wait({self._task}, timeout=_CLOSE_LIMIT)
        if not self._task.done():
            _log.warning("the stream's connection did not close within %g s", _CLOSE_LIMIT)

    async def aclose(self) -> None:
        """The same as ``close``, by the name that ``contextlib.aclosing`` calls."""
        await self.close()

    def client_closed(self) -> None:
        """Whoever waits for an event or a state gets ``ClientClosed`` or the last state, whatever was read ahead."""
        error = ClientClosed()
        self._buffer.close()
        self._intake.board.show(Disconnected(reason_of(error), error))
        self._intake.board.end()
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()

    def __aiter__(self) -> Self:
        self._require_open()
        return self

    async def __anext__(self) -> T:
        event = self._buffer.take_ready()
        if event is None:
            self._require_open()
            event = await self._intake.take()
            if event is None:
                raise StopAsyncIteration
        return event

    def states(self) -> StateFeed:
        """Connected, Disconnected, Resumed and Gap as they happen, beginning with whether the stream is connected now.

        Each call makes a feed of its own. It ends with the stream.
        """
        return self._intake.board.feed()

    @property
    def last_event_id(self) -> str | None:
        """The SSE id to resume from: that of the last event that was taken, None if the server sends none."""
        return self._intake.taken_id or None

    @property
    def silence(self) -> float | None:
        """Seconds since the server last sent a byte, None if there is no connection."""
        watch = self._reader.watch
        return None if watch is None else watch.silence

    @property
    def connected(self) -> bool:
        """Whether there is a connection that has shown life within the idle limit."""
        watch = self._reader.watch
        return watch is not None and watch.alive

    @property
    def counters(self) -> StreamCounters:
        return self._intake.counters

    def _require_open(self) -> None:
        if self._task is None:
            raise RuntimeError(
                "open the stream first: async with ... as stream: async for event in stream: ..."
            )
