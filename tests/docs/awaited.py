"""An emulator in a thread, for examples and tests that await its methods."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

from cortex_async.emulator import Clock, Emulator


class Awaited:
    """A threaded emulator with the coroutine functions of ``Emulator``, for examples and tests that await them."""

    def __init__(self, emulator: Any, kind: type = Emulator) -> None:
        self._emulator = emulator
        self._kind = kind

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._emulator, name)
        if name == "clock":
            return Awaited(value, Clock)
        if not inspect.iscoroutinefunction(getattr(self._kind, name, None)):
            return value

        async def awaitable(*args: Any, **options: Any) -> Any:
            return await asyncio.to_thread(value, *args, **options)

        return awaitable
