"""What the calling thread and the handler threads of a router share.

A signal handler, such as that of Ctrl-C, may raise in the calling thread between any two steps. If that
thread has just entered a ``threading.Condition``, which is written in Python, the lock stays locked. So only
handler threads, in which no signal handler runs, take the lock here. The calling thread does single steps on
containers and leaves the rest to them.
"""

from __future__ import annotations

import _thread
import contextvars
import threading
from _queue import SimpleQueue  # the one in queue may be gevent's, which wakes no other thread
from collections import deque
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import TYPE_CHECKING

from attrs import define, field

from cortex_async.routing.lanes import Lane, Lanes
from cortex_async.routing.order import resources_of

if TYPE_CHECKING:
    from cortex_async._generated.events import Event


@define(eq=False)
class Item:
    """An event to handle. ``claim`` returns it once: to a handler thread, or to the end of the run."""

    event: list[Event]
    keys: tuple[Hashable, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.keys = tuple(resources_of(self.event[0]))

    def claim(self) -> Event | None:
        try:
            return self.event.pop()
        except IndexError:
            return None


class Workload:
    """The events of one run, and the threads that handle them.

    fatal: what ended the run, raised by a handler.
    """

    def __init__(self, handle: Callable[[Event], object], concurrency: int) -> None:
        self.fatal: BaseException | None = None
        self._handle = handle
        self._limit = concurrency
        self._context = contextvars.copy_context()
        self._arrived: deque[Item] = deque()
        self._lanes: Lanes[Item] = Lanes(concurrency)
        self._threads: list[threading.Thread] = []
        self._lock = _thread.allocate_lock()  # for handler threads only
        self._look: SimpleQueue[None] = SimpleQueue()
        self._progress = _thread.allocate_lock()
        self._progress.acquire()
        self._closed = False
        self._starter: int | None = None

    # -- for the calling thread

    def add(self, event: Event) -> None:
        self._arrived.append(Item([event]))
        self.nudge()

    def nudge(self) -> None:
        """Have a thread look whether there is something to do. Raises ``RuntimeError`` if none can start."""
        if self._starter is None:
            # In one step, while Thread.start() could be interrupted: it waits in a Condition.
            self._starter = _thread.start_new_thread(self._start_first, ())
        if self._look.empty():
            self._look.put(None)

    def wait(self, seconds: float) -> None:
        """Wait until an event has been handled. Returns early if one was handled before."""
        self._progress.acquire(True, seconds)

    @property
    def unfinished(self) -> int:
        """How many events are handled or wait."""
        # In this order, an event that is moved from one to the other meanwhile counts at least once.
        return len(self._arrived) + self._lanes.unfinished

    @property
    def full(self) -> bool:
        return self.unfinished >= self._lanes.room

    @property
    def over(self) -> bool:
        """Whether all events have been handled, or no thread could start to handle them."""
        return not self.unfinished or (self.fatal is not None and not self._threads)

    def close(self) -> None:
        """Let no further event begin, and the threads end. For finalisers too: takes no lock."""
        self._closed = True
        self._look.put(None)

    def abandon(self) -> tuple[int, int]:
        """Drop the events that were not begun.

        Returns how many are being handled, and how many were dropped.
        """
        items = dict.fromkeys([*[*self._arrived], *self._lanes.items])
        dropped = sum(item.claim() is not None for item in items)
        return len(items) - dropped, dropped

    def join(self) -> None:
        for thread in [*self._threads]:
            thread.join()

    # -- for the handler threads

    def _start_first(self) -> None:
        try:
            with self._lock:
                if not self._threads and not self._closed:
                    self._start_thread()
        except RuntimeError as error:
            self.fatal = error

    def _start_thread(self) -> None:
        thread = threading.Thread(target=self._work, name="cortex-sync-event-handler", daemon=True)
        thread.start()
        self._threads.append(thread)

    def _work(self) -> None:
        while (lane := self._next()) is not None:
            event = lane.item.claim()
            try:
                if event is not None:
                    self._context.copy().run(self._handle, event)
            except BaseException as error:  # noqa: BLE001  (the run ends, and raises it)
                self.fatal = self.fatal or error
            del event
            self._finish(lane)

    def _next(self) -> Lane[Item] | None:
        """Wait for an event that may be handled now. None at the end."""
        while True:
            self._look.get()
            with self._lock:
                lane = None if self._closed else self._take()
                if self._closed or lane is not None:
                    # There may be more to do, or to end, for another thread.
                    self.nudge()
                if lane is not None or self._closed:
                    return lane

    def _take(self) -> Lane[Item] | None:
        while self._arrived:
            item = self._arrived[0]
            self._lanes.add(item, item.keys)
            self._arrived.popleft()
        lane = self._lanes.take()
        if lane is not None and self._lanes.running == len(self._threads) < self._limit:
            # Without one more, those that are there do all the work.
            with suppress(RuntimeError):
                self._start_thread()
        return lane

    def _finish(self, lane: Lane[Item]) -> None:
        with self._lock:
            self._lanes.done(lane)
            self.nudge()
            # Only the calling thread locks it again.
            if self._progress.locked():
                self._progress.release()
