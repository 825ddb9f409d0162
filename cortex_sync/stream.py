"""Server-sent events for blocking code: the async stream lives on the loop thread, its events are taken from here."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Generic, Self, TypeVar

from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.stream import EventStream as AsyncEventStream
from cortex_async._core.stream import StateFeed, StreamCounters, StreamState
from cortex_sync.bridge.loop import LoopThread
from cortex_sync.bridge.process import loop_thread
from cortex_sync.call import Call, LoopStopped
from cortex_sync.runner import Runner, anext_or_none

T = TypeVar("T")


class EventStream(NotCopyable, Generic[T]):
    """Events as they happen::

        with project.events.stream(types=["session.*"]) as stream:
            for event in stream:
                ...

    What is said of ``cortex_async.EventStream`` holds here: reconnecting, duplicates, what ends the stream, and that opening
    does not wait for the server. Ctrl-C ends a wait at once. ``for event in project.events.stream():`` works too: a stream that
    is not open when a loop begins opens there, and closes when the loop is left, however that comes.

    Several threads may iterate one stream, each event going to one of them; ``close`` and ``states`` may be used meanwhile from
    another thread. Raises ``LoopStopped`` in a forked child: a stream stays behind in the process that opened it.
    """

    __slots__ = ("__weakref__", "_home", "_inner", "_runner")

    def __init__(self, runner: Runner, inner: AsyncEventStream[T]) -> None:
        self._runner = runner
        self._inner = inner
        self._home: LoopThread | None = None

    def __enter__(self) -> Self:
        try:
            self._runner.run(self._open)
        except BaseException:
            # Ctrl-C may come when the stream is open already and no `with` block holds it yet.
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection at once; a wait for events in another thread ends. May be called again."""
        if self._home is not None and self._home.alive:
            closing = Call(self._inner.aclose)
            self._home.complete(closing)
            closing.result()

    def __iter__(self) -> Iterator[T]:
        return self if self._home is not None else _opened_for(self)

    def __next__(self) -> T:
        if self._home is None:
            self.__enter__()
        event = self._at_home().following(self._inner)
        if event is None:
            raise StopIteration
        return event

    def states(self) -> Iterator[StreamState]:
        """Connected, Disconnected, Resumed and Gap as they happen, beginning with whether the stream is connected now.

        Waits for the next one: read it in a thread of its own, or use the option ``on_state``. Each call makes an iterator of
        its own, which ends with the stream.
        """
        return self._walk(self._at_home().run(self._feed))

    @property
    def last_event_id(self) -> str | None:
        """The SSE id to resume from: that of the last event that was taken, None if the server sends none."""
        return self._inner.last_event_id

    @property
    def silence(self) -> float | None:
        """Seconds since the server last sent a byte, None if there is no connection."""
        return self._inner.silence

    @property
    def connected(self) -> bool:
        """Whether there is a connection that has shown life within the idle limit."""
        return self._inner.connected

    @property
    def counters(self) -> StreamCounters:
        return self._inner.counters

    def __del__(self) -> None:
        self._let_go()

    def _walk(self, feed: StateFeed) -> Iterator[StreamState]:
        # Not through the runner: that the client was closed is what the last state tells.
        while (state := self._next_state(feed)) is not None:
            yield state

    def _next_state(self, feed: StateFeed) -> StreamState | None:
        self._at_home()
        if self._home is None:
            return None
        waiting: Call[StreamState | None] = Call(lambda: anext_or_none(feed))
        self._home.complete(waiting)
        return waiting.result()

    def _at_home(self) -> Runner:
        if self._home is not None and not self._home.alive:
            raise LoopStopped("the stream ended with its loop thread, or stayed behind in the parent process")
        return self._runner

    def _let_go(self) -> None:
        """Closes and waits for nothing. For finalisers: works in every thread."""
        # One whose making was interrupted has none of these.
        home: LoopThread | None = getattr(self, "_home", None)
        if home is not None:
            home.post(Call(self._inner.aclose))

    async def _open(self) -> None:
        self._home = loop_thread()
        await self._inner.__aenter__()

    async def _feed(self) -> StateFeed:
        # On the loop, which hands the states to the feeds.
        return self._inner.states()


def _opened_for(stream: EventStream[T]) -> Iterator[T]:
    # A ``for`` drops its iterator when it is left, by ``break``, ``return`` or an exception, and with that comes the end of this one.
    try:
        while (event := next(stream, None)) is not None:
            yield event
    finally:
        stream._let_go()  # pyright: ignore[reportPrivateUsage]
