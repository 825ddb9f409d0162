"""Signals while something blocks that is no coroutine, such as a question."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import NoReturn


class Terminated(KeyboardInterrupt):
    """SIGTERM arrived. The command was cancelled and has closed everything."""


@contextmanager
def interruptible() -> Generator[None]:
    """Let Ctrl-C and SIGTERM end the block at once, with ``KeyboardInterrupt``.

    While an event loop runs, signals only cancel its task, and a task that blocks does not notice:
    https://docs.python.org/3/library/asyncio-runner.html#handling-keyboard-interruption
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = [
        (signal.SIGINT, signal.signal(signal.SIGINT, signal.default_int_handler)),
        (signal.SIGTERM, signal.signal(signal.SIGTERM, _terminate)),
    ]
    try:
        yield
    finally:
        for number, handler in previous:
            signal.signal(number, handler)


def _terminate(*_: object) -> NoReturn:
    raise Terminated
