"""Checks that work ends at once. A busy machine may take long for it, but it must not sleep until a timer fires."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

HANG = 30.0
"""Seconds after which work counts as hanging, on any machine."""


@asynccontextmanager
async def at_once(asleep: float = 0.5) -> AsyncGenerator[None]:
    """Fail if asyncio's loop sleeps for that many seconds in all, with nothing to do until a timer fires.

    Time that passes while work is done, or while the process waits for a processor, does not count. Raises
    ``TimeoutError`` if the block hangs.
    """
    loop: Any = asyncio.get_running_loop()
    selector = loop._selector
    select = selector.select
    slept = 0.0

    def counted(timeout: float | None = None) -> object:
        nonlocal slept
        found = select(timeout)
        if not found and timeout is not None:
            slept += max(timeout, 0.0)
        return found

    selector.select = counted
    try:
        async with asyncio.timeout(HANG):
            yield
    finally:
        del selector.select
    assert slept < asleep, f"slept {slept:.2f} s"
