"""Blocking work of an archive, in threads."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of ``function``, run in a thread. It has always ended when this does.

    A cancelled task waits for the thread: what it writes to must not be unlocked, or discarded, meanwhile.
    """
    # Not a task: one would be cancelled with all others when the loop ends.
    call = partial(contextvars.copy_context().run, function, *args, **kwargs)
    running = asyncio.get_running_loop().run_in_executor(None, call)
    cancelled: asyncio.CancelledError | None = None
    while not running.done():
        try:
            await asyncio.wait((running,))
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        if not running.cancelled():
            running.exception()  # retrieved, so that asyncio does not log it
        raise cancelled
    return running.result()


@asynccontextmanager
async def entered(manager: AbstractContextManager[T]) -> AsyncGenerator[T]:
    """A blocking context manager, entered and left in threads."""
    inside = False

    def enter() -> T:
        nonlocal inside
        value = manager.__enter__()
        inside = True
        return value

    try:
        # If cancelled meanwhile, it may have been entered.
        yield await in_thread(enter)
    except BaseException as error:
        if inside:
            await in_thread(manager.__exit__, type(error), error, error.__traceback__)
        raise
    await in_thread(manager.__exit__, None, None, None)
