"""One event stream per project, and the views that subscribe to it."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import random
from collections.abc import Callable, Iterator, Mapping
from math import inf
from typing import TYPE_CHECKING, Any

from cortex_async._core.call_errors import ConnectionFailed
from cortex_async._core.operations import Caller
from cortex_async._core.request import Request
from cortex_async._core.runtime.loops import running_loop
from cortex_async._core.stream import (
    CONNECT_GRACE,
    Connected,
    Disconnected,
    EventStream,
    StreamOptions,
    StreamState,
)
from cortex_async._core.stream.events import hand_to
from cortex_async._core.telemetry.streams import FOR_VIEWS
from cortex_async._core.timing.clock import Clock
from cortex_async._generated.operations.project.events import STREAM
from cortex_async.live.events import TYPES, EventUpdates, read_event
from cortex_async.live.fetching import Fetcher
from cortex_async.live.routing import concerns
from cortex_async.live.scheduler import Scheduler
from cortex_async.live.subscriptions import Subscriber, Subscriptions
from cortex_async.live.time_bounds import ClockComparison

if TYPE_CHECKING:
    from cortex_async._core.telemetry.stats import ViewStats

_logger = logging.getLogger(__name__)

REFETCH_SPREAD = 0.5
"""Seconds over which the fetches after a reconnect are spread, to spare the server a burst of clients."""


class Feed:
    """The stream of one project, open while it has subscribers.

    connected: whether the server has accepted the stream. epoch: grows whenever events may have been missed.
    error: what ended the stream for good.
    """

    def __init__(
        self,
        caller: Caller,
        bound: tuple[str, ...],
        clock: Clock,
        closed: Callable[[Feed], None] = lambda _: None,
    ) -> None:
        self.clock = clock
        self.clocks: ClockComparison = ClockComparison()
        self.fetcher: Fetcher = Fetcher(clock, self.clocks)
        self.scheduler: Scheduler = Scheduler(clock)
        self.loop: asyncio.AbstractEventLoop = running_loop()
        self.connected: bool = False
        self.epoch: int = 0
        self.error: Exception | None = None
        self._caller = caller
        self._bound = bound
        self._closed = closed
        self._subscriptions = Subscriptions()
        self._watched = self._subscriptions.watched
        self._accepted = False
        self._opened = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def join(self, subscriber: Subscriber) -> None:
        """Subscribe. The first subscriber opens the stream."""
        self._subscriptions.add(subscriber)
        if self._task is None:
            # Not in the context of the first subscriber: the stream outlives it and serves others.
            self._task = self.loop.create_task(
                self._run(), name="cortex-live-feed", context=contextvars.Context()
            )
            self._caller.adopt(self._task)

    async def leave(self, subscriber: Subscriber) -> None:
        """Unsubscribe.

        No job of the subscriber runs when this returns. The last subscriber closes the stream.
        """
        self._subscriptions.discard(subscriber)
        if not self._subscriptions:
            self._closed(self)
        try:
            await self.scheduler.remove(subscriber)
        finally:
            # Also when cancelled: the feed is no longer registered, so nothing else would close its stream.
            ending = None if self._subscriptions else self._task
            if ending is not None:
                ending.cancel()
        if ending is not None:
            await asyncio.wait({ending})

    def views(self) -> Iterator[ViewStats]:
        """Describe the views that have joined, also for another thread."""
        return (subscriber.stats() for subscriber in self._subscriptions)

    async def until_opened(self) -> None:
        """Wait until the stream has been entered, i.e. is ready as far as can be known, or has ended."""
        await self._opened.wait()

    async def _run(self) -> None:
        # In the context of this task only.
        FOR_VIEWS.set(True)
        scheduler = asyncio.create_task(self.scheduler.run(), name="cortex-live-scheduler")
        try:
            stream = self._stream()
            hand_to(stream, self._dispatch)
            async with stream:
                self._opened.set()
                async for _ in stream:
                    pass
            self._end(ConnectionFailed("the server ended the event stream", outcome="rejected"))
        except Exception as error:  # noqa: BLE001  (whatever it is, the views must learn that they are no longer live)
            self._end(error)
        finally:
            scheduler.cancel()
            await asyncio.wait({scheduler})

    def _stream(self) -> EventStream[EventUpdates | None]:
        request = Request(STREAM, self._bound, query={"types": TYPES})
        return self._caller.events(request, self._read, StreamOptions(on_state=self._on_state))

    def _read(self, raw: Mapping[str, Any]) -> EventUpdates | None:
        """Decode an event that has subscribers. One without costs little more than parsing its JSON."""
        return read_event(raw) if concerns(raw, self._watched) else None

    def _dispatch(self, event: EventUpdates | None) -> None:
        if event is None:
            return
        if event.at is not None:
            self.clocks.saw_event(event.at, self.clock.monotonic())
        for subscriber, update in self._subscriptions.of(event.updates):
            try:
                subscriber.apply(update)
            except Exception:  # one event must not end the stream of the other views
                _logger.exception("applying an event to a live view of %s failed", subscriber.topic[0])
                subscriber.refetch_at(self.clock.monotonic())

    def _on_state(self, state: StreamState) -> None:
        again = self._accepted
        self.epoch += 1
        wait = random.uniform(0, REFETCH_SPREAD) if again else 0.0  # noqa: S311  (spreads load; nothing secret depends on it)
        if isinstance(state, Connected):
            self.connected = self._accepted = True
            self._opened.set()
        elif isinstance(state, Disconnected):
            self.connected = False
            # The next connection may only show with its first event. What was missed must not wait for that.
            wait = inf if state.retry_in is None else state.retry_in + CONNECT_GRACE + wait
        if wait < inf:
            self._refetch_at(self.clock.monotonic() + wait)

    def _refetch_at(self, when: float) -> None:
        for subscriber in self._subscriptions:
            subscriber.refetch_at(when)

    def _end(self, error: Exception) -> None:
        _logger.info("the event stream of live views ended: %s", type(error).__name__)
        self.connected = False
        self.error = error
        self._closed(self)
        self._opened.set()
        for subscriber in self._subscriptions:
            subscriber.end(error)
