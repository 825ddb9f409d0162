"""Time limits of all calls of a loop, watched by one timer.

A timer for each call, set and cancelled again as ``asyncio.timeout`` does it, and another one for each silence of the server cost a
fifth of a whole call. Nearly every call ends long before its limits, so here it only notes them down.
"""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from .exchange import Progress

Watched: TypeAlias = Literal["total", "read", "closed"]
"""Why a task is cancelled: a limit was reached, or the client was closed."""

GRAIN: Final = 0.01
"""Seconds between two looks at the least: a thousand calls that run out one after the other are not a thousand looks at all."""

_EARLY: Final = 0.001
"""Seconds that a loop may call a timer too soon."""


class Deadline:
    """The limits of one call. Where one is reached, the call's task is cancelled, and ``passed`` tells so.

    due: loop time at which the whole call must have ended. patience: seconds of silence that it bears, None for any.
    progress: the attempt that is under way, which knows since when the server has been silent.
    reached: the limit for which the task was cancelled, until ``passed`` or ``settle`` has taken note.
    """

    __slots__ = ("_before", "_patience", "_task", "due", "progress", "reached")

    def __init__(self, task: asyncio.Task[object], due: float, patience: float | None) -> None:
        self._task = task
        self._before = task.cancelling()
        self._patience = patience
        self.reached: Watched | None = None
        self.due: float = due
        self.progress: Progress | None = None

    def passed(self, limit: Watched) -> bool:
        """Whether a ``CancelledError`` just caught means that ``limit`` was reached, and nothing else."""
        if self.reached != limit:
            return False
        self.reached = None
        return self._task.uncancel() <= self._before

    def check(self, now: float) -> float:
        """Cancels the task if a limit is reached; the loop time at which the next one can be."""
        if self.reached is None:
            if self.due <= now + _EARLY:
                self._cancel("total")
            elif self._patience is not None and self._silence(now) >= self._patience - _EARLY:
                self._cancel("read")
        if self.reached in ("total", "closed"):
            return math.inf
        # One that was reached may be followed by another attempt, with the same patience.
        quiet = 0.0 if self.reached == "read" else self._silence(now)
        return self.due if self._patience is None else min(self.due, now - quiet + self._patience)

    def close(self) -> None:
        """Cancels the task since the client closes, unless it closes the client itself or ends anyway."""
        if self.reached == "total" or self._task is asyncio.current_task():
            return
        # One that was cancelled for a silence would make another attempt.
        already, self.reached = self.reached, "closed"
        if already is None:
            self._task.cancel()

    def settle(self) -> None:
        """The call is over although a limit was reached. Takes back a cancellation that came too late to be noticed."""
        self.reached = None
        self._task.uncancel()

    def _silence(self, now: float) -> float:
        since = None if self.progress is None else self.progress.silent_since
        return 0.0 if since is None else now - since

    def _cancel(self, limit: Watched) -> None:
        self.reached = limit
        self._task.cancel()


class Deadlines:
    """Those of all calls that are under way in ``loop``."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop: asyncio.AbstractEventLoop = loop
        self._open: set[Deadline] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._next_look = math.inf

    def start(self, total: float | None, patience: float | None) -> Deadline:
        """Limits for what the current task does, until ``end``. Both in seconds, None for no limit."""
        loop = self.loop
        task = asyncio.current_task(loop)
        if task is None:
            raise RuntimeError("a call must be made in a task: asyncio.run, create_task")
        now = loop.time()
        soonest = due = math.inf if total is None else now + total
        if patience is not None and now + patience < due:
            soonest = now + patience
        deadline = Deadline(task, due, patience)
        self._open.add(deadline)
        if soonest < self._next_look:
            self._look_at(soonest)
        return deadline

    @property
    def busy(self) -> bool:
        return bool(self._open)

    def close(self) -> None:
        """Ends all that is under way, as far as nothing else has ended it already."""
        for deadline in tuple(self._open):
            deadline.close()

    def end(self, deadline: Deadline) -> None:
        self._open.discard(deadline)
        if deadline.reached is not None:
            deadline.settle()

    def _look_at(self, moment: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._next_look = moment
        self._timer = self.loop.call_at(moment, self._look)

    def _look(self) -> None:
        now = self.loop.time()
        self._timer, self._next_look = None, math.inf
        soonest = min((deadline.check(now) for deadline in self._open), default=math.inf)
        if soonest < math.inf:
            self._look_at(max(soonest, now + GRAIN))
