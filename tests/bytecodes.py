"""Counts the bytecodes and the calls of C functions that work takes.

The figures are the same on every machine.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Any

from attrs import define


@define
class Counter:
    """Counts what this thread executes in functions entered between ``start`` and ``stop``.

    bytecodes: of Python functions. c_calls: of functions written in C.
    """

    bytecodes: int = 0
    c_calls: int = 0
    _before: tuple[Any, Any] = (None, None)

    def start(self) -> None:
        # A collection while counting would run the finalisers of earlier objects.
        gc.collect()
        gc.disable()
        self._before = sys.gettrace(), sys.getprofile()
        sys.setprofile(self._profile)
        sys.settrace(self._enter)

    def stop(self) -> None:
        # Hand back to a debugger or a measurement of coverage.
        tracer, profiler = self._before
        sys.settrace(tracer)
        sys.setprofile(profiler)
        gc.enable()

    def _enter(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any]:
        frame.f_trace_lines = False
        frame.f_trace_opcodes = True
        return self._inside

    def _inside(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any]:
        if event == "opcode":
            self.bytecodes += 1
        return self._inside

    def _profile(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "c_call":
            self.c_calls += 1


def count(work: Callable[[], object], times: int = 20) -> Counter:
    """Count one run of ``work``, as the mean of ``times`` runs, after a warm-up."""
    # Counted in the warm-up, too: Python 3.12 does not count a function in which tracing starts for the first
    # time.
    for repeats in (3, times):
        counter = Counter()
        counter.start()
        try:
            for _ in range(repeats):
                work()
        finally:
            counter.stop()
    return Counter(counter.bytecodes // times, counter.c_calls // times)


async def count_calls(call: Callable[[], Awaitable[object]], times: int = 20) -> Counter:
    """Count one awaited ``call`` as ``count`` does, in a task whose frames begin after counting has begun."""

    async def several(repeats: int) -> None:
        for _ in range(repeats):
            await call()

    await several(3)
    counter = Counter()
    counter.start()
    try:
        await asyncio.ensure_future(several(times))
    finally:
        counter.stop()
    return Counter(counter.bytecodes // times, counter.c_calls // times)
