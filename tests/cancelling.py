"""Cancels calls at every step, to find those that lose a cancellation."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

Call = Callable[[], Awaitable[object]]

STEPS = 40
"""Steps of the event loop: more than a call takes until it has sent something."""


async def steps_that_lose_it(call: Call) -> list[int]:
    """The numbers of steps after which a cancellation of the call is lost."""
    return [step for step in range(STEPS) if not await _ends_as_cancelled(call, step)]


async def _ends_as_cancelled(call: Call, step: int) -> bool:
    """Whether a call ends as cancelled if it is cancelled after this many steps, or has ended before that."""
    calling = asyncio.ensure_future(call())
    for _ in range(step):
        await asyncio.sleep(0)
    if not calling.cancel():
        return True
    await asyncio.wait({calling})
    return calling.cancelled()
