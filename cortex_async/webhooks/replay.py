"""Stores that remember handled deliveries, so that a repeated one is not handled again.

It takes two steps: a worker claims a delivery before it handles it, and marks it as done afterwards. A
handler that fails releases the claim, and the sender's next attempt is handled. Of two workers with the same
delivery, one gets the claim.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Literal, Protocol, TypeAlias

from cortex_async._core.arguments import check_count, check_seconds
from cortex_async._core.timing.clock import monotonic

_logger = logging.getLogger(__name__)

Claim: TypeAlias = Literal["claimed", "in_progress", "done", "full"]
"""The delivery is yours to handle, another worker is handling it, it has been handled, or the store is full.
"""

RETENTION = 24 * 3600.0
HANDLER_TIMEOUT = 30.0
MARGIN = 5.0
"""Seconds by which a claim outlasts the time limit of a handler, for the steps around it and for clocks that
differ.
"""

LEASE = HANDLER_TIMEOUT + MARGIN
LONGEST_PAUSE = 120.0
"""The lease where handlers have no time limit.

It is just shorter than the sender's last pause (125 s), so that the claim of a worker that died has expired
by the last attempt.
"""

VALID = 600.0
"""Seconds for which a recorded delivery passes the signature check: twice the default tolerance."""


class ReplayStore(Protocol):
    """What a ``WebhookRouter`` needs of a store.

    Its methods may be coroutine functions, unless the server is synchronous.

    retention: seconds for which a handled delivery is remembered. It must exceed twice the tolerance for
        timestamps: for that long a recorded delivery passes the signature check.
    """

    @property
    def retention(self) -> float: ...

    def claim(self, key: str, token: str) -> Claim | Awaitable[Claim]:
        """Claim the delivery ``key`` for ``token``, until it is finished, released, or the lease expires."""
        ...

    def finish(self, key: str, token: str) -> bool | Awaitable[bool]:
        """Mark the delivery as handled.

        False if the lease had expired and another worker has the claim, or has finished.
        """
        ...

    def release(self, key: str, token: str) -> Awaitable[None] | None:
        """Release the claim, if ``token`` still has it."""
        ...


class TimedStore:
    """Base of the stores here: how long they keep claims and handled deliveries.

    retention: seconds for which a handled delivery is remembered.
    lease: seconds after which the claim of a worker that died expires; None for a little more than the
        ``handler_timeout`` of the routers that use the store. The sender retries after 1, 5, 25 and 125 s,
        and a longer lease would outlast all attempts.
    """

    def __init__(self, retention: float, lease: float | None) -> None:
        check_seconds("retention", retention, none=False)
        check_seconds("lease", lease)
        self._retention = retention
        self._has_own_lease = lease is not None
        self._lease = LEASE if lease is None else lease
        self._valid = VALID
        self._served = False

    @property
    def retention(self) -> float:
        return self._retention

    @property
    def lease(self) -> float:
        return self._lease

    def serve(self, handler_timeout: float | None, tolerance: float | None) -> None:
        """Called by each router that uses the store.

        What the constructor left open follows from the router's settings.
        """
        needed = LONGEST_PAUSE if handler_timeout is None else handler_timeout + MARGIN
        if self._has_own_lease:
            if handler_timeout is not None and self._lease <= handler_timeout:
                _logger.warning(
                    "the replay store's lease (%g s) is not longer than handler_timeout (%g s): "
                    "a delivery may be handled again while its handler still runs",
                    self._lease,
                    handler_timeout,
                )
        elif self._served:
            self._lease = max(self._lease, needed)
        else:
            self._lease = needed
        valid = self._retention if tolerance is None else 2 * tolerance
        self._valid = max(self._valid, valid) if self._served else valid
        self._served = True


class MemoryReplayStore(TimedStore):
    """A replay store for one process. Safe to use from several threads.

    retention: seconds for which a handled delivery is remembered; 24 hours by default.
    lease: seconds after which the claim of a worker that died expires; None for 5 s more than the router's
        ``handler_timeout``.
    max_entries: how many handled deliveries are remembered. Beyond that the oldest are forgotten first, but
        none that would still pass the signature check: those younger than twice the tolerance.
    limit: with this many entries no delivery is claimed any more, and the sender has to retry. Only signed
        deliveries count, so it takes thousands of events a second to get there.
    clock: returns monotonic seconds, for tests.
    """

    def __init__(
        self,
        *,
        retention: float = RETENTION,
        lease: float | None = None,
        max_entries: int = 100_000,
        limit: int = 1_000_000,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(retention, lease)
        check_count("max_entries", max_entries)
        check_count("limit", limit)
        self._max_entries = max_entries
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        # Both in the order in which they expire: all entries of one store last equally long.
        self._claims: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._done: OrderedDict[str, float] = OrderedDict()

    def claim(self, key: str, token: str) -> Claim:
        with self._lock:
            now = self._clock()
            self._forget(now)
            if key in self._done:
                return "done"
            if key in self._claims and self._claims[key][1] > now:
                return "in_progress"
            if len(self._done) + len(self._claims) >= self._limit:
                return "full"
            self._claims[key] = (token, now + self._lease)
            self._claims.move_to_end(key)
            return "claimed"

    def finish(self, key: str, token: str) -> bool:
        with self._lock:
            held = self._claims.get(key)
            if key in self._done or (held is not None and held[0] != token):
                return False
            self._claims.pop(key, None)
            self._done[key] = self._clock() + self._retention
            return True

    def release(self, key: str, token: str) -> None:
        with self._lock:
            if self._claims.get(key, ("",))[0] == token:
                del self._claims[key]

    def _forget(self, now: float) -> None:
        done = self._done
        # A delivery handled before this no longer passes the signature check.
        passed = now - self._valid + self._retention
        while done and (
            (end := next(iter(done.values()))) <= now or (len(done) > self._max_entries and end < passed)
        ):
            done.popitem(last=False)
        while self._claims and next(iter(self._claims.values()))[1] <= now:
            self._claims.popitem(last=False)
