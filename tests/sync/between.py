"""Something that comes in between: run at a chosen place between two bytecodes of what a thread does, as signal handlers,
finalisers and callbacks of the garbage collector do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from attrs import define


@define
class Interloper:
    """Runs ``action`` once, at place number ``place`` of what is traced, of which it counts up to there. ``came``: whether there were so many.

    lines_of: beginning of the file names of which each line, call and return is a place; where it is empty, each bytecode of
        anything is. An action that raises needs the former: Python's own handling of ``with`` is no place for a tracer to raise.
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
        """What ``work`` gives, with this coming in between."""
        before = sys.gettrace()
        sys.settrace(self.trace)
        try:
            return work()
        finally:
            sys.settrace(before)


def _in_finaliser(frame: FrameType | None) -> bool:
    # What is raised in there reaches nobody but standard error.
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
    """Has ``action`` come in at every place of ``work`` in turn and ``judge`` what came of it. How many places there were.

    What ``action`` raises goes through ``work``, and to ``judge`` as what came of it.
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
