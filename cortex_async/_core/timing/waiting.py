"""Waits with a limit, and an error that says what was waited for and what was last seen."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Sized
from contextlib import asynccontextmanager

from cortex_async._core.arguments import check_seconds
from cortex_async._core.errors import WaitTimedOut
from cortex_async._core.timing.clock import time_limit as clock_limit

_WORD = re.compile("[A-Za-z][A-Za-z_-]{0,31}")
"""What a state is called. Servers may write anything into a field, also what nobody should read in a log."""


@asynccontextmanager
async def time_limit(seconds: float | None, ran_out: Callable[[], WaitTimedOut]) -> AsyncGenerator[None]:
    """Ends the body after ``seconds`` (None: never) with the error that ``ran_out`` makes."""
    check_seconds("timeout", seconds, zero=True, infinite=True)
    scope: asyncio.Timeout | None = None
    try:
        async with clock_limit(seconds) as scope:
            yield
    except TimeoutError as error:
        # Somebody else's, e.g. of a function that gives the credential.
        if scope is None or not scope.expired():
            raise
        # Where it was interrupted says nothing about the wait, and those frames may hold credentials.
        if error.__cause__ is not None:
            error.__cause__.__traceback__ = None
    else:
        return
    raise ran_out() from None


def wait_error(what: str, seconds: float | None, last: str) -> WaitTimedOut:
    """``what`` is a sentence such as ``the session did not end``, ``last`` what was seen of it."""
    limit = "" if seconds is None else f" within {seconds:g} s"
    return WaitTimedOut(f"{what}{limit}; last seen: {last}", seconds=seconds)


def seen(value: object, attribute: str = "status") -> str:
    """What may be said of a value in an error: how many there are, or its state. Nothing that a person wrote."""
    if value is None:
        return "nothing"
    if isinstance(value, Sized) and not isinstance(value, (str, bytes)):
        return f"{len(value)} of them"
    state: object = getattr(value, attribute, None)
    name = attribute.replace("_", " ")
    if isinstance(state, str):
        return f"{name} {state!r}" if _WORD.fullmatch(state) else f"an unknown {name}"
    return type(value).__name__ if state is None else f"an unknown {name}"
