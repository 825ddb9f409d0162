"""Clocks. Durations are measured by one that tests cannot freeze; the wall clock can be set and frozen.

freezegun and similar libraries replace ``time.monotonic``, in ``time`` and in every module that has imported
it. asyncio's loops read the time from there, so that their timers never fire while it is frozen.
"""

from __future__ import annotations

import asyncio
import importlib.util
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from importlib.machinery import BuiltinImporter
from types import BuiltinFunctionType, FunctionType
from typing import TYPE_CHECKING, Any, Final, Protocol

from cortex_async._core.runtime.loops import running_loop

if TYPE_CHECKING:

    class Timer(Protocol):
        def cancel(self) -> None: ...


def _real_monotonic() -> Callable[[], float]:
    # From a fresh copy of the module, since the clock may already be frozen when this is imported.
    spec = BuiltinImporter.find_spec("time")
    if spec is None:
        return time.monotonic
    module: Any = importlib.util.module_from_spec(spec)
    BuiltinImporter.exec_module(module)
    function: Callable[[], float] = module.monotonic
    return function


monotonic: Final = _real_monotonic()
"""Seconds on a clock that cannot be frozen or set."""


def unix() -> float:
    """Return Unix seconds by the wall clock, which can be set, and frozen by tests."""
    return time.time()


class Clock(Protocol):
    """The clock that the runtime uses. A parameter, so that tests need not wait."""

    def monotonic(self) -> float: ...

    def unix(self) -> float: ...

    def sleep(self, seconds: float) -> Awaitable[object]: ...


class SystemClock:
    """The machine's clock."""

    # The function itself: it is called for every call and event.
    monotonic = staticmethod(monotonic)

    def unix(self) -> float:
        return unix()

    def sleep(self, seconds: float) -> Awaitable[object]:
        return _sleep(seconds) if has_frozen_clock(asyncio.get_running_loop()) else asyncio.sleep(seconds)


def clock_of(loop: asyncio.AbstractEventLoop) -> Callable[[], float]:
    """Return the clock for time limits in ``loop``: the real one, or the loop's own if it simulates time."""
    own: object = type(loop).time
    simulated = isinstance(own, FunctionType) and own is not asyncio.BaseEventLoop.time
    return loop.time if simulated else monotonic


def has_frozen_clock(loop: asyncio.AbstractEventLoop) -> bool:
    """Whether the timers of ``loop`` depend on a clock that tests have replaced."""
    own: object = type(loop).time
    return own is asyncio.BaseEventLoop.time and not isinstance(time.monotonic, BuiltinFunctionType)


def call_later(loop: asyncio.AbstractEventLoop, seconds: float, callback: Callable[[], object]) -> Timer:
    """``loop.call_later`` that also works while the loop's clock is frozen. To be called on the loop."""
    if has_frozen_clock(loop):
        return _ThreadTimer(loop, seconds, callback)
    return loop.call_later(seconds, callback)


def time_limit(seconds: float | None) -> AbstractAsyncContextManager[asyncio.Timeout]:
    """``asyncio.timeout`` that also works while the loop's clock is frozen. To be entered at once."""
    loop = running_loop()
    if seconds is None or not has_frozen_clock(loop):
        return asyncio.timeout(seconds)
    return _unfrozen_limit(loop, seconds)


@asynccontextmanager
async def _unfrozen_limit(loop: asyncio.AbstractEventLoop, seconds: float) -> AsyncGenerator[asyncio.Timeout]:
    async with asyncio.timeout(None) as scope:
        timer = call_later(loop, seconds, lambda: scope.reschedule(loop.time()))
        try:
            yield scope
        finally:
            timer.cancel()


class _ThreadTimer:
    """A timer in a thread of its own.

    Used only in tests, where a loop's clock may be frozen, so a thread is affordable.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, seconds: float, callback: Callable[[], object]
    ) -> None:
        self._loop = loop
        self._callback: Callable[[], object] | None = callback
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        self._callback = None
        self._timer.cancel()

    def _ring(self) -> None:
        with suppress(RuntimeError):  # the loop was closed meanwhile
            self._loop.call_soon_threadsafe(self._run)

    def _run(self) -> None:
        callback, self._callback = self._callback, None
        if callback is not None:
            callback()


async def _sleep(seconds: float) -> None:
    over = asyncio.Event()
    timer = call_later(asyncio.get_running_loop(), seconds, over.set)
    try:
        await over.wait()
    finally:
        timer.cancel()
