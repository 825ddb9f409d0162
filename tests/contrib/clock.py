"""A manual clock."""

from __future__ import annotations

import asyncio


class ManualClock:
    """A clock that advances only by ``sleep`` or when it is moved; it records the sleeps."""

    def __init__(self, unix: float = 1_769_860_800.0) -> None:
        self._now = 0.0
        self._start = unix
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self._now

    def unix(self) -> float:
        return self._start + self._now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._now += seconds
        await asyncio.sleep(0)

    def move(self, seconds: float) -> None:
        self._now += seconds
