"""Shutdown signals, handled from process start until the state is saved."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self, TypeAlias

_Handler: TypeAlias = "Callable[[int, FrameType | None], object] | int | None"

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Ctrl-C, an init system or container, a closed terminal, Ctrl-Break.

The last two do not exist on every platform.
"""


class ShutdownSignals:
    """Context manager that turns these signals, however many arrive, into one effect: ``wait`` returns.

    ``loop.add_signal_handler`` would not do: Windows lacks it, and its handlers are removed with the loop,
    before the state is saved.
    """

    def __init__(self) -> None:
        # No locks here: one handler can interrupt another.
        self._received = False
        self._wake: Callable[[], object] | None = None
        self._previous: dict[signal.Signals, _Handler] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in _signals():
                self._previous[number] = signal.signal(number, self._receive)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # After a shutdown signal the process is about to exit with 0. Another signal must not change that,
        # even while the interpreter shuts down and has already removed Python's handlers.
        for number, handler in self._previous.items():
            signal.signal(number, signal.SIG_IGN if self._received else handler)

    async def wait(self) -> None:
        """Wait until one of the signals has arrived. Returns at once if that was before this call."""
        loop, received = asyncio.get_running_loop(), asyncio.Event()
        self._wake = lambda: loop.call_soon_threadsafe(received.set)
        try:
            if not self._received:
                await received.wait()
        finally:
            self._wake = None

    def _receive(self, number: int, frame: FrameType | None) -> None:
        self._received = True
        if self._wake is not None:
            self._wake()


def _signals() -> list[signal.Signals]:
    """The signals that this platform has, without SIGHUP if it is already ignored, as under ``nohup``."""
    available = [signal.Signals[name] for name in NAMES if name in signal.Signals.__members__]
    return [
        number
        for number in available
        if number.name != "SIGHUP" or signal.getsignal(number) is not signal.SIG_IGN
    ]
