"""The time limit of what awaits a library."""

from __future__ import annotations

import asyncio
from types import TracebackType

from cortex_async._core.runtime.swallowed import passing_cancellation_on
from cortex_async._core.timing.clock import time_limit


class _LibraryLimit:
    __slots__ = ("_limit", "_passing")

    def __init__(self, seconds: float | None) -> None:
        self._limit = time_limit(seconds)
        self._passing = passing_cancellation_on()

    async def __aenter__(self) -> None:
        await self._limit.__aenter__()
        self._passing.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            self._passing.__exit__(kind, error, traceback)
        except asyncio.CancelledError as swallowed:
            # It may be that of the limit itself, which raises TimeoutError then.
            await self._limit.__aexit__(asyncio.CancelledError, swallowed, None)
            raise
        await self._limit.__aexit__(kind, error, traceback)


def library_limit(seconds: float | None) -> _LibraryLimit:
    """``time_limit`` for a block that awaits a library, which may swallow a cancellation."""
    return _LibraryLimit(seconds)
