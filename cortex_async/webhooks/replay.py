"""Remembers deliveries, so that one that comes again is not handled again.

In two steps: a worker claims a delivery before it handles it, and marks it afterwards. A handler that fails gives the claim
back, and the sender's next attempt is handled; of two workers with the same delivery, one gets the claim.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Literal, Protocol, TypeAlias

from cortex_async.core.arguments import check_count, check_seconds

Claim: TypeAlias = Literal["claimed", "in_progress", "done"]
"""It is yours to handle, somebody is at it, or it has been handled."""

RETENTION = 24 * 3600.0
LEASE = 300.0


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


class MemoryReplayStore:
    """For one process. Safe to use from several threads.

    retention: seconds for which a handled delivery is remembered.
    lease: seconds after which a claim lapses whose worker never came back.
    max_entries: how many handled deliveries are remembered at most; the oldest are forgotten first.
    """

    def __init__(
        self,
        *,
        retention: float = RETENTION,
        lease: float = LEASE,
        max_entries: int = 100_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        check_durations(retention, lease)
        check_count("max_entries", max_entries)
        self._retention = retention
        self._lease = lease
        self._max_entries = max_entries
        self._clock = clock
        self._lock = threading.Lock()
        # Both in the order in which they end, since what one store gives out lasts equally long.
        self._claims: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._done: OrderedDict[str, float] = OrderedDict()

    @property
    def retention(self) -> float:
        return self._retention

    def claim(self, key: str, token: str) -> Claim:
        with self._lock:
            now = self._clock()
            self._forget(now)
            if key in self._done:
                return "done"
            if key in self._claims:
                return "in_progress"
            self._claims[key] = (token, now + self._lease)
            return "claimed"

    def finish(self, key: str, token: str) -> bool:
        with self._lock:
            held = self._claims.get(key)
            if key in self._done or (held is not None and held[0] != token):
                return False
            self._claims.pop(key, None)
            self._done[key] = self._clock() + self._retention
            if len(self._done) > self._max_entries:
                self._done.popitem(last=False)
            return True

    def release(self, key: str, token: str) -> None:
        with self._lock:
            if self._claims.get(key, ("",))[0] == token:
                del self._claims[key]

    def _forget(self, now: float) -> None:
        while self._done and next(iter(self._done.values())) <= now:
            self._done.popitem(last=False)
        while self._claims and next(iter(self._claims.values()))[1] <= now:
            self._claims.popitem(last=False)


def check_durations(retention: float, lease: float) -> None:
    check_seconds("retention", retention, none=False)
    check_seconds("lease", lease, none=False)
