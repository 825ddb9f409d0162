"""Event streams for blocking code, over an async stream on the loop thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from cortex_async._core.stream import EventStream as AsyncEventStream
from cortex_async._core.stream import Gap, StateFeed, StreamCounters, StreamState
from cortex_async.routing.gaps import GapFilter
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.errors import LoopStopped
from cortex_sync.bridge.opened import Opened
from cortex_sync.bridge.readers import as_async
from cortex_sync.bridge.runner import anext_or_none

T = TypeVar("T")

_HOOK_END = 1.0
"""Seconds that leaving a router waits for a hook that is still running."""


class EventStream(Opened[AsyncEventStream[T]], Generic[T]):
    """Events as they happen::

        with project.events.stream(types=["session.*"]) as stream:
            for event in stream:
                ...

    It waits for the server when it is entered, reconnects, drops duplicates, ends and raises as
    ``cortex_async.EventStream`` does. Ctrl-C ends a wait at once. ``for event in project.events.stream():``
    works too: a ``for`` loop opens a stream that is not open, and closes it when the loop is left in any way.

    Several threads may iterate one stream; each event goes to one of them. Other threads may use ``close``
    and ``states`` meanwhile. Raises ``LoopStopped`` in a forked child: a stream belongs to the process that
    opened it.
    """

    __slots__ = ()

    _noun = "stream"

    def ready(self, timeout: float | None = None) -> None:
        """Wait until the server listens: every event from now on arrives, unless the connection is lost.

        Returns at once while there is a connection. A request that has had no response for 3 s counts as
        accepted, since some servers send nothing before the first event. Also returns when the server has
        ended the stream, whose iteration then ends as well.

        timeout: seconds; None waits without limit, e.g. for a network that is down.

        Raises ``WaitTimedOut``, ``ClientClosed``, and the error that has ended the stream; ``RuntimeError``
        if the stream is not open.
        """
        if self._thread is None:
            raise RuntimeError("the stream is not open: with ... as stream: stream.ready()")
        self._checked_runner().run(self._inner.ready, timeout)

    def close(self) -> None:
        """Close the connection at once, which ends waits for events in other threads.

        Closing twice is allowed.
        """
        super().close()

    def __iter__(self) -> Iterator[T]:
        return self if self._thread is not None else _iterate(self)

    def __next__(self) -> T:
        if self._thread is None:
            self.__enter__()
        event = self._checked_runner().following(self._inner)
        if event is None:
            raise StopIteration
        return event

    def states(self) -> Iterator[StreamState]:
        """``Connected``, ``Disconnected``, ``Resumed`` and ``Gap`` as they happen, starting with the present
        state.

        The iterator blocks until the next state: use it in a thread of its own, or use the option
            ``on_state`` instead. Each call
        returns an independent iterator, which ends with the stream.
        """
        return self._walk(self._checked_runner().run(self._feed))

    @property
    def last_event_id(self) -> str | None:
        """The SSE id to resume from: that of the last event that was read, None if the server sends none."""
        return self._inner.last_event_id

    @property
    def silence(self) -> float | None:
        """Seconds since the server last sent a byte; None without a connection."""
        return self._inner.silence

    @property
    def connected(self) -> bool:
        """Whether there is a connection on which the server sent something within the idle limit."""
        return self._inner.connected

    @property
    def counters(self) -> StreamCounters:
        """Counts of connections and events since the stream was opened."""
        return self._inner.counters

    def _on_gap(self, hook: Callable[[Gap], object]) -> Callable[[], None]:
        """Call ``hook`` with each gap, in a thread of its own.

        Returns a function that ends this, after the gaps that are known by then.
        """
        feed = self._checked_runner().run(self._feed)
        found = GapFilter(feed)

        def watch() -> None:
            try:
                for state in self._walk(feed):
                    for gap in found.gaps(state):
                        hook(gap)
            except LoopStopped:
                return  # the reader of the stream gets the same error

        watching = threading.Thread(target=watch, name="cortex-sync-on-gap", daemon=True)
        watching.start()

        def stop() -> None:
            if self._thread is not None and self._thread.alive:
                self._thread.post(Call(as_async(feed.end)))
                watching.join(_HOOK_END)

        return stop

    def _walk(self, feed: StateFeed) -> Iterator[StreamState]:
        # Not through the runner, which would raise ClientClosed: the last state reports that the client was
        # closed.
        while (state := self._next_state(feed)) is not None:
            yield state

    def _next_state(self, feed: StateFeed) -> StreamState | None:
        self._checked_runner()
        if self._thread is None:
            return None
        waiting: Call[StreamState | None] = Call(lambda: anext_or_none(feed))
        self._thread.complete(waiting)
        return waiting.result()

    async def _feed(self) -> StateFeed:
        # On the loop, which puts the states into the feeds.
        return self._inner.states()


def _iterate(stream: EventStream[T]) -> Iterator[T]:
    # A ``for`` loop that is left (by ``break``, ``return`` or an exception) drops its iterator, which ends
    # this generator.
    try:
        while (event := next(stream, None)) is not None:
            yield event
    finally:
        stream._close_soon()  # pyright: ignore[reportPrivateUsage]
