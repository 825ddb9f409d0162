"""The public side of a stream: open, iterate, observe, close."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from cortex_async._core.errors import ClientClosed, WaitTimedOut
from cortex_async._core.runtime.loops import running_loop
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.stream.connection import Connect
from cortex_async._core.stream.handing import HandingBuffer, always
from cortex_async._core.stream.intake import Intake, StreamCounters
from cortex_async._core.stream.reader import StreamReader
from cortex_async._core.stream.readiness import CONNECT_GRACE
from cortex_async._core.stream.reconnect import reason_of
from cortex_async._core.stream.settings import StreamSettings
from cortex_async._core.stream.states import Disconnected, StateFeed
from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async._core.timing.closing import OpenWork
from cortex_async._core.timing.troubles import Trouble
from cortex_async._core.timing.waiting import time_limit, wait_error

_logger = logging.getLogger(__name__)

_CLOSE_LIMIT = 5.0

T = TypeVar("T")


class EventStream(NotCopyable, Generic[T]):
    """A stream of events that reconnects by itself::

        async with project.events.stream(types=["session.*"]) as stream:
            async for event in stream:
                ...

    Entering waits until the server listens, so that what the block causes arrives. It waits for at most 3 s,
    since some servers send nothing, not even headers, before the first event, and a network may be down;
    ``ready()`` waits for longer. With the option ``wait=False`` entering does not wait at all.

    A lost or closed connection is made again; an event whose id is among the last 10,000 is not returned a
    second time. Events are delivered at least once and in the order of their arrival; ``states()`` and
    ``on_state`` report whether events may have been lost.

    Entering raises the error of the first connection if that failed for a reason that will not go away:
    ``Unauthorized`` or ``Forbidden`` if the server rejects the credential, ``NotFound`` for a wrong project,
    ``DecodeError`` for a response that is not an event stream. The iteration raises such an error if it comes
    later, ``EventTooLarge`` if an event is too large, and ``ClientClosed`` if the client is closed. It waits
    for a network that is down, and ends when the server responds with 204.

    A stream is opened once, by ``async with``; iterating outside of it raises ``RuntimeError``, since nobody
    would close the connection.

    connect: makes one connection, see ``Connect``.
    decode: turns a JSON object into an event, or into None if it is not one, e.g. a heartbeat.
    identity: returns the event's own id, by which duplicates are detected; None to keep all events.
    last_event_id: SSE id to resume after, from ``last_event_id`` of an earlier stream.
    work: returns the work of the client in the running loop; None for a stream without a client.
    """

    __slots__ = (
        "__weakref__", "_buffer", "_clock", "_find_work", "_intake", "_opened_at", "_reader", "_readiness",
        "_task", "_wait",
    )  # fmt: skip

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
        clock = clock or SystemClock()
        self._intake: Intake[T] = Intake(decode, identity, last_event_id or "", settings, clock)
        self._buffer = self._intake.buffer
        self._readiness = self._intake.readiness
        self._reader = StreamReader(connect, self._intake, settings, clock)
        self._wait = settings.wait
        self._task: asyncio.Task[None] | None = None
        self._find_work = work
        self._clock = clock
        self._opened_at = 0.0

    async def __aenter__(self) -> Self:
        if self._task is not None:
            raise RuntimeError(
                "a stream can be opened once: create another, with last_event_id to resume where this one ended"
            )
        loop = running_loop()
        self._opened_at = self._clock.monotonic()
        self._task = task = loop.create_task(self._reader.run(), name="cortex-event-stream")
        find_work, self._find_work = self._find_work, None
        if find_work is not None:
            find_work().adopt(task, self)
        if self._wait:
            await self._wait_for_server()
        return self

    async def _wait_for_server(self) -> None:
        """Wait until the stream is ready, but not for long.

        If it ended without ever being connected, close it and raise the error.
        """
        try:
            await self._readiness.wait(at_most=CONNECT_GRACE)
            if self.counters.connections == 0:
                self._raise_error()
        except BaseException:
            await self.close()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    def _hand_to(self, take: Callable[[T], object], has_room: Callable[[], bool]) -> HandingBuffer[T]:
        self._buffer = handing = self._intake.hand_to(take, has_room)
        return handing

    async def close(self) -> None:
        """Close the connection at once.

        Events that were read ahead are dropped and do not count for ``last_event_id``.
        """
        self._buffer.discard()
        if self._task is None or self._task.done():
            return
        self._task.cancel()
        await asyncio.wait({self._task}, timeout=_CLOSE_LIMIT)
        if not self._task.done():
            _logger.warning("the stream's connection did not close within %g s", _CLOSE_LIMIT)

    async def aclose(self) -> None:
        """Do the same as ``close``, under the name that ``contextlib.aclosing`` calls."""
        await self.close()

    def client_closed(self) -> None:
        """End the stream because its client was closed.

        Iterations raise ``ClientClosed``, feeds of states end.
        """
        error = ClientClosed()
        self._buffer.close()
        self._intake.board.publish(Disconnected(reason_of(error), error))
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

    async def ready(self, timeout: float | None = None) -> None:
        """Wait until the server listens: every event from now on arrives, unless the connection is lost.

        Returns at once while there is a connection. A request that has had no response for 3 s counts as
        accepted, since some servers send nothing before the first event. Also returns when the server has
        ended the stream, whose iteration then ends as well.

        timeout: seconds; None waits without limit, e.g. for a network that is down.

        Raises ``WaitTimedOut``, ``ClientClosed``, and the error that has ended the stream; ``RuntimeError``
        if the stream is not open.
        """
        self._require_open()

        def ran_out() -> WaitTimedOut:
            return wait_error("the event stream was not ready", timeout, self._readiness.last_seen)

        async with time_limit(timeout, ran_out):
            await self._readiness.wait()
        self._raise_error()

    def states(self) -> StateFeed:
        """Return a feed of ``Connected``, ``Disconnected``, ``Resumed`` and ``Gap``.

        It begins with whether the stream is connected, if that is known. Each call returns a feed of its own.
        It ends with the stream.
        """
        return self._intake.board.feed()

    @property
    def last_event_id(self) -> str | None:
        """The SSE id to resume from: that of the last event returned, None if the server sends no ids."""
        return self._intake.taken_id or None

    @property
    def silence(self) -> float | None:
        """Seconds since the server last sent a byte, None if there is no connection."""
        watch = self._reader.watch
        return None if watch is None else watch.silence

    @property
    def connected(self) -> bool:
        """Whether there is a connection on which the server has sent something within the idle limit."""
        watch = self._reader.watch
        return watch is not None and watch.alive

    @property
    def counters(self) -> StreamCounters:
        """What the stream has received since it was opened."""
        return self._intake.counters

    def _raise_error(self) -> None:
        """Raise the error that ended the stream, if there is one."""
        error = self._readiness.error
        if error is not None:
            # The error's traceback refers to this frame, which must not refer back.
            try:
                raise error
            finally:
                del error

    def _require_open(self) -> None:
        if self._task is None:
            raise RuntimeError(
                "the stream is not open: async with ... as stream: async for event in stream: ..."
            )


def hand_to(
    stream: EventStream[T], take: Callable[[T], object], has_room: Callable[[], bool] = always
) -> HandingBuffer[T]:
    """Make a stream call ``take`` with each event as soon as it is decoded, instead of iterating over it.

    The iteration then only waits for the end of the stream. ``take`` runs as the connection is read,
    mostly outside of any task, so it must neither block nor raise. Call this before the stream is opened.

    has_room: while it returns False, the connection is not read, until ``go_on`` of what this returns is
        called.
    """
    return stream._hand_to(take, has_room)  # pyright: ignore[reportPrivateUsage]  # same module


def share_trouble(stream: EventStream[Any], trouble: Trouble) -> None:
    """Let streams that come one after another log their failures as one trouble."""
    stream._intake.board.trouble = trouble  # pyright: ignore[reportPrivateUsage]
