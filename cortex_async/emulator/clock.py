"""The emulator's clock: it runs in real time, can be moved forward, and can be frozen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol

from cortex_async.emulator.timestamps import iso

LATEST = datetime(9000, 1, 1, tzinfo=UTC).timestamp()
"""The end of time. Python's datetimes end with the year 9999, and timers need some room."""


class Schedule(Protocol):
    """Timers that a clock drives."""

    def next_due(self) -> float | None:
        """The timestamp of the earliest timer, None if there is none."""
        ...

    async def run_due(self) -> None:
        """Run every timer that is due now and wait for its effects."""
        ...

    def rearm(self) -> None:
        """Called after the clock has been moved."""
        ...


class Clock:
    """The emulator's time.

    start: an aware datetime at which time starts. Default: now.
    frozen: True to make time pass only through ``advance``.

    Raises ``ValueError`` for a naive ``start``.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError(
                f"start must be an aware datetime (e.g. with tzinfo=timezone.utc), got {start.isoformat()}"
            )
        self.frozen = frozen
        self._start = start
        self._pinned: float | None = None
        self._schedule: Schedule | None = None
        self._moving = asyncio.Lock()
        # The latest result of ``iso``, for several calls in one millisecond.
        self._millisecond: int | None = None
        self._iso = ""
        self.reset()

    def reset(self) -> None:
        """Return to ``start``, or to the current time if none was given."""
        now = time.time()
        first = now if self._start is None else self._start.timestamp()
        self._offset = first - now
        self._pinned = first if self.frozen else None
        if self._schedule is not None:
            self._schedule.rearm()

    def timestamp(self) -> float:
        """Seconds since 1970-01-01 UTC."""
        return time.time() + self._offset if self._pinned is None else self._pinned

    def now(self) -> datetime:
        """The current time, in UTC."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def iso(self) -> str:
        """The current time in the API's format."""
        now = self.timestamp()
        millisecond = int(now * 1000)
        if millisecond != self._millisecond:
            self._millisecond, self._iso = millisecond, iso(now)
        return self._iso

    async def advance(self, seconds: float | timedelta) -> None:
        """Move time forward by ``seconds`` and run every timer that becomes due on the way, in order, each at
        its own time.

        Returns when all of this is done, including webhook attempts. Raises ``ValueError`` for a negative
        value, or one that leads past the year 9000.
        """
        distance = seconds.total_seconds() if isinstance(seconds, timedelta) else seconds
        if not distance >= 0:
            raise ValueError(f"seconds must not be negative, got {distance}")
        async with self._moving:
            now = self.timestamp()
            target = now + distance
            if target > LATEST:
                raise ValueError(f"seconds must not lead past the year 9000, got {distance}")
            # Work already in progress belongs to the current time: its retries count from now.
            self._pinned = now
            try:
                await self._run_until(target)
            finally:
                self._land(target)

    @contextmanager
    def shifted(self, seconds: float) -> Generator[None]:
        """Show another time within a ``with`` block, e.g. while sample data of the last hour is made. Timers
        run after the block.
        """
        pinned = self._pinned
        self._pinned = self.timestamp() + seconds
        try:
            yield
        finally:
            self._pinned = pinned
            if self._schedule is not None:
                self._schedule.rearm()

    async def _run_until(self, target: float) -> None:
        schedule = self._schedule
        if schedule is None:
            return
        await schedule.run_due()
        while (due := schedule.next_due()) is not None and due <= target:
            self._pinned = max(due, self.timestamp())
            await schedule.run_due()

    def _land(self, target: float) -> None:
        self._offset = target - time.time()
        self._pinned = target if self.frozen else None
        if self._schedule is not None:
            self._schedule.rearm()

    def attach(self, schedule: Schedule) -> None:
        """Drive the timers of an emulator. Raises ``ValueError`` if the clock already drives one."""
        if self._schedule is not None:
            raise ValueError("clock already drives another emulator: give each emulator its own")
        self._schedule = schedule
