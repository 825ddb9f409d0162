"""Decides when a stream is ready, i.e. when the server listens and the next event will arrive."""

from __future__ import annotations

import math
from typing import Final

from cortex_async._core.stream.states import Connected, Disconnected, StreamState
from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.waiting import first_of
from cortex_async._core.timing.wakeup import Wakeup

CONNECT_GRACE: Final = 3.0
"""Seconds after which a request without a response counts as accepted: some servers send the headers of a
stream only with its first event.
"""


class Readiness:
    """Whether the server listens for one stream, over all its connections.

    connected: whether the server has accepted the latest connection, which is still open.
    error: what ended the stream, None if it goes on or ended normally.
    last_seen: what the stream last did, for the error of a wait.
    """

    __slots__ = (
        "_accepted", "_changed", "_clock", "_ended", "_requested", "connected", "error", "last_seen",
    )  # fmt: skip

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._requested = math.inf
        self._accepted = 0
        self._ended = False
        self._changed = Wakeup()
        self.connected: bool = False
        self.error: Exception | None = None
        self.last_seen: str = "no connection"

    def requesting(self) -> None:
        """Record that a connection is being made."""
        self._requested = self._clock.monotonic()
        self._note("a request without a response")

    def saw(self, state: StreamState) -> None:
        """Record a state of the stream."""
        if isinstance(state, Connected):
            self.connected, self._requested = True, math.inf
            self._accepted += 1
            self._note("a connection")
        elif isinstance(state, Disconnected):
            self.connected, self._requested = False, math.inf
            if state.retry_in is None:
                self.error = state.error
            self._note(f"no connection ({state.reason})")

    def end(self) -> None:
        """Record that the stream has ended."""
        self._ended = True
        self._changed.wake()

    async def wait(self, at_most: float = math.inf) -> None:
        """Wait until the server listens, or the stream has ended, or ``at_most`` seconds have passed.

        A request that has had no response for ``CONNECT_GRACE`` seconds counts as accepted.
        """
        accepted, until = self._accepted, self._clock.monotonic() + at_most
        # A connection that is lost before this task runs again counts as well.
        while not (self.connected or self._ended or self._accepted > accepted):
            left = min(until, self._requested + CONNECT_GRACE) - self._clock.monotonic()
            if left <= 0:
                return
            changed = self._changed.wait()
            await (changed if left == math.inf else first_of(changed, self._clock.sleep(left)))

    def _note(self, seen: str) -> None:
        self.last_seen = seen
        self._changed.wake()
