"""Detects idle connections.

Any byte counts as activity; time in which the reader waits for its consumer does not count as idle.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

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
    """Watches one connection.

    limit: seconds without a byte after which it counts as dead; 0 turns the watch off. If the server sends
        heartbeat comments more often, the limit shrinks to three of their intervals, but not below 10 s.
    busy: set while the reader processes what it has read, which may take as long as the consumer likes.
    """

    def __init__(self, limit: float, clock: Clock) -> None:
        self._limit = limit
        self._clock = clock
        self._last_byte = clock.monotonic()
        self._last_beat: float | None = None
        self._intervals: deque[float] = deque(maxlen=_BEATS - 1)
        self._paused = False
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
        return 0.0 if self._paused or self.busy else self._clock.monotonic() - self._last_byte

    @property
    def alive(self) -> bool:
        return not self._limit or self.silence < self.window

    def byte(self) -> None:
        self._last_byte = self._clock.monotonic()

    def heartbeat(self) -> None:
        """Record a comment.

        The time between two comments is the heartbeat interval; other bytes say nothing about it.
        """
        now = self._clock.monotonic()
        if self._last_beat is not None and now - self._last_beat >= _SHORTEST_BEAT:
            self._intervals.append(now - self._last_beat)
        self._last_beat = now

    def pause(self) -> None:
        """Stop the watch while the reader does not read, until ``resume``."""
        self._paused = True

    def resume(self) -> None:
        self._paused = False
        self._last_byte = self._clock.monotonic()
        self._last_beat = None

    @asynccontextmanager
    async def guard(self) -> AsyncGenerator[None]:
        """End the body with ``Silence`` when nothing arrives for ``window`` seconds."""
        self._last_byte = self._clock.monotonic()
        if not self._limit:
            yield
            return
        scope = asyncio.timeout(None)
        try:
            async with scope:
                watcher = asyncio.create_task(self._watch(scope), name="cortex-idle-watch")
                try:
                    yield
                finally:
                    watcher.cancel()
                    await asyncio.wait({watcher})
        except TimeoutError:
            if scope.expired():
                raise Silence(self.window) from None
            raise

    async def _watch(self, scope: asyncio.Timeout) -> None:
        while True:
            while (left := self.window - self.silence) > 0:
                await self._clock.sleep(left)
            # If the loop was busy all that time, what arrived meanwhile has yet to be read.
            await let_arrive(_TURNS)
            if self.silence >= self.window:
                break
        scope.reschedule(asyncio.get_running_loop().time())
