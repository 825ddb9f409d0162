"""Handles the events of one stream in threads, and drains."""

from __future__ import annotations

import contextvars
import logging
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from cortex_async._core.timing.clock import monotonic
from cortex_async.routing.lanes import Lane, Lanes
from cortex_async.routing.order import resources_of

if TYPE_CHECKING:
    from cortex_async._generated.events import Event

_logger = logging.getLogger(__name__)

_LOOK = 1.0
"""Seconds after which a wait looks for Ctrl-C, where a lock does not notice it (Windows)."""


class HandlerThreads:
    """The threads of one run of a router.

    handle: hands one event to its handlers. concurrency: how many events are handled at once.
    """

    def __init__(self, handle: Callable[[Event], object], concurrency: int) -> None:
        self._handle = handle
        self._limit = concurrency
        self._lanes: Lanes[Event] = Lanes(concurrency)
        self._threads: list[threading.Thread] = []
        self._changed = threading.Condition()
        self._closed = False
        self._fatal: BaseException | None = None
        self._context = contextvars.copy_context()

    def follow(self, events: Iterable[Event], drain_timeout: float | None) -> None:
        """Handle the events until they end, which raises what ended them.

        However this ends, what was taken is handled before it returns, for at most ``drain_timeout`` seconds.
        """
        try:
            for event in events:
                self._add(event)
                self._wait(lambda: not self._lanes.full or self._fatal is not None, None)
                if self._fatal is not None:
                    break
        finally:
            try:
                self._wait(lambda: not self._lanes.unfinished, drain_timeout)
            finally:
                self._close()
        if self._fatal is not None:
            raise self._fatal

    def _add(self, event: Event) -> None:
        with self._changed:
            self._lanes.add(event, resources_of(event))
            self._changed.notify_all()
            if len(self._threads) < min(self._limit, self._lanes.unfinished):
                thread = threading.Thread(target=self._work, name="cortex-sync-event-handler", daemon=True)
                self._threads.append(thread)
                thread.start()

    def _work(self) -> None:
        while (lane := self._next()) is not None:
            try:
                self._context.copy().run(self._handle, lane.item)
            except BaseException as error:  # noqa: BLE001  (the run ends, and raises it)
                self._fatal = self._fatal or error
            finally:
                with self._changed:
                    self._lanes.done(lane)
                    self._changed.notify_all()

    def _next(self) -> Lane[Event] | None:
        with self._changed:
            while True:
                lane = None if self._closed else self._lanes.take()
                if lane is not None or self._closed:
                    return lane
                self._changed.wait()

    def _wait(self, condition: Callable[[], bool], seconds: float | None) -> None:
        end = None if seconds is None else monotonic() + seconds
        with self._changed:
            while not condition() and (end is None or monotonic() < end):
                self._changed.wait(_LOOK if end is None else min(_LOOK, max(0.0, end - monotonic())))

    def _close(self) -> None:
        with self._changed:
            self._closed = True
            waiting = self._lanes.abandon()
            running = self._lanes.unfinished
            self._changed.notify_all()
        if running or waiting:
            _logger.error(
                "the router stopped before all events were handled: %d still run, %d not begun",
                running,
                len(waiting),
            )
            return
        for thread in self._threads:
            thread.join()
