"""Concurrent work with results in order, a bounded number of items ahead."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
T = TypeVar("T")


async def in_order(
    items: Iterable[Item], work: Callable[[Item], Awaitable[T]], limit: int
) -> AsyncGenerator[T]:
    """The results of ``work`` for each item, in the order of the items.

    At most ``limit`` items are being worked on, or wait for the one before them. Close it: what is running is
    then cancelled. Raises what the first failing item raises, in its turn.
    """
    running: deque[asyncio.Task[T]] = deque()
    left = iter(items)

    def start() -> None:
        for item in left:
            running.append(asyncio.ensure_future(_run(work, item)))
            if len(running) >= limit:
                return

    try:
        start()
        while running:
            # The task stays in the queue while it is awaited, so that it is cancelled with the others.
            result = await running[0]
            running.popleft()
            start()
            yield result
            del result
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _run(work: Callable[[Item], Awaitable[T]], item: Item) -> T:
    return await work(item)
