"""Handles the events of one stream in threads, and drains."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from cortex_async._core.timing.clock import monotonic
from cortex_sync.bridge.workload import Workload

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
        self._work = Workload(handle, concurrency)

    def follow(self, events: Iterable[Event], drain_timeout: float | None) -> None:
        """Handle the events until they end, which raises what ended them.

        However this ends, what was taken is handled before it returns, for at most ``drain_timeout`` seconds.
        """
        work = self._work
        try:
            for event in events:
                work.add(event)
                _wait(work, lambda: not work.full or work.fatal is not None, None)
                if work.fatal is not None:
                    break
        finally:
            try:
                _wait(work, lambda: work.over, drain_timeout)
            finally:
                _end(work)
        if work.fatal is not None:
            raise work.fatal

    def __del__(self) -> None:
        # After an interruption just before the end, the threads end with the traceback, since they have no
        # reference to this object. One whose constructor was interrupted has no such attribute.
        work: Workload | None = getattr(self, "_work", None)
        if work is not None:
            work.close()


def _wait(work: Workload, condition: Callable[[], bool], seconds: float | None) -> None:
    end = None if seconds is None else monotonic() + seconds
    while not condition() and (end is None or monotonic() < end):
        # An interruption may have come between the addition of an event and its announcement.
        work.nudge()
        work.wait(_LOOK if end is None else min(_LOOK, max(0.0, end - monotonic())))


def _end(work: Workload) -> None:
    work.close()
    running, not_begun = work.abandon()
    if not running and not not_begun:
        work.join()
        return
    _logger.error(
        "the router stopped before all events were handled: %d still run, %d not begun", running, not_begun
    )
