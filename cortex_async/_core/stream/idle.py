"""Detects idle connections.

Any byte counts as activity; time in which the reader waits for its consumer does not count as idle.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from weakref import WeakValueDictionary

from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.deadline import let_arrive

# A server that has sent four heartbeats is expected to keep their interval: the connection is dead once three
# in a row are missing.
_BEATS = 4
_MISSED_BEATS = 3
_SHORTEST_WINDOW = 10.0
# Turns of the loop from bytes in the socket to the reader that receives them.
_TURNS = 10
# Heartbeats closer than this were delayed and arrived in one burst: they say nothing about the interval.
_SHORTEST_BEAT = 1.0


class Silence(Exception):
    """The server sent nothing for ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"the server sent nothing for {self.seconds:g} s"


class IdleWatch:
    """Watches one connection: ends the body of ``async with`` with ``Silence`` when nothing arrives in time.

    limit: seconds without a byte after which it counts as dead; 0 turns the watch off. If the server sends
        heartbeat comments more often, the limit shrinks to three of their intervals, but not below 10 s.
    busy: set while the reader processes what it has read, which may take as long as the consumer likes.
    last_byte: when the last byte came, or from when on one is expected.
    """

    __slots__ = (
        "_before", "_clock", "_expired", "_intervals", "_last_beat", "_limit", "_now", "_paused",
        "_task", "_watcher", "busy", "last_byte",
    )  # fmt: skip

    def __init__(self, limit: float, clock: Clock) -> None:
        self._limit = limit
        self._clock = clock
        self._now = clock.monotonic
        self.last_byte: float = clock.monotonic()
        self._last_beat: float | None = None
        self._intervals: tuple[float, ...] = ()
        self._paused = False
        self._task: asyncio.Task[object] | None = None
        self._before = 0
        self._expired = False
        self._watcher: _Watcher | None = None
        self.busy: bool = False

    @property
    def window(self) -> float:
        """Seconds without a byte that are tolerated now."""
        if len(self._intervals) < _BEATS - 1:
            return self._limit
        return min(self._limit, max(_SHORTEST_WINDOW, _MISSED_BEATS * max(self._intervals)))

    @property
    def silence(self) -> float:
        """Seconds since the last byte; 0 while the reader is busy or waits for the consumer."""
        return 0.0 if self._paused or self.busy else self._clock.monotonic() - self.last_byte

    @property
    def alive(self) -> bool:
        return not self._limit or self.silence < self.window

    def byte(self) -> None:
        self.last_byte = self._now()

    def heartbeat(self) -> None:
        """Record a comment.

        The time between two comments is the heartbeat interval; other bytes say nothing about it.
        """
        now = self._clock.monotonic()
        if self._last_beat is not None and now - self._last_beat >= _SHORTEST_BEAT:
            self._intervals = (*self._intervals, now - self._last_beat)[1 - _BEATS :]
        self._last_beat = now

    def pause(self) -> None:
        """Stop the watch while the reader does not read, until ``resume``."""
        self._paused = True

    def resume(self) -> None:
        self._paused = False
        self.last_byte = self._clock.monotonic()
        self._last_beat = None

    @property
    def left(self) -> float:
        """Seconds of silence that are left; 0 or less once the connection counts as dead."""
        return self.window - self.silence

    def expire(self) -> None:
        """End the body with ``Silence``."""
        if self._task is not None:
            self._expired = True
            self._task.cancel()

    async def __aenter__(self) -> None:
        self.last_byte = self._clock.monotonic()
        if self._limit:
            self._task = asyncio.current_task()
            self._before = self._task.cancelling() if self._task is not None else 0
            self._watcher = _Watcher.of(self._clock)
            self._watcher.add(self)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        task, watcher = self._task, self._watcher
        if task is None or watcher is None:
            return
        watcher.discard(self)
        # As asyncio.timeout does, which takes another 100 bytes.
        if self._expired and task.uncancel() <= self._before and isinstance(error, asyncio.CancelledError):
            raise Silence(self.window) from None


class _Watcher:
    """One task that watches all connections of a client in an event loop: a task for each takes 2 KiB."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._watches: dict[IdleWatch, None] = {}
        self._task: asyncio.Task[None] | None = None
        self._due = 0.0

    @staticmethod
    def of(clock: Clock) -> _Watcher:
        """Return the watcher of this clock in the running loop."""
        # By their ids, so that nothing keeps a loop: as long as a watcher exists, so do its loop and clock.
        key = id(asyncio.get_running_loop()), id(clock)
        watcher = _watchers.get(key)
        if watcher is None:
            watcher = _watchers[key] = _Watcher(clock)
        return watcher

    def add(self, watch: IdleWatch) -> None:
        self._watches[watch] = None
        # Others may have cancelled it, with all tasks of the loop.
        if self._task is not None and not self._task.done():
            if self._clock.monotonic() + watch.left >= self._due:
                return
            self._task.cancel()
        self._task = self._loop.create_task(self._watch(), name="cortex-idle-watch")

    def discard(self, watch: IdleWatch) -> None:
        """Stop watching a connection. Nothing runs after the last one."""
        self._watches.pop(watch, None)
        task = self._task
        if task is not None and not self._watches:
            self._task = None
            task.cancel()

    async def _watch(self) -> None:
        while self._watches:
            left = min(watch.left for watch in self._watches)
            self._due = self._clock.monotonic() + left
            if left > 0:
                await self._clock.sleep(left)
                continue
            # If the loop was busy all that time, what arrived meanwhile has yet to be read. Its consumer may
            # block the loop during these turns: where bytes came, they are granted once more.
            silent = {watch: watch.last_byte for watch in self._watches if watch.left <= 0}
            await let_arrive(_TURNS)
            for watch, last_byte in silent.items():
                if watch in self._watches and watch.left <= 0 and watch.last_byte == last_byte:
                    del self._watches[watch]
                    watch.expire()
        self._task = None


_watchers: WeakValueDictionary[tuple[int, int], _Watcher] = WeakValueDictionary()
