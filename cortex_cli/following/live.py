"""Live views on the command line: what they say of their connection is on stderr."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

from cortex_async._core.timing.clock import SystemClock
from cortex_async.live import LiveView

LiveT = TypeVar("LiveT", bound=LiveView[Any, Any])

_LOOK_EVERY: Final = 0.5


@asynccontextmanager
async def entered(live: LiveT, note: Callable[[str], None]) -> AsyncGenerator[LiveT]:
    """Enter a live view, and write lines about its connection and its errors with ``note``."""
    live.on_error(lambda error: note(f"reading again failed and is repeated: {error}"))
    async with live:
        task = asyncio.create_task(_note_staleness(live, note))
        try:
            yield live
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _note_staleness(live: LiveView[Any, Any], note: Callable[[str], None]) -> None:
    stale = False
    while True:
        if live.stale is not stale:
            stale = live.stale
            note(
                "not connected: what is shown may be outdated" if stale else "connected again, and up to date"
            )
        await SystemClock().sleep(_LOOK_EVERY)
