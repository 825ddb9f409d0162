"""``CancelledError`` that comes out of a user's function and is no cancellation of the task that calls it.

A function gets one when it asks a task or future that somebody has cancelled. Passed on, it would end the
task of the SDK without a word.
"""

from __future__ import annotations

import asyncio
from typing import Final

RAISED: Final = (Exception, asyncio.CancelledError)
"""What a plain function may raise, e.g. a hook: while it runs, nothing can cancel its task."""


def as_error(name: str, raised: BaseException) -> Exception:
    """Return what a function raised, and a ``RuntimeError`` that names the function for a cancellation."""
    if isinstance(raised, Exception):
        return raised
    error = RuntimeError(f"{name} was cancelled from within")
    error.__cause__ = raised
    return error


def is_cancelled(raised: BaseException) -> bool:
    """Whether a coroutine function raised this because the running task was cancelled."""
    return isinstance(raised, asyncio.CancelledError) and cancellations() > 0


def cancellations() -> int:
    """Return how often the running task was cancelled without undoing that, 0 outside a task."""
    task = asyncio.current_task()
    return 0 if task is None else task.cancelling()
