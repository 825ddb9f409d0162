"""Delivers the states of a stream to everything that follows them."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable

from cortex_async._core.runtime.from_within import RAISED
from cortex_async._core.stream.log import LOGGER, log_state
from cortex_async._core.stream.readiness import Readiness
from cortex_async._core.stream.states import Connected, Disconnected, StateFeed, StreamState
from cortex_async._core.timing.troubles import Trouble

_logger = logging.getLogger(__name__)


class StateBoard:
    """Delivers each state to the stream's readiness and the log, then to every feed and the hook.

    name: what the log calls the stream.
    now: the seconds of a monotonic clock.
    trouble: what connections that fail have in common, for the log. Streams that come one after another may
        share it. None until it is needed.
    """

    __slots__ = ("_ended", "_feeds", "_hook", "_latest", "_name", "_now", "_readiness", "trouble")

    def __init__(
        self,
        hook: Callable[[StreamState], object] | None,
        readiness: Readiness,
        name: str,
        now: Callable[[], float],
    ) -> None:
        self._hook = hook
        self._readiness = readiness
        self._name = name
        self._now = now
        self.trouble: Trouble | None = None
        # Weak, so that a feed nobody holds any more does not collect states until the stream ends.
        # None until the first one, since most streams have no feed, and a WeakSet takes 700 bytes.
        self._feeds: weakref.WeakSet[StateFeed] | None = None
        self._latest: Connected | Disconnected | None = None
        self._ended = False

    def feed(self) -> StateFeed:
        """Return a new feed. It begins with whether the stream is connected, if that is known."""
        feed = StateFeed(self._latest, ended=self._ended)
        if self._feeds is None:
            self._feeds = weakref.WeakSet()
        self._feeds.add(feed)
        return feed

    @property
    def latest(self) -> Connected | Disconnected | None:
        """Whether the stream is connected, None before its first connection."""
        return self._latest

    def publish(self, state: StreamState) -> None:
        if self._ended:
            return
        if isinstance(state, (Connected, Disconnected)):
            self._latest = state
        self._readiness.saw(state)
        if self.trouble is None and isinstance(state, Disconnected):
            self.trouble = Trouble(LOGGER, self._now)
        log_state(self._name, state, self.trouble)
        for feed in tuple(self._feeds or ()):
            feed.push(state)
        if self._hook is not None:
            try:
                self._hook(state)
            except RAISED:
                _logger.exception("on_state raised for %s; the stream goes on", type(state).__name__)

    def end(self) -> None:
        self._ended = True
        self._readiness.end()
        for feed in tuple(self._feeds or ()):
            feed.end()
