"""Clocks. Durations go by one that tests cannot freeze; the wall clock follows whoever sets it.

freezegun and its like put functions of their own in the place of ``time.monotonic``, in every module that has it already and in
``time`` itself, whose clock asyncio's loops go by: in those no timer ever fires.
"""

from __future__ import annotations

import asyncio
import importlib.util
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from importlib.machinery import BuiltinImporter
from types import BuiltinFunctionType, FunctionType
from typing import TYPE_CHECKING, Any, Final, Protocol

from cortex_async._core.runtime.loops import running_loop

if TYPE_CHECKING:

    class Timer(Protocol):
        def cancel(self) -> None: ...


def _untouched() -> Callable[[], float]:
    # A copy of the module: this one may be imported while the clock is frozen.
    spec = BuiltinImporter.find_spec("time")
    if spec is None:
        return time.monotonic
    module: Any = importlib.util.module_from_spec(spec)
    BuiltinImporter.exec_module(module)
    function: Callable[[], float] = module.monotonic
    return function


monotonic: Final = _untouched()
"""Seconds that pass, whatever a test has done to ``time``."""


def unix() -> float:
    """Unix seconds by the wall clock, which whoever sets it may move and tests may freeze."""
    return time.time()


class Clock(Protocol):
    """Time as the runtime uses it; a parameter so that tests need no waiting."""

    def monotonic(self) -> float: ...

    def unix(self) -> float: ...

    def sleep(self, seconds: float) -> Awaitable[object]: ...


class SystemClock:
    """The machine's clock."""

    def monotonic(self) -> float:
        return monotonic()

    def unix(self) -> float:
        return unix()

    def sleep(self, seconds: float) -> Awaitable[object]:
        return _slept(seconds) if stands_still(asyncio.get_running_loop()) else asyncio.sleep(seconds)


def clock_of(loop: asyncio.AbstractEventLoop) -> Callable[[], float]:
    """What the time limits in ``loop`` go by: time that passes, but the loop's own where it has invented one."""
    own: object = type(loop).time
    invented = isinstance(own, FunctionType) and own is not asyncio.BaseEventLoop.time
    return loop.time if invented else monotonic


def stands_still(loop: asyncio.AbstractEventLoop) -> bool:
    """Whether the timers of ``loop`` go by a clock that was put in the place of the real one."""
    own: object = type(loop).time
    return own is asyncio.BaseEventLoop.time and not isinstance(time.monotonic, BuiltinFunctionType)


def call_later(loop: asyncio.AbstractEventLoop, seconds: float, callback: Callable[[], object]) -> Timer:
    """``loop.call_later``, also in a loop whose clock stands still. To be called on the loop."""
    return _ThreadTimer(loop, seconds, callback) if stands_still(loop) else loop.call_later(seconds, callback)


@asynccontextmanager
async def time_limit(seconds: float | None) -> AsyncGenerator[asyncio.Timeout]:
    """``asyncio.timeout``, also in a loop whose clock stands still."""
    loop = running_loop()
    if seconds is None or not stands_still(loop):
        async with asyncio.timeout(seconds) as scope:
            yield scope
        return
    async with asyncio.timeout(None) as scope:
        timer = call_later(loop, seconds, lambda: scope.reschedule(loop.time()))
        try:
            yield scope
        finally:
            timer.cancel()


class _ThreadTimer:
    """A thread that sleeps in the loop's place. A loop's clock stands still in tests only, so that it may cost a thread."""

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
        with suppress(RuntimeError):  # the loop has closed meanwhile
            self._loop.call_soon_threadsafe(self._run)

    def _run(self) -> None:
        callback, self._callback = self._callback, None
        if callback is not None:
            callback()


async def _slept(seconds: float) -> None:
    over = asyncio.Event()
    timer = call_later(asyncio.get_running_loop(), seconds, over.set)
    try:
        await over.wait()
    finally:
        timer.cancel()
