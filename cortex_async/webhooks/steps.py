"""One procedure for both kinds of server: it yields what is to be done, and a driver does it, waiting in its own way."""

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
class Step:
    """A call whose result, or error, goes back into the procedure. ``limit``: seconds that it may be waited for.

    coroutine: whether it may be one under a synchronous server, where it runs in an event loop of its own.
    """

    call: Callable[[], object]
    limit: float | None = None
    coroutine: bool = False


Steps: TypeAlias = Generator[Step, Any, T]


async def drive(steps: Steps[T]) -> T:
    """Carries the steps out in the running event loop."""
    proceed: Callable[[], Step] = partial(next, steps)
    while True:
        try:
            step = proceed()
        except StopIteration as end:
            result: T = end.value
            return result
        try:
            proceed = partial(steps.send, await _awaited(step))
        except BaseException as error:  # noqa: BLE001  (the procedure decides what it means; it comes out of proceed() again)
            proceed = partial(steps.throw, error)


def drive_sync(steps: Steps[T]) -> T:
    """Carries the steps out in a thread without a running event loop."""
    proceed: Callable[[], Step] = partial(next, steps)
    while True:
        try:
            step = proceed()
        except StopIteration as end:
            result: T = end.value
            return result
        try:
            proceed = partial(steps.send, _waited(step))
        except BaseException as error:  # noqa: BLE001  (the procedure decides what it means; it comes out of proceed() again)
            proceed = partial(steps.throw, error)


async def _awaited(step: Step) -> object:
    result = step.call()
    if not inspect.isawaitable(result):
        return result
    async with time_limit(step.limit):
        return await result


def _waited(step: Step) -> object:
    result = step.call()
    if not inspect.isawaitable(result):
        return result
    if not step.coroutine:
        if inspect.iscoroutine(result):
            result.close()
        raise ConfigError("this replay store is asynchronous: a synchronous server needs a synchronous one")

    async def awaited() -> object:
        async with time_limit(step.limit):
            return await result

    return asyncio.run(awaited())
