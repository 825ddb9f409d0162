"""The states of a stream, as values, and the feed that a program reads them from."""

from __future__ import annotations

from collections import deque
from typing import Literal, TypeAlias

from attrs import frozen

from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.wakeup import Wakeup

_FEED_SIZE = 256

Reason: TypeAlias = Literal["closed", "idle", "failed", "refused", "ended"]
"""Why there is no connection: the server closed it normally; it sent nothing for too long; the network or the
server failed; the server rejected the request; or the stream has ended, because the server responded with 204
or the client was closed."""


@frozen
class Connected:
    """The server accepted the stream.

    attempts: how many attempts this connection took.
    """

    attempts: int = 1


@frozen
class Disconnected:
    """There is no connection.

    reason: ``closed``, ``idle``, ``failed``, ``refused`` or ``ended``.
    error: what went wrong, None if the server closed the connection normally.
    retry_in: seconds until the next attempt, None if the stream has ended.
    """

    reason: Reason
    error: Exception | None = None
    retry_in: float | None = None


@frozen
class Resumed:
    """A new connection asked the server to resume after an event, and the server has begun to send.

    since: the SSE id of that event.
    verified: False. The API does not specify whether it replays events, and its ids have no order, so nothing
        proves that the events in between were delivered. To be sure, fetch the current state.
    """

    since: str
    verified: bool = False


@frozen
class Gap:
    """Events are missing at this point of the stream.

    since: SSE id of the last event that was read before the gap, None if there is none.
    dropped: how many are lost because the buffer overflowed or an event could not be parsed or decoded. None
        if unknown: a new connection could not ask for the events since the last one, or the server cannot
        resume from its id.
    """

    since: str | None = None
    dropped: int | None = None


StreamState: TypeAlias = Connected | Disconnected | Resumed | Gap


class StateFeed(NotCopyable):
    """Async iterator over the states of a stream; ends with the stream.

    A feed that is not read keeps the latest 256 states and counts the others in ``missed``.
    """

    def __init__(self, first: StreamState | None, *, ended: bool) -> None:
        self._states: deque[StreamState] = deque([first] if first is not None else [], _FEED_SIZE)
        self._ended = ended
        self._changed = Wakeup()
        self.missed: int = 0

    def __aiter__(self) -> StateFeed:
        return self

    async def __anext__(self) -> StreamState:
        while not self._states:
            if self._ended:
                raise StopAsyncIteration
            await self._changed.wait()
        return self._states.popleft()

    def push(self, state: StreamState) -> None:
        self.missed += len(self._states) == _FEED_SIZE
        self._states.append(state)
        self._changed.wake()

    def end(self) -> None:
        self._ended = True
        self._changed.wake()
