"""Interruptions: an action that runs between two chosen bytecodes of a thread, as signal handlers, finalisers and callbacks of the
garbage collector do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from attrs import define


@define
class Interloper:
    """Runs ``action`` once, at place number ``place`` of the traced code.

    lines_of: prefix of file names in which each line, call and return is a place; empty: each bytecode anywhere is a place. An action
        that raises needs a prefix, because a tracer must not raise inside Python's own handling of ``with``.
    came: whether there were that many places, and ``action`` ran.
    """

    place: int
    action: Callable[[], object]
    lines_of: str = ""
    came: bool = False
    count: int = 0

    def trace(self, frame: FrameType, happening: str, argument: object) -> Any:
        frame.f_trace_opcodes = not self.lines_of
        if self._is_place(frame, happening):
            self.count += 1
            if self.count == self.place:
                self.came = True
                self.action()
        return self.trace

    def _is_place(self, frame: FrameType, happening: str) -> bool:
        if not self.lines_of:
            return happening == "opcode"
        return frame.f_code.co_filename.startswith(self.lines_of) and not _in_finaliser(frame)

    def watching(self, work: Callable[[], object]) -> object:
        """The result of ``work``, interrupted by ``action``."""
        before = sys.gettrace()
        sys.settrace(self.trace)
        try:
            return work()
        finally:
            sys.settrace(before)


def _in_finaliser(frame: FrameType | None) -> bool:
    # Python only prints an exception that a finaliser raises.
    while frame is not None and frame.f_code.co_name != "__del__":
        frame = frame.f_back
    return frame is not None


def everywhere(
    work: Callable[[], object],
    action: Callable[[], object],
    judge: Callable[[object], object],
    *,
    lines_of: str = "",
) -> int:
    """Interrupt ``work`` by ``action`` at every place in turn. Returns the number of places.

    ``judge`` gets each result of ``work``, or the exception if ``action`` raised one.
    """
    place = 1
    while True:
        interloper = Interloper(place, action, lines_of)
        try:
            result = interloper.watching(work)
        except Exception as error:
            result = error
        judge(result)
        # An exception's traceback holds this frame.
        del result
        if not interloper.came:
            return place - 1
        place += 1
