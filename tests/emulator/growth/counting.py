"""What work costs, without a clock."""

from __future__ import annotations

import gc
import tracemalloc
from collections import Counter as Counts
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

from attrs import define, field

from tests.bytecodes import Counter

T = TypeVar("T")


def cost(prepare: Callable[[T], Callable[[], object]], make: Callable[[], T]) -> tuple[int, int]:
    """Bytecodes and bytes of what ``prepare`` returns for something that is new, after a run that warms up.

    The smaller bytes of two runs: a table of the interpreter that has to grow, grows in one of them.
    """
    first = peak(prepare(make()))
    work, counted = prepare(make()), list[int]()
    second = peak(lambda: counted.append(bytecodes(work)))
    return counted[0], min(first, second)


def peak(work: Callable[[], object]) -> int:
    """The memory that one run has in use at a time, beyond what was there before."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        work()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def bytecodes(work: Callable[[], object]) -> int:
    """Bytecodes of one run."""
    counter = Counter()
    # So that the collection before counting skips what is there already.
    gc.freeze()
    counter.start()
    try:
        work()
    finally:
        counter.stop()
    return counter.bytecodes


@define
class ByFunction(Counter):
    """Counts the bytecodes of each function, but not in modules that redact and write text: nearly all that the
    status page does is that, and counting it would take long.
    """

    functions: Counts[str] = field(factory=Counts[str])

    TEXT = (
        "cortex_async.emulator.replay",
        "cortex_async.emulator.page.html",
        "cortex_async.emulator.page.printable",
        "json",
        "html",
    )

    def _enter(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any]:
        if frame.f_globals["__name__"].startswith(self.TEXT):
            frame.f_trace_lines = False
            return self._ignored
        return super()._enter(frame, event, arg)

    def _inside(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any]:
        if event == "opcode":
            self.functions[frame.f_code.co_qualname] += 1
        return self._inside

    def _ignored(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any]:
        return self._ignored

    def _profile(self, frame: FrameType, event: str, arg: Any) -> None:
        """Calls of functions written in C do not count."""


def by_function(work: Callable[[], object]) -> Counts[str]:
    """Bytecodes of each function in one run."""
    work()
    counter = ByFunction()
    gc.freeze()
    counter.start()
    try:
        work()
    finally:
        counter.stop()
    return counter.functions
