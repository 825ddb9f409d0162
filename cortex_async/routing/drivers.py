"""Runs one procedure in asynchronous or in synchronous code.

The procedure is a generator without I/O. It yields the calls to make, and a driver makes them and waits in
its own way.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import partial
from types import CoroutineType
from typing import Any, Final, TypeAlias, TypeVar, cast

from attrs import define

from cortex_async._core.errors import ConfigError, WaitTimedOut
from cortex_async._core.runtime.from_within import as_error, cancellations, is_cancelled
from cortex_async._core.runtime.stepping import resumed
from cortex_async._core.timing.clock import monotonic
from cortex_async._core.timing.waiting import time_limit

T = TypeVar("T")

_Coroutine: TypeAlias = Coroutine[Any, Any, object]

_PLAIN: Final = frozenset({bool, str, type(None)})
"""What most functions return: asking whether a value is awaitable takes longer than calling one of them."""


@define(eq=False)
class Call:
    """A call whose result or exception goes back into the procedure.

    name: what is called, for errors.
    time_limit: seconds to wait for a coroutine, None for no limit.
    coroutine: whether it may be a coroutine in synchronous code too, where it gets an event loop of its own.
    """

    function: Callable[[], object]
    name: str
    time_limit: float | None = None
    coroutine: bool = False


Procedure: TypeAlias = Generator[Call, Any, T]


async def run_async(procedure: Procedure[T]) -> T:
    """Run the procedure in the running event loop.

    A cancellation that was not meant for this task, e.g. because a function awaits a task that somebody has
    cancelled, is an error of the function like any other.
    """
    # Before all calls: what one of them cancels may reach another one, which waits.
    cancelled = cancellations()
    resume: Callable[[Any], Call] = procedure.send
    argument: Any = None
    while True:
        try:
            call = resume(argument)
        except StopIteration as end:
            result: T = end.value
            return result
        try:
            returned = argument = call.function()
            if type(returned) is CoroutineType:
                argument = await _run(call, cast("_Coroutine", returned))
            elif type(returned) not in _PLAIN and inspect.isawaitable(returned):
                argument = await _finished(call, returned, call.time_limit)
            resume = procedure.send
        except StopIteration as error:
            # What a coroutine makes of it: https://peps.python.org/pep-0479/
            resume, argument = procedure.throw, RuntimeError("coroutine raised StopIteration")
            argument.__cause__ = error
        except asyncio.CancelledError as error:
            resume, argument = procedure.throw, error
            if cancellations() <= cancelled:
                argument = as_error(call.name, error)
        except BaseException as error:  # noqa: BLE001  (the procedure decides; what it does not catch comes out of resume())
            resume, argument = procedure.throw, error


def run_sync(procedure: Procedure[T]) -> T:
    """Run the procedure in a thread without a running event loop."""
    resume: Callable[[], Call] = partial(next, procedure)
    while True:
        try:
            call = resume()
        except StopIteration as end:
            result: T = end.value
            return result
        try:
            resume = partial(procedure.send, _call_sync(call))
        except BaseException as error:  # noqa: BLE001  (the procedure decides; what it does not catch comes out of resume())
            resume = partial(procedure.throw, error)


def _call_sync(call: Call) -> object:
    try:
        result = call.function()
    except asyncio.CancelledError as error:
        raise as_error(call.name, error) from error
    if not inspect.isawaitable(result):
        return result
    if not call.coroutine:
        _discard(result)
        raise ConfigError(f"{call.name} must be synchronous in a synchronous server, got an asynchronous one")
    finishing = _finished_alone(call, result)
    try:
        return asyncio.run(finishing)
    except RuntimeError:
        # Where a loop is running already, asyncio.run refuses before it has started the coroutine.
        if inspect.getcoroutinestate(finishing) == inspect.CORO_CREATED:
            _discard(result)
        raise
    finally:
        finishing.close()


async def _finished_alone(call: Call, result: Awaitable[object]) -> object:
    """The result of an awaitable in an event loop of its own."""
    try:
        return await _finished(call, result, call.time_limit)
    except asyncio.CancelledError as error:
        if is_cancelled(error):
            raise
        raise as_error(call.name, error) from error


async def _run(call: Call, coroutine: _Coroutine) -> object:
    """The result of a coroutine. One that waits for nothing needs no timer for its time limit."""
    begun = monotonic()
    try:
        waits_for = coroutine.send(None)
    except StopIteration as end:
        return end.value
    limit = call.time_limit
    left = None if limit is None else max(0.0, limit - (monotonic() - begun))
    return await _finished(call, resumed(coroutine, waits_for), left)


async def _finished(call: Call, result: Awaitable[object], seconds: float | None) -> object:
    """The result of an awaitable, within ``seconds``."""
    async with time_limit(seconds, partial(_ran_out, call)):
        return await result


def _ran_out(call: Call) -> WaitTimedOut:
    return WaitTimedOut(f"{call.name} did not return within {call.time_limit:g} s", seconds=call.time_limit)


def _discard(result: Awaitable[object]) -> None:
    """Prevent the warning about a coroutine that is not awaited."""
    if inspect.iscoroutine(result):
        result.close()
