"""An event stream that tells observers what happens to it. Used only if somebody listens."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar, cast

from attrs import evolve, frozen

from cortex_async._core.stream.connection import Connect
from cortex_async._core.stream.events import EventStream
from cortex_async._core.stream.handing import HandingBuffer
from cortex_async._core.stream.seen_parser import SeenParser
from cortex_async._core.stream.settings import StreamSettings
from cortex_async._core.stream.states import Connected, Disconnected, Gap, Resumed, StreamState
from cortex_async._core.strings.timestamps import canonical
from cortex_async._core.telemetry.listeners import Listeners, tell
from cortex_async._core.telemetry.streams import (
    CURRENT_STREAM,
    UNKNOWN_TYPE,
    EventReceived,
    State,
    StreamChanged,
    StreamClosed,
    StreamOpened,
)
from cortex_async._core.timing.clock import Clock, unix

if TYPE_CHECKING:
    from cortex_async._core.telemetry.bodies import SeenBody
    from cortex_async._core.timing.closing import OpenWork

T = TypeVar("T")

_NAMES: Final[dict[type, State]] = {
    Connected: "connected",
    Disconnected: "disconnected",
    Resumed: "resumed",
    Gap: "gap",
}


@frozen(slots=False)
class _Carried(Generic[T]):
    """An event in the buffer, with what observers want to know of it."""

    item: T
    type: object
    id: object
    timestamp: object
    connection: int


class ObservedStream(EventStream[T]):
    """A stream that tells ``listeners`` of its states and events.

    opened: what they get first.
    known_types: the event types that are named.
    seen: what observers that see bodies get of an event, without its body.
    """

    def __init__(
        self,
        connect: Connect,
        decode: Callable[[dict[str, Any]], T | None],
        *,
        identity: Callable[[T], str | None],
        last_event_id: str | None,
        settings: StreamSettings,
        clock: Clock,
        work: Callable[[], OpenWork],
        listeners: Listeners,
        opened: StreamOpened,
        known_types: frozenset[str],
        seen: SeenBody,
    ) -> None:
        self._heard = listeners
        self._stream = opened
        self._known_types = known_types
        self._users_hook = settings.on_state
        self._ended_by: str | None = None
        settings = evolve(settings, on_state=self._saw)
        self._carries = bool(listeners.event_received)
        if self._carries:
            decode = _carrying(decode, lambda: self.counters.connections)
            identity = _of_carried(identity)
        super().__init__(
            connect,
            decode,
            identity=identity,
            last_event_id=last_event_id,
            settings=settings,
            clock=clock,
            work=work,
        )
        if listeners.sinks:
            self._intake.new_parser = partial(SeenParser, listeners.sinks, seen)

    async def __aenter__(self) -> Self:
        if self._task is not None:
            return await super().__aenter__()
        tell(self._heard.stream_opened, self._stream)
        # The task that makes the connections inherits it.
        token = CURRENT_STREAM.set(self._stream)
        try:
            return await super().__aenter__()
        finally:
            CURRENT_STREAM.reset(token)
            task = cast("asyncio.Task[None] | None", self._task)
            if task is None:
                self._closed()
            else:
                task.add_done_callback(lambda _: self._closed())

    async def __anext__(self) -> T:
        event = await super().__anext__()
        return self._received(cast("_Carried[T]", event)) if self._carries else event

    def _hand_to(self, take: Callable[[T], object], has_room: Callable[[], bool]) -> HandingBuffer[T]:
        # Not in the context of the task that makes the connections: calls that ``take`` causes are not among
        # those of the stream.
        run = contextvars.copy_context().run

        def received(event: T) -> None:
            run(take, self._received(cast("_Carried[T]", event)) if self._carries else event)

        return super()._hand_to(received, has_room)

    def _received(self, carried: _Carried[T]) -> T:
        """Tell of an event. Returns it."""
        received = EventReceived(
            stream=self._stream,
            type=carried.type
            if isinstance(carried.type, str) and carried.type in self._known_types
            else UNKNOWN_TYPE,
            id=carried.id if isinstance(carried.id, str) else None,
            connection=carried.connection,
            age=_age(carried.timestamp),
            buffered=self._buffer.depth,
            dropped=self.counters.dropped,
        )
        tell(self._heard.event_received, received)
        return carried.item

    def _saw(self, state: StreamState) -> None:
        error: Exception | None = None
        if isinstance(state, Disconnected):
            error = state.error
            if state.retry_in is None and error is not None:
                self._ended_by = type(error).__name__
        changed = StreamChanged(
            stream=self._stream,
            state=_NAMES[type(state)],
            attempts=state.attempts if isinstance(state, Connected) else None,
            reason=state.reason if isinstance(state, Disconnected) else None,
            error=None if error is None else type(error).__name__,
            retry_in=state.retry_in if isinstance(state, Disconnected) else None,
            dropped=state.dropped if isinstance(state, Gap) else None,
        )
        tell(self._heard.stream_changed, changed)
        if self._users_hook is not None:
            self._users_hook(state)

    def _closed(self) -> None:
        counters = self.counters
        closed = StreamClosed(
            stream=self._stream,
            duration=self._clock.monotonic() - self._opened_at,
            error=self._ended_by,
            connections=counters.connections,
            received=counters.received,
            duplicates=counters.duplicates,
            ignored=counters.ignored,
            dropped=counters.dropped,
        )
        tell(self._heard.stream_closed, closed)


def _carrying(
    decode: Callable[[dict[str, Any]], T | None], connection: Callable[[], int]
) -> Callable[[dict[str, Any]], Any]:
    def carried(raw: dict[str, Any]) -> _Carried[T] | None:
        item = decode(raw)
        if item is None:
            return None
        return _Carried(item, raw.get("type"), raw.get("id"), raw.get("timestamp"), connection())

    return carried


def _of_carried(identity: Callable[[T], str | None]) -> Callable[[Any], str | None]:
    return lambda carried: identity(carried.item)


def _age(timestamp: object) -> float | None:
    text = canonical(timestamp) if isinstance(timestamp, str) else None
    try:
        return None if text is None else unix() - datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        return None
