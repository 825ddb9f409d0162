"""The running event loop, which must be asyncio's."""

from __future__ import annotations

import asyncio

from cortex_async._core.errors import WrongLoop


def running_loop() -> asyncio.AbstractEventLoop:
    """Return the running asyncio loop. Raises ``WrongLoop`` if there is none, as under trio."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise no_asyncio() from None


def no_asyncio() -> WrongLoop:
    """Build the error for a call without a running asyncio loop."""
    return WrongLoop(
        "cortex_async runs on asyncio only, and no asyncio event loop is running here: "
        "under trio use cortex_sync in a worker thread"
    )
