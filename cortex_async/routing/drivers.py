"""Runs one procedure in asynchronous or in synchronous code.

The procedure is a generator without I/O. It yields the calls to make, and a driver makes them and waits in
its own way.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import Any, TypeAlias, TypeVar, cast

from attrs import frozen

from cortex_async._core.errors import ConfigError, WaitTimedOut
from cortex_async._core.timing.waiting import time_limit

T = TypeVar("T")


@frozen
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
    """Run the procedure in the running event loop."""
    resume: Callable[[], Call] = partial(next, procedure)
    while True:
        try:
            call = resume()
        except StopIteration as end:
            result: T = end.value
            return result
        try:
            resume = partial(procedure.send, await _call_async(call))
        except BaseException as error:  # noqa: BLE001  (the procedure decides; what it does not catch comes out of resume())
            resume = partial(procedure.throw, error)


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


async def _call_async(call: Call) -> object:
    result = _called(call)
    return await _finished(call, result) if inspect.isawaitable(result) else result


def _call_sync(call: Call) -> object:
    result = _called(call)
    if not inspect.isawaitable(result):
        return result
    if not call.coroutine:
        _discard(result)
        raise ConfigError(f"{call.name} must be synchronous in a synchronous server, got an asynchronous one")
    finishing = _finished(call, result)
    try:
        return asyncio.run(finishing)
    except RuntimeError:
        # Where a loop is running already, asyncio.run refuses before it has started the coroutine.
        if inspect.getcoroutinestate(finishing) == inspect.CORO_CREATED:
            _discard(result)
        raise
    finally:
        finishing.close()


def _called(call: Call) -> object:
    """What the function returns. A cancellation that a plain function raises is meant for nobody."""
    try:
        return call.function()
    except asyncio.CancelledError as error:
        raise RuntimeError(f"{call.name} was cancelled from within") from error


async def _finished(call: Call, result: Awaitable[object]) -> object:
    """The result of an awaitable, within the call's time limit.

    A cancellation that was not meant for this task, e.g. because the function awaits a task that somebody has
    cancelled, is an error of the function like any other.
    """
    task = cast("asyncio.Task[object]", asyncio.current_task())
    cancelled = task.cancelling()
    try:
        async with time_limit(call.time_limit, partial(_ran_out, call)):
            return await result
    except asyncio.CancelledError as error:
        if task.cancelling() > cancelled:
            raise
        raise RuntimeError(f"{call.name} was cancelled from within") from error


def _ran_out(call: Call) -> WaitTimedOut:
    return WaitTimedOut(f"{call.name} did not return within {call.time_limit:g} s", seconds=call.time_limit)


def _discard(result: Awaitable[object]) -> None:
    """Prevent the warning about a coroutine that is not awaited."""
    if inspect.iscoroutine(result):
        result.close()
