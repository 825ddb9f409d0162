"""When a view fetches: its whole list, or the objects in doubt."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

from cortex_async._core.retry import Retry, backoff_wait
from cortex_async._core.timing.clock import Clock
from cortex_async.live.fetch_queue import MAX_INTERVAL, MAX_INTERVAL_FOR_HINTS, Cooldown, FetchQueue
from cortex_async.live.replica import Replica

FAILED = Retry(attempts=64, base=1.0, cap=60.0)
"""The waits after a fetch of the list that failed."""

BATCH_SIZE = 8
"""Objects fetched in one run."""


class FetchPlan:
    """The fetches due for one view.

    by_id: whether the API returns single objects. If not, an object in doubt takes a fetch of the list.
    list_interval: the longest interval between two fetches of the list, in seconds.
    wake: called with the monotonic time at which something is due.
    """

    __slots__ = (
        "_busy", "_by_id", "_clock", "_list_cooldown", "_list_due", "_list_failures", "_list_interval",
        "_list_invalidated", "_queue", "_replica", "_wake",
    )  # fmt: skip

    def __init__(
        self,
        replica: Replica[Any],
        clock: Clock,
        *,
        by_id: bool,
        list_interval: float,
        wake: Callable[[float], None],
    ) -> None:
        self._replica = replica
        self._clock = clock
        self._by_id = by_id
        self._list_interval = list_interval
        self._wake = wake
        # A fetch under way may cover what arrives meanwhile. Whether it did is checked when it ends.
        self._busy = True
        self._list_due = inf
        self._list_cooldown = Cooldown()
        self._list_invalidated = 0
        self._list_failures = 0
        # Made for the first doubt: most views of few objects have none.
        self._queue: FetchQueue | None = None

    # -- what to fetch

    def invalidate_list(self, seq: int) -> None:
        """Event number ``seq`` changed the list."""
        self._list_invalidated = seq
        if not self._busy:
            self.request_list()

    def request_list(self) -> None:
        """Fetch the list as soon as its cooldown allows."""
        self.request_list_at(max(self._now(), self._list_cooldown.due))

    def request_list_at(self, when: float) -> None:
        """Fetch the list at a monotonic time, unless it is due earlier anyway."""
        self._list_due = min(self._list_due, when)
        self._wake_at(self._list_due)

    def request(self, key: str) -> None:
        """Fetch an object that is in doubt."""
        if not self._list_only:
            if self._queue is None:
                self._queue = FetchQueue(self._replica.is_doubted)
            when = self._queue.add(key, self._now())
            if not self._busy:
                self._wake_at(when)
        elif not self._busy:
            self.request_list()

    # -- one run

    def begin(self) -> bool:
        """Begin a run. Return whether the list is due, and not only single objects."""
        self._busy = True
        return self._list_due <= self._now()

    def begin_list(self) -> None:
        self._list_due = inf
        self._list_cooldown.start(self._now(), self._list_interval)

    def list_fetched(self, watermark: int) -> None:
        """The list has been fetched, with a request sent after event number ``watermark``."""
        self._list_failures = 0
        if self._list_invalidated <= watermark:
            self._list_invalidated = 0

    def list_failed(self) -> None:
        self._list_failures += 1
        retry_at = self._now() + backoff_wait(FAILED, self._list_failures)
        self._list_due = min(self._list_due, retry_at)

    def take(self) -> list[str]:
        """The objects to fetch now."""
        queue = self._queue
        if queue is None:
            return []
        keys = queue.take(self._now(), BATCH_SIZE)
        for key in keys:
            longest = MAX_INTERVAL_FOR_HINTS if self._replica.is_hinted(key) else MAX_INTERVAL
            queue.start_cooldown(key, self._now(), longest)
        return keys

    def end(self) -> None:
        """End a run and plan the next one."""
        self._busy = False
        if self._list_invalidated or (self._list_only and self._replica.in_doubt):
            self.request_list()
        self._wake_at(self._list_due)
        if self._queue is not None and not self._list_only:
            self._wake_at(self._queue.next_due())

    @property
    def _list_only(self) -> bool:
        return not self._by_id or self._replica.overflowed

    def _wake_at(self, when: float) -> None:
        if when < inf:
            self._wake(when)

    def _now(self) -> float:
        return self._clock.monotonic()
