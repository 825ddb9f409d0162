"""Shares one run of a coroutine among all who wait for its result at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from cortex_async._core.late_attrs import define

T = TypeVar("T")


@define(eq=False, repr=False)
class _Flight(Generic[T]):
    task: asyncio.Task[T]
    waiting: int = 0


class SingleFlight(Generic[T]):
    """Runs ``work`` once for any number of waiters. The first ``result()`` after its end runs it again.

    Cancelling a waiter leaves the others waiting; cancelling the last one cancels the work. Waiters of
    different event loops do not share a run.
    """

    def __init__(self, work: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._work = work
        self._flight: _Flight[T] | None = None

    async def result(self) -> T:
        """Wait for the work. Returns what it returns, raises what it raises."""
        flight, loop = self._flight, asyncio.get_running_loop()
        if flight is None or flight.task.done() or flight.task.get_loop() is not loop:
            flight = self._flight = _Flight(loop.create_task(self._work()))
        flight.waiting += 1
        try:
            # Shielded: the waiter that started the work may be cancelled while others wait for it.
            return await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                flight.task.cancel()
                if self._flight is flight:
                    # The task takes a moment to end: a new waiter must not be cancelled with it.
                    self._flight = None
