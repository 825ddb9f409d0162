"""Handles the events of one stream in tasks, until it ends or the run is cancelled, and drains."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterable, Awaitable, Callable
from typing import TYPE_CHECKING

from cortex_async._core.runtime.loops import running_loop
from cortex_async._core.stream import Gap, StateFeed
from cortex_async._core.timing.clock import time_limit
from cortex_async.routing.gaps import GapFilter
from cortex_async.routing.lanes import Lane, Lanes
from cortex_async.routing.order import resources_of

if TYPE_CHECKING:
    from cortex_async._generated.events import Event

_logger = logging.getLogger(__name__)

_CANCEL_LIMIT = 5.0
"""Seconds that a handler has to end after it was cancelled."""


class Run:
    """One run of a router.

    handle: hands one event to its handlers. gap: hands a gap to its hooks. concurrency: how many events are
        handled at once.
    """

    def __init__(
        self,
        handle: Callable[[Event], Awaitable[object]],
        gap: Callable[[Gap], Awaitable[object]],
        concurrency: int,
    ) -> None:
        self._handle = handle
        self._gap = gap
        self._lanes: Lanes[Event] = Lanes(concurrency)
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._fatal: asyncio.Future[None] = running_loop().create_future()

    async def follow(
        self, events: AsyncIterable[Event], feed: StateFeed | None, drain_timeout: float | None
    ) -> None:
        """Handle the events until they end, which raises what ended them.

        However this ends, what was taken is handled before it returns, for at most ``drain_timeout`` seconds.
        """
        taking = asyncio.create_task(self._take(events), name="cortex-event-router")
        watching = asyncio.create_task(self._watch(feed), name="cortex-event-router-gaps")
        try:
            await asyncio.wait({taking, self._fatal}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            taking.cancel()
            if feed is not None:
                feed.end()
            await self._drain({taking, watching}, drain_timeout)
            if self._fatal.done():
                self._fatal.result()
        taking.result()

    async def _take(self, events: AsyncIterable[Event]) -> None:
        # An event is added without a pause after it was taken: a cancellation in between would lose it.
        async for event in events:
            self._lanes.add(event, resources_of(event))
            self._start()
            while self._lanes.full:
                await self._change()

    def _start(self) -> None:
        while (lane := self._lanes.take()) is not None:
            task = asyncio.create_task(self._one(lane), name="cortex-event-handler")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _one(self, lane: Lane[Event]) -> None:
        try:
            await self._handle(lane.item)
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001  (the run ends, and raises it)
            self._fail(error)
        finally:
            self._lanes.done(lane)
            self._start()
            self._changed.set()

    def _fail(self, error: BaseException) -> None:
        if not self._fatal.done():
            self._fatal.set_exception(error)

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    async def _watch(self, feed: StateFeed | None) -> None:
        if feed is None:
            return
        found = GapFilter(feed)
        try:
            async for state in feed:
                for gap in found.gaps(state):
                    await self._gap(gap)
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001  (the run ends, and raises it)
            self._fail(error)

    async def _drain(self, tasks: set[asyncio.Task[None]], limit: float | None) -> None:
        try:
            async with time_limit(limit):
                await asyncio.wait(tasks)
                while self._lanes.unfinished:
                    await self._change()
        except TimeoutError:
            pass  # reported below
        finally:
            await self._stop(tasks)

    async def _stop(self, tasks: set[asyncio.Task[None]]) -> None:
        """Cancel what still runs, and report the events that it concerns."""
        waiting = self._lanes.abandon()
        handlers = {task for task in self._tasks if not task.done()}
        if handlers or waiting:
            _logger.error(
                "the router stopped before all events were handled: %d were cancelled, %d not begun",
                len(handlers),
                len(waiting),
            )
        running = handlers | {task for task in tasks if not task.done()}
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=_CANCEL_LIMIT)
