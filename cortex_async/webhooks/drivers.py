"""Runs one procedure in an asynchronous or in a synchronous server.

The procedure is a generator without I/O. It yields the calls to make, and a driver makes them and waits in
its own way.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, TypeAlias, TypeVar

from attrs import frozen

from cortex_async._core.errors import ConfigError
from cortex_async._core.timing.clock import time_limit

T = TypeVar("T")


@frozen
class Call:
    """A call whose result or exception goes back into the procedure.

    name: what is called, for errors.
    time_limit: seconds to wait for a coroutine, None for no limit.
    coroutine: whether it may be a coroutine in a synchronous server too, where it gets an event loop of its
        own.
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
    result = call.function()
    if not inspect.isawaitable(result):
        return result
    async with time_limit(call.time_limit):
        return await result


def _call_sync(call: Call) -> object:
    result = call.function()
    if not inspect.isawaitable(result):
        return result
    if not call.coroutine:
        if inspect.iscoroutine(result):
            result.close()
        raise ConfigError(f"{call.name} must be synchronous in a synchronous server, got an asynchronous one")

    async def awaited() -> object:
        async with time_limit(call.time_limit):
            return await result

    return asyncio.run(awaited())
