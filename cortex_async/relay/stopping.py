"""SIGTERM and SIGINT as requests to finish what was begun."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stop_on_signals(stop: Callable[[], object]) -> Generator[None]:
    """Call ``stop`` when SIGTERM or SIGINT arrives; a second one acts as it did before.

    ``loop.add_signal_handler`` would not do: Windows lacks it, and the loop may run in another thread.

    stop: called in the main thread, between any two steps of it.

    Raises ``ValueError`` outside the main thread.
    """
    previous = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def receive(number: int, frame: FrameType | None) -> None:
        restore()
        stop()

    def restore() -> None:
        for number, handler in previous.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)

    for number in previous:
        signal.signal(number, receive)
    try:
        yield
    finally:
        restore()
