"""The event loop that is running, which has to be asyncio's."""

from __future__ import annotations

import asyncio

from cortex_async._core.errors import WrongLoop


def running_loop() -> asyncio.AbstractEventLoop:
    """Raises ``WrongLoop`` under trio and other libraries with loops of their own."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise no_asyncio() from None


def no_asyncio() -> WrongLoop:
    return WrongLoop(
        "cortex_async runs on asyncio only, and no asyncio event loop is running here: "
        "under trio use cortex_sync in a worker thread"
    )
