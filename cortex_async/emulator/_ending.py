"""When the process is to end: every signal that asks for it, from the first moment on and until everything is saved."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self, TypeAlias

_Handler: TypeAlias = "Callable[[int, FrameType | None], object] | int | None"

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Ctrl-C, an init system or container, a terminal that closes, Ctrl-Break; the last two not on every platform."""


class Ending:
    """With it, these signals end nothing by themselves, however many come: ``wait`` returns.

    Not ``loop.add_signal_handler``, which Windows does not have, and whose handlers go with the loop, before the state is saved.
    """

    def __init__(self) -> None:
        # No lock may be taken where a handler can interrupt a handler.
        self._asked = False
        self._wake: Callable[[], object] | None = None
        self._before: dict[signal.Signals, _Handler] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in _signals():
                self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A process that was asked to end does so now. One more signal must not turn that into a failure: not even while the
        # interpreter goes, which takes Python's handlers away before the process ends.
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_IGN if self._asked else handler)

    async def wait(self) -> None:
        """Until one of the signals has come, be it before this call."""
        loop, asked = asyncio.get_running_loop(), asyncio.Event()
        self._wake = lambda: loop.call_soon_threadsafe(asked.set)
        try:
            if not self._asked:
                await asked.wait()
        finally:
            self._wake = None

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
        if self._wake is not None:
            self._wake()


def _signals() -> list[signal.Signals]:
    """Those that the platform has. SIGHUP stays ignored where somebody has arranged that, as ``nohup`` does."""
    known = [signal.Signals[name] for name in NAMES if name in signal.Signals.__members__]
    return [
        number
        for number in known
        if number.name != "SIGHUP" or signal.getsignal(number) is not signal.SIG_IGN
    ]
