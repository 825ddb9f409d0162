"""The work of a client that has to end when the client closes.

aiohttp does not wake tasks when it closes their connections: a task that reads a body, waits for headers or
for an event, or sleeps before another attempt would go on waiting. So all of these are registered here while
they wait; calls are registered by their deadlines.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import Context
from typing import Protocol

from cortex_async._core.errors import ClientClosed
from cortex_async._core.timing.deadline import Deadlines

_logger = logging.getLogger(__name__)

LIMIT = 5.0
"""Seconds that closing a client waits for its own tasks."""


class Work(Protocol):
    def client_closed(self) -> None:
        """End this with ``ClientClosed`` for the tasks that wait for it.

        Called on the event loop; must not raise.
        """
        ...


class OpenWork:
    """The work of one client in one event loop.

    deadlines: of the calls in progress.
    closed: True once all work has been ended; whatever is added later ends at once.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop: asyncio.AbstractEventLoop = loop
        self.deadlines: Deadlines = Deadlines(loop)
        self.closed: bool = False
        self._process = os.getpid()
        # Dicts as sets: an empty one takes a quarter of the memory of an empty set.
        self._open: dict[Work, None] = {}
        self._tasks: dict[asyncio.Task[object], Work | None] = {}
        # Of all callbacks here, as by default each gets a copy of its own. Other loops need another one: only
        # one thread at a time may be in a context.
        self._context = Context()

    @property
    def running(self) -> bool:
        """Whether anything is in progress in a loop that may still run."""
        alive = self._process == os.getpid() and not self.loop.is_closed()
        return alive and not self.closed and (self.deadlines.busy or bool(self._open))

    def add(self, work: Work) -> None:
        """Call ``work.client_closed()`` when the client closes; at once if it is already closed."""
        self._open[work] = None
        if self.closed:
            work.client_closed()

    @property
    def open(self) -> tuple[Work, ...]:
        """What has been added and not discarded, also for another thread."""
        return (*self._open,)

    def discard(self, work: Work) -> None:
        self._open.pop(work, None)

    def adopt(self, task: asyncio.Task[object], work: Work | None = None) -> None:
        """Make closing wait for ``task``, which must end by itself once all work has been ended.

        work: added until the task has ended.
        """
        self._tasks[task] = work
        task.add_done_callback(self._ended, context=self._context)
        if work is not None:
            self.add(work)

    def _ended(self, task: asyncio.Task[object]) -> None:
        work = self._tasks.pop(task)
        if work is not None:
            self.discard(work)

    @contextmanager
    def until_closed(self) -> Generator[None]:
        """End the body with ``ClientClosed`` when the client closes.

        Not for calls, whose own deadlines do that.
        """
        if self.closed:
            raise ClientClosed
        deadline = self.deadlines.watch(None)
        ended = False
        try:
            yield
        except asyncio.CancelledError:
            if not deadline.passed("closed"):
                raise
            ended = True
        finally:
            self.deadlines.end_watch(deadline)
        if ended:
            raise ClientClosed

    def end(self) -> None:
        """End all work. Nothing is awaited, so no other task can run in between."""
        self.closed = True
        self.deadlines.close()
        for work in tuple(self._open):
            work.client_closed()

    async def tasks_ended(self) -> None:
        """Wait for the SDK's own tasks, except the current one; at most ``LIMIT`` seconds."""
        tasks = self._tasks.keys() - {asyncio.current_task()}
        if tasks:
            _, pending = await asyncio.wait(tasks, timeout=LIMIT)
            if pending:
                _logger.warning("%d tasks of a closed client did not end within %g s", len(pending), LIMIT)
