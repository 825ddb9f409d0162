"""A limiter for one process."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import Final

from cortex_async._core.limiting import SECOND, Limit
from cortex_async._core.timing.clock import Clock
from cortex_async.limits.plan import Counted
from cortex_async.limits.schedule import Place, Schedule
from cortex_async.limits.waiting import MAX_WAIT, Denied, Granted, WaitingLimiter

_SWEEP: Final = 256
"""Schedules after which idle ones are looked for."""


class LocalLimiter(WaitingLimiter):
    """Limits shared by the clients of one process, of any number of event loops and threads::

        limiter = LocalLimiter(Limit(50))
        async with CortexClient(api_key=..., limiter=limiter) as client: ...

    Async and sync clients may share one. Turns come in the order in which calls ask for them. A forked child
    continues with a copy of its own.

    limits: a ``Limit`` for all operations, or limits by name, of which ``default`` is for all operations that
        no other one names. The limits that the API's vendor publishes apply too; a limit of the same name
        replaces one, and None removes it. Default: only the published limits.
    max_wait: the most seconds that an attempt waits for its turn; 0 for none. Default 10. If less is left of
        the call's total time limit, that counts.
    clock: for tests.

    Raises ``ArgumentError`` for a value that cannot be used.
    """

    def __init__(
        self,
        limits: Limit | Mapping[str, Limit | None] | None = None,
        *,
        max_wait: float = MAX_WAIT,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(limits, max_wait, os.urandom(32), clock)
        self._schedules: dict[str, Schedule] = {}
        self._sweep_at = _SWEEP
        self._locks: dict[int, threading.Lock] = {}

    def _lock(self) -> threading.Lock:
        # One for each process: a forked child may inherit a lock that another thread holds.
        return self._locks.setdefault(os.getpid(), threading.Lock())

    def _now(self) -> int:
        return int(self._clock.monotonic() * SECOND)

    async def _ask(self, counted: Counted, held: Place | None, most: float) -> Granted | Denied:
        interval, tolerance = (
            (0, 0) if counted.limit is None else (counted.limit.interval, counted.limit.tolerance)
        )
        with self._lock():
            now = self._now()
            schedule = self._schedule(counted.key, now)
            place: Place | int | None = held
            if held is None or not schedule.holds(held, now):
                place = schedule.take(now, interval, tolerance, now + int(most * SECOND))
        if isinstance(place, Place):
            return Granted(place, max(0, place.at - now) / SECOND)
        return Denied(((place or 0) - now) / SECOND)

    def _give_back(self, counted: Counted, place: Place) -> None:
        with self._lock():
            self._schedule(counted.key, self._now()).give_back(
                place, 0 if counted.limit is None else counted.limit.interval
            )

    async def _close(self, counted: Counted, seconds: float) -> None:
        with self._lock():
            now = self._now()
            self._schedule(counted.key, now).cool_down(now + int(seconds * SECOND))

    def _schedule(self, key: str, now: int) -> Schedule:
        schedules = self._schedules
        schedule = schedules.get(key)
        if schedule is None:
            if len(schedules) >= self._sweep_at:
                for idle in [other for other, one in schedules.items() if one.idle(now)]:
                    del schedules[idle]
                self._sweep_at = max(_SWEEP, 2 * len(schedules))
            schedule = schedules[key] = Schedule()
        return schedule

    def __repr__(self) -> str:
        return f"{type(self).__name__}(max_wait={self._max_wait:g})"
