"""What happens to a stream besides its events, as values, and the feeds that carry them to whoever watches."""

from __future__ import annotations

import asyncio
import logging
import weakref
from collections import deque
from collections.abc import Callable
from typing import Literal, TypeAlias

from attrs import frozen

from cortex_async._core.runtime.not_copyable import NotCopyable

_log = logging.getLogger(__name__)

_FEED_SIZE = 256

Reason: TypeAlias = Literal["closed", "idle", "failed", "refused", "ended"]
"""Why there is no connection: the server closed it normally, it was silent too long, the network or server failed, the server
said no, or the stream is over since the server asked not to come back (204) or the client was closed."""


@frozen
class Connected:
    """The server accepted the stream. ``attempts`` counts the tries since the connection before this one."""

    attempts: int = 1


@frozen
class Disconnected:
    """There is no connection.

    error: what went wrong, None for a normal close.
    retry_in: seconds until the next attempt, None if the stream has ended.
    """

    reason: Reason
    error: Exception | None = None
    retry_in: float | None = None


@frozen
class Resumed:
    """A new connection asked the server to go on after the event with the SSE id ``since``, and the server has begun to send.

    ``verified`` is False: the API does not say whether it replays, and its ids have no order, so that nothing proves that
    the events in between came. Whoever must not miss any fetches the state anew.
    """

    since: str
    verified: bool = False


@frozen
class Gap:
    """Events are missing here.

    dropped: how many are known to be lost: the buffer overflowed, or an event could not be parsed or decoded. None if nobody
        knows: a new connection could not ask for what happened since the last one, or the server cannot resume from its id.
    since: SSE id of the last event that was taken before the gap, None if there is none.
    """

    since: str | None = None
    dropped: int | None = None


StreamState: TypeAlias = Connected | Disconnected | Resumed | Gap


class StateFeed(NotCopyable):
    """Async iterator over the states of a stream; ends with it.

    A feed that is not read keeps the newest 256 states and counts the others in ``missed``.
    """

    def __init__(self, first: StreamState | None, *, ended: bool) -> None:
        self._states: deque[StreamState] = deque([first] if first is not None else [], _FEED_SIZE)
        self._ended = ended
        self._news = asyncio.Event()
        self.missed: int = 0

    def __aiter__(self) -> StateFeed:
        return self

    async def __anext__(self) -> StreamState:
        while not self._states:
            if self._ended:
                raise StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        return self._states.popleft()

    def push(self, state: StreamState) -> None:
        self.missed += len(self._states) == _FEED_SIZE
        self._states.append(state)
        self._news.set()

    def end(self) -> None:
        self._ended = True
        self._news.set()


class StateBoard:
    """Hands each state to the hook and to every feed."""

    def __init__(self, hook: Callable[[StreamState], object] | None) -> None:
        self._hook = hook
        # Weak: a feed that its reader dropped must not collect states for the life of the stream.
        self._feeds: weakref.WeakSet[StateFeed] = weakref.WeakSet()
        self._latest: StreamState | None = None
        self._ended = False

    def feed(self) -> StateFeed:
        """A new feed. It starts with whether the stream is connected, if that is known already."""
        feed = StateFeed(self._latest, ended=self._ended)
        self._feeds.add(feed)
        return feed

    def show(self, state: StreamState) -> None:
        if self._ended:
            return
        if isinstance(state, (Connected, Disconnected)):
            self._latest = state
        for feed in tuple(self._feeds):
            feed.push(state)
        if self._hook is not None:
            try:
                self._hook(state)
            except Exception:  # noqa: BLE001  (a watcher's fault is no reason to stop the stream)
                _log.exception("on_state raised for %s; the stream goes on", type(state).__name__)

    def end(self) -> None:
        self._ended = True
        for feed in tuple(self._feeds):
            feed.end()
