"""Remembers deliveries, so that one that comes again is not handled again.

In two steps: a worker claims a delivery before it handles it, and marks it afterwards. A handler that fails gives the claim
back, and the sender's next attempt is handled; of two workers with the same delivery, one gets the claim.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Literal, Protocol, TypeAlias

from cortex_async._core.arguments import check_count, check_seconds
from cortex_async._core.timing.clock import monotonic

_log = logging.getLogger(__name__)

Claim: TypeAlias = Literal["claimed", "in_progress", "done", "full"]
"""It is yours to handle, somebody is at it, it has been handled, or there is no room to remember it now."""

RETENTION = 24 * 3600.0
HANDLER_TIMEOUT = 30.0
MARGIN = 5.0
"""Seconds by which a claim outlasts the time limit of a handler: for the steps around it, and for clocks that differ."""

LEASE = HANDLER_TIMEOUT + MARGIN
LONGEST_PAUSE = 120.0
"""The lease where handlers have no time limit: just less than the sender's last pause between two attempts, so that the last attempt finds
the claim of a worker that died lapsed."""

PASSING = 600.0
"""Twice the default tolerance: for so long a recorded delivery passes the signature check."""


class ReplayStore(Protocol):
    """What a ``WebhookRouter`` needs of a store. Its methods may be coroutines, unless the server is synchronous.

    retention: seconds for which a handled delivery is remembered. It must exceed twice the tolerance for timestamps: within that
        time a delivery that somebody has recorded still passes the signature check.
    """

    @property
    def retention(self) -> float: ...

    def claim(self, key: str, token: str) -> Claim | Awaitable[Claim]:
        """Claims the delivery ``key`` for ``token``, until it is finished, released, or the lease runs out."""
        ...

    def finish(self, key: str, token: str) -> bool | Awaitable[bool]:
        """Marks as handled. False if the lease had run out and another worker has the claim, or has finished."""
        ...

    def release(self, key: str, token: str) -> Awaitable[None] | None:
        """Gives the claim back, if ``token`` still has it."""
        ...


class Terms:
    """How long a store keeps what: what the stores here have in common.

    retention: seconds for which a handled delivery is remembered.
    lease: seconds after which a claim lapses whose worker never came back; None for a little more than the ``handler_timeout`` of
        the routers that use the store. The sender tries again after 1, 5, 25 and 125 s: a longer lease outlasts all of that.
    """

    def __init__(self, retention: float, lease: float | None) -> None:
        check_seconds("retention", retention, none=False)
        check_seconds("lease", lease)
        self._retention = retention
        self._lease_is_given = lease is not None
        self._lease = LEASE if lease is None else lease
        self._passing = PASSING
        self._served = False

    @property
    def retention(self) -> float:
        return self._retention

    @property
    def lease(self) -> float:
        return self._lease

    def serve(self, handler_timeout: float | None, tolerance: float | None) -> None:
        """Called by each router that is given the store: what it needs decides where the constructor was not told."""
        needed = LONGEST_PAUSE if handler_timeout is None else handler_timeout + MARGIN
        if self._lease_is_given:
            if handler_timeout is not None and self._lease <= handler_timeout:
                _log.warning(
                    "the replay store's lease (%g s) is not longer than handler_timeout (%g s): "
                    "a delivery may be handled again while its handler still runs",
                    self._lease,
                    handler_timeout,
                )
        elif self._served:
            self._lease = max(self._lease, needed)
        else:
            self._lease = needed
        passing = self._retention if tolerance is None else 2 * tolerance
        self._passing = max(self._passing, passing) if self._served else passing
        self._served = True


class MemoryReplayStore(Terms):
    """For one process. Safe to use from several threads.

    retention: seconds for which a handled delivery is remembered.
    lease: seconds after which a claim lapses whose worker never came back; None for 5 s more than the router's ``handler_timeout``.
    max_entries: how many handled deliveries are remembered; beyond that the oldest are forgotten first, but none that could still
        pass the signature check again, which is for twice the tolerance.
    limit: beyond so many no delivery is claimed any more, and the sender has to come again. Only what the sender has signed
        counts, so it takes thousands of events a second to get there.
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
        # Both in the order in which they end, since what one store gives out lasts equally long.
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
        # What was done before this instant no longer passes the signature check.
        passed = now - self._passing + self._retention
        while done and (
            (end := next(iter(done.values()))) <= now or (len(done) > self._max_entries and end < passed)
        ):
            done.popitem(last=False)
        while self._claims and next(iter(self._claims.values()))[1] <= now:
            self._claims.popitem(last=False)
