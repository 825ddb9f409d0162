"""The tasks in which the coroutine functions among a live view's hooks run."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from cortex_async._core.runtime.from_within import RAISED, is_cancelled
from cortex_async._core.timing.clock import time_limit

_logger = logging.getLogger(__name__)

HOOK_END = 1.0
"""Seconds that closing a view waits for a hook that is still running."""

_CANCEL_LIMIT = 5.0
"""Seconds that a hook has to end after it was cancelled."""

_WAITING = 256
"""Errors that wait for a slow hook; beyond that the oldest are dropped."""


class HookTasks:
    """The tasks of one view's hooks, which begin when the view is entered and end when it is closed."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: list[Callable[[], Coroutine[Any, Any, None]]] = []
        self._begun = False

    def add(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run ``work`` in a task, as soon as the view is entered."""
        if not self._begun:
            self._waiting.append(work)
            return
        task = asyncio.create_task(work(), name="cortex-live-hook")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def begin(self) -> None:
        self._begun = True
        waiting, self._waiting = self._waiting, []
        for work in waiting:
            self.add(work)

    async def end(self) -> None:
        """Wait for the tasks, for ``HOOK_END`` seconds, then cancel them. A hook may call this itself."""
        self._waiting.clear()
        if not self._others():
            return
        try:
            async with time_limit(HOOK_END):
                # A hook that raises may start the task of an on_error hook.
                while tasks := self._others():
                    await asyncio.wait(tasks)
        except TimeoutError:
            _logger.warning("%d hooks were cancelled when their live view closed", len(self._others()))
        finally:
            tasks = self._others()
            for task in tasks:
                task.cancel()
            if tasks:
                await asyncio.wait(tasks, timeout=_CANCEL_LIMIT)

    def _others(self) -> set[asyncio.Task[None]]:
        return self._tasks - {asyncio.current_task()}


class ErrorQueue:
    """Calls a coroutine function with one error after another, in a task that exists while there are any."""

    def __init__(self, hook: Callable[[Exception], Awaitable[object]], tasks: HookTasks) -> None:
        self._hook = hook
        self._tasks = tasks
        self._errors: deque[Exception] = deque(maxlen=_WAITING)
        self._busy = False

    def put(self, error: Exception) -> None:
        self._errors.append(error)
        if not self._busy:
            self._busy = True
            self._tasks.add(self._work)

    async def _work(self) -> None:
        try:
            while self._errors:
                try:
                    await self._hook(self._errors.popleft())
                except RAISED as raised:  # no other hook could take it
                    if is_cancelled(raised):
                        raise
                    _logger.warning("an on_error hook raised", exc_info=True)
        finally:
            self._busy = False
