"""Iterators in blocking code over what a live view on the loop thread yields."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Generic, Self, TypeVar

from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.waiting import time_limit, wait_error
from cortex_sync.bridge.hooks import run_hook
from cortex_sync.bridge.runner import Runner

R = TypeVar("R")

_logger = logging.getLogger(__name__)


class Reader(NotCopyable, Generic[R]):
    """Iterator over what a live view yields.

    It ends with the view, and raises what ended the event stream.
    """

    def __init__(self, runner: Runner, inner: AsyncIterator[R]) -> None:
        self._runner = runner
        self._inner = inner

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> R:
        return self.next_within(None)

    def next_within(self, seconds: float | None) -> R:
        """The next item.

        seconds: how long to wait for it; None waits for ever. Raises ``WaitTimedOut`` after that,
            ``StopIteration`` at the end.
        """
        found = self._runner.run(_next, self._inner, seconds)
        if not found:
            raise StopIteration
        return found[0]


async def _next(inner: AsyncIterator[R], seconds: float | None) -> tuple[R] | tuple[()]:
    try:
        async with time_limit(seconds, lambda: wait_error("nothing new came", seconds, "nothing")):
            return (await anext(inner),)
    except StopAsyncIteration:
        return ()


def as_async(work: Callable[[], R]) -> Callable[[], Awaitable[R]]:
    """``work`` as an async function, to run it on the loop."""

    async def run() -> R:
        return work()

    return run


def serve(
    runner: Runner,
    reader: AsyncIterator[R],
    hook: Callable[[R], object],
    error_hooks: list[Callable[[Exception], object]],
) -> None:
    """Call ``hook`` with every change until the view ends; ``error_hooks`` get its exceptions."""
    changes = Reader(runner, reader)
    while True:
        try:
            change = next(changes, None)
        except Exception:  # noqa: BLE001 - what ended the stream or the loop is reported elsewhere
            return
        if change is None:
            return
        try:
            hook(change)
        except Exception as error:
            if not error_hooks:
                _logger.warning("an on_change hook raised", exc_info=error)
            for error_hook in tuple(error_hooks):
                run_hook(error_hook, error, "on_error")
