"""What hangs on a client and has to end with it.

The HTTP library wakes nobody when its connections close: whoever reads a body, waits for headers, sleeps before another attempt or
waits for an event would wait on. So each of them is entered here while it waits. Calls are entered anyway, for their time limits.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Generator
from contextlib import contextmanager
from typing import Protocol

from cortex_async._core.errors import ClientClosed
from cortex_async._core.timing.deadline import Deadlines

_log = logging.getLogger("cortex_async")

LIMIT = 5.0
"""Seconds that closing a client waits for its own tasks."""


class Hanging(Protocol):
    def client_closed(self) -> None:
        """Ends with ``ClientClosed`` whoever waits for this. Called on the event loop; must not raise."""
        ...


class OpenWork:
    """Everything that hangs on one client in one event loop.

    deadlines: of the calls that are under way. closed: whether all of it has been ended, and whatever comes ends at once.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop: asyncio.AbstractEventLoop = loop
        self.deadlines: Deadlines = Deadlines(loop)
        self.closed: bool = False
        self._process = os.getpid()
        self._hanging: set[Hanging] = set()
        self._tasks: set[asyncio.Task[object]] = set()

    @property
    def running(self) -> bool:
        """Whether something is under way in a loop that may still run."""
        alive = self._process == os.getpid() and not self.loop.is_closed()
        return alive and not self.closed and (self.deadlines.busy or bool(self._hanging))

    def add(self, hanging: Hanging) -> None:
        """``hanging`` is told when the client closes, at once if it is closed already."""
        self._hanging.add(hanging)
        if self.closed:
            hanging.client_closed()

    def discard(self, hanging: Hanging) -> None:
        self._hanging.discard(hanging)

    def adopt(self, task: asyncio.Task[object]) -> None:
        """Closing waits for ``task``, which ends by itself when what it waits for does."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @contextmanager
    def until_closed(self) -> Generator[None]:
        """Ends what is awaited in the body with ``ClientClosed`` when the client closes. Not for calls, which do it themselves."""
        if self.closed:
            raise ClientClosed
        deadline = self.deadlines.start(None, None)
        ended = False
        try:
            yield
        except asyncio.CancelledError:
            if not deadline.passed("closed"):
                raise
            ended = True
        finally:
            self.deadlines.end(deadline)
        if ended:
            raise ClientClosed

    def end(self) -> None:
        """Ends all of it. Nothing is awaited, so that nothing can come in between."""
        self.closed = True
        self.deadlines.close()
        for hanging in tuple(self._hanging):
            hanging.client_closed()

    async def ended(self) -> None:
        """Returns when the SDK's own tasks are over, but for the one that calls this."""
        tasks = self._tasks - {asyncio.current_task()}
        if tasks:
            _, pending = await asyncio.wait(tasks, timeout=LIMIT)
            if pending:
                _log.warning("%d tasks of a closed client did not end within %g s", len(pending), LIMIT)
