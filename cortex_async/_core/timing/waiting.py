"""Waits with a time limit, and their error, which says what was waited for and what was last seen."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sized
from contextlib import asynccontextmanager
from typing import NoReturn

from cortex_async._core.arguments import check_seconds
from cortex_async._core.errors import WaitTimedOut
from cortex_async._core.timing.clock import time_limit as clock_limit

_WORD = re.compile("[A-Za-z][A-Za-z_-]{0,31}")
"""The name of a state.

Anything else may be text that must not appear in a log, since servers may put anything into a field.
"""


@asynccontextmanager
async def time_limit(seconds: float | None, ran_out: Callable[[], WaitTimedOut]) -> AsyncGenerator[None]:
    """End the body after ``seconds`` (None: never) with the error that ``ran_out`` returns.

    Raises ``ArgumentError`` for a limit that cannot be used; it is called ``timeout``.
    """
    check_seconds("timeout", seconds, zero=True, infinite=True)
    scope: asyncio.Timeout | None = None
    try:
        async with clock_limit(seconds) as scope:
            yield
    except TimeoutError as error:
        # Raised by the body itself, e.g. by a function that returns the credential.
        if scope is None or not scope.expired():
            raise
        # The interrupted frames say nothing about the wait, and their variables may hold credentials.
        if error.__cause__ is not None:
            error.__cause__.__traceback__ = None
    else:
        return
    raise ran_out() from None


async def first_of(*waits: Awaitable[object]) -> None:
    """Return when the first of them does. The others are cancelled, and have ended by then."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def first_failure(*works: Coroutine[object, object, object]) -> NoReturn:
    """Run all of them until one ends, and raise what it raised. The others are cancelled."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in tasks:
        if task in done:
            task.result()
    raise RuntimeError("one of several endless tasks has ended")


def wait_error(what: str, seconds: float | None, last: str) -> WaitTimedOut:
    """Build the error of a wait.

    what: a sentence without its period, e.g. ``the session did not end``.
    seconds: the limit, None for none.
    last: what was last seen.
    """
    limit = "" if seconds is None else f" within {seconds:g} s"
    return WaitTimedOut(f"{what}{limit}; last seen: {last}", seconds=seconds)


def seen(value: object, attribute: str = "status") -> str:
    """Describe a value in an error by its length or its state, without anything that a person wrote."""
    if value is None:
        return "nothing"
    if isinstance(value, Sized) and not isinstance(value, (str, bytes)):
        return f"{len(value)} of them"
    state: object = getattr(value, attribute, None)
    name = attribute.replace("_", " ")
    if isinstance(state, str):
        return f"{name} {state!r}" if _WORD.fullmatch(state) else f"an unknown {name}"
    return type(value).__name__ if state is None else f"an unknown {name}"
