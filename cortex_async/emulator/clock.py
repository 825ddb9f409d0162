"""Time as a parameter: it passes by itself, can be moved forward, and can stand still."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from cortex_async.emulator.timestamps import iso


class Agenda(Protocol):
    """Whoever has something to do at an instant."""

    def next_due(self) -> float | None:
        """The timestamp of the earliest entry."""
        ...

    async def run_due(self) -> None:
        """Carry out every entry that is due now, and wait until its effects are over."""
        ...

    def rearm(self) -> None:
        """The clock has been moved."""
        ...


class Clock:
    """The emulator's time.

    start: the instant at which it begins, aware; the present by default.
    frozen: if True, time stands still except for ``advance``.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError(
                f"naive datetime {start.isoformat()}: give it a time zone, e.g. tzinfo=timezone.utc"
            )
        self.frozen = frozen
        self._start = start
        self._pinned: float | None = None
        self._agenda: Agenda | None = None
        self._moving = asyncio.Lock()
        self.reset()

    def reset(self) -> None:
        """Back to the start, or to the present when no start was given."""
        present = time.time()
        first = present if self._start is None else self._start.timestamp()
        self._offset = first - present
        self._pinned = first if self.frozen else None
        if self._agenda is not None:
            self._agenda.rearm()

    def timestamp(self) -> float:
        """Seconds since 1970-01-01 UTC."""
        return time.time() + self._offset if self._pinned is None else self._pinned

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def iso(self) -> str:
        """The present as the API writes instants."""
        return iso(self.timestamp())

    async def advance(self, seconds: float | timedelta) -> None:
        """Move forward, carrying out what falls due on the way, each at its own instant and in order.

        Returns when all of it is done, including the webhook attempts that fell due. Raises ``ValueError`` for a negative
        distance.
        """
        distance = seconds.total_seconds() if isinstance(seconds, timedelta) else seconds
        if not distance >= 0:
            raise ValueError(f"time moves forward only, not by {distance} s")
        async with self._moving:
            target = self.timestamp() + distance
            try:
                await self._run_until(target)
            finally:
                self._land(target)

    async def _run_until(self, target: float) -> None:
        agenda = self._agenda
        if agenda is None:
            return
        # What is under way belongs to the present: its failures are to be retried from now on.
        self._pinned = self.timestamp()
        await agenda.run_due()
        while (due := agenda.next_due()) is not None and due <= target:
            self._pinned = max(due, self.timestamp())
            await agenda.run_due()

    def _land(self, target: float) -> None:
        self._offset = target - time.time()
        self._pinned = target if self.frozen else None
        if self._agenda is not None:
            self._agenda.rearm()

    def attach(self, agenda: Agenda) -> None:
        """For the emulator that this clock drives. Raises ``ValueError`` when it already drives one."""
        if self._agenda is not None:
            raise ValueError("this clock already drives an emulator; give each its own")
        self._agenda = agenda
