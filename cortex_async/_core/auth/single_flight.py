"""One piece of work for all who want its result at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from attrs import define

T = TypeVar("T")


@define(eq=False, repr=False)
class _Flight(Generic[T]):
    task: asyncio.Task[T]
    waiting: int = 0


class SingleFlight(Generic[T]):
    """Runs ``work`` once however many wait for it; after its end the next one to ask starts it again.

    A waiter may be cancelled alone. When the last one is, so is the work. Each event loop has its own.
    """

    def __init__(self, work: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._work = work
        self._flight: _Flight[T] | None = None

    async def result(self) -> T:
        """What the work gives or raises."""
        flight, loop = self._flight, asyncio.get_running_loop()
        if flight is None or flight.task.done() or flight.task.get_loop() is not loop:
            flight = self._flight = _Flight(loop.create_task(self._work()))
        flight.waiting += 1
        try:
            # Shielded: the one who started it may be cancelled while others wait for the same answer.
            return await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                flight.task.cancel()
                if self._flight is flight:
                    # It ends later: whoever asks meanwhile must not be cancelled with it.
                    self._flight = None
