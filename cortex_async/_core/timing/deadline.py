"""The time limits of all calls in a loop, watched by one timer.

A timer per call, set and cancelled as ``asyncio.timeout`` does, and another for each wait for the server
would take a fifth of the time of a call. Nearly every call ends long before its limits, so here it only
records them.

A busy loop runs its timers late, and before it has processed what arrived meanwhile: uvloop runs timers
before it reads, and asyncio wakes the task that waits for a response only after them. So no limit takes
effect before the loop has had a few more turns.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias

from cortex_async._core.timing.clock import call_later, clock_of

if TYPE_CHECKING:
    from cortex_async._core.timing.clock import Timer

Watched: TypeAlias = Literal["connect", "read", "total", "closed"]
"""Why a task is cancelled: a limit was reached, or the client was closed."""

GRAIN: Final = 0.01
"""The least seconds between two checks, so that a thousand calls with different limits do not cause a
thousand checks."""

TURNS: Final = 5
"""Turns of the loop from a response in the kernel's buffer to the task that waits for it: reading it, waking
the task, and on uvloop one turn before, since it reads last. The rest is for tasks in between, such as one
that fetches a credential for many calls."""

ROUNDS: Final = 40
"""The most times that these turns are granted while a response keeps arriving: each turn reads 64 KiB from a
connection, and the kernel buffers a few megabytes."""

_INFINITE: Final = math.inf

_EARLY: Final = 0.001
"""Seconds that a loop may call a timer too early."""

_STALLED: Final = 0.1
"""Seconds that a timer may be late before the loop counts as stalled."""


class Progress(Protocol):
    """What a deadline reads of the attempt in progress; see ``http.exchange.Progress``."""

    @property
    def tracked(self) -> bool: ...

    @property
    def sent(self) -> bool: ...

    @property
    def silent_since(self) -> float | None: ...


class Deadline:
    """The time limits of one call.

    When one is reached, the call's task is cancelled, and ``passed`` returns True for it.

    owner: the ``Deadlines`` that started it.
    due: time at which the call must have ended.
    connect, read: the most seconds to wait for a connection, and for the server; None for no limit.
    progress: the attempt in progress, which knows what it waits for and since when.
    reached: the limit for which the task was cancelled, until ``passed`` or ``settle`` has handled it.
    """

    __slots__ = ("_before", "_connect", "_read", "_since", "_task", "due", "owner", "progress", "reached")

    def __init__(
        self,
        owner: Deadlines,
        task: asyncio.Task[object],
        now: float,
        due: float,
        connect: float | None,
        read: float | None,
    ) -> None:
        self._task = task
        self._since = now
        self._before = task.cancelling()
        self._connect = connect
        self._read = read
        self.owner: Deadlines = owner
        self.reached: Watched | None = None
        self.due: float = due
        self.progress: Progress | None = None

    @property
    def left(self) -> float | None:
        """Seconds until the call must have ended, None for no limit."""
        return None if self.due == _INFINITE else self.due - self.owner.now()

    def passed(self, limit: Watched) -> bool:
        """Whether a ``CancelledError`` just caught was caused by ``limit``, and by nothing else."""
        if self.reached != limit:
            return False
        self.reached = None
        return self._task.uncancel() <= self._before

    def restart_connect(self) -> None:
        """Count the wait for a connection from now, and not from the start of the call."""
        now = self._since = self.owner.now()
        if self._connect is not None:
            self.owner.check_by(now + self._connect)

    def exceeded(self, now: float) -> Watched | None:
        """Return the limit that is reached, None if there is none or the task is already cancelled."""
        if self.reached is not None:
            return None
        if self.due <= now + _EARLY:
            return "total"
        limit, end = self._wait()
        return limit if end <= now + _EARLY else None

    def allow_for_stall(self, now: float) -> None:
        """Extend the ``connect`` limit if the loop was stalled: a handshake cannot proceed meanwhile."""
        limit, end = self._wait()
        late = now - end
        if limit == "connect" and late > _STALLED:
            self._since += min(2 * late, now - self._since)

    def mark(self) -> object:
        """Return a value that changes whenever a piece of the response is read."""
        return self.progress and (id(self.progress), self.progress.silent_since)

    def next_check(self, now: float) -> float:
        """Return the earliest time at which a limit can be reached."""
        if self.reached in ("total", "closed"):
            return math.inf
        limit, end = (None, math.inf) if self.reached else self._wait()
        # A wait for the server may begin at any time; one for a connection calls ``check_by`` when it begins.
        later = math.inf if self._read is None or limit == "read" else now + self._read
        return min(self.due, end, later)

    def cancel(self, limit: Watched) -> None:
        self.reached = limit
        self._task.cancel()

    def close(self) -> None:
        """Cancel the task because the client closes.

        Not if the task itself closes the client, or is about to end anyway.
        """
        if self.reached == "total" or self._task is asyncio.current_task():
            return
        # A task that was cancelled for ``connect`` or ``read`` would make another attempt.
        already, self.reached = self.reached, "closed"
        if already is None:
            self._task.cancel()

    def settle(self) -> None:
        """Undo a cancellation that came too late: the call has ended although a limit was reached."""
        self.reached = None
        self._task.uncancel()

    def _wait(self) -> tuple[Watched | None, float]:
        """Return the limit of what the attempt is waiting for, and the time at which it is reached."""
        progress = self.progress
        if progress is None:
            return None, math.inf
        if progress.tracked and not progress.sent:
            return "connect", math.inf if self._connect is None else self._since + self._connect
        if progress.silent_since is None:
            return None, math.inf
        return "read", math.inf if self._read is None else progress.silent_since + self._read


class Deadlines:
    """The deadlines of all calls in progress in ``loop``.

    now: the clock that they use, which runs even while tests have frozen the loop's.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop: asyncio.AbstractEventLoop = loop
        self.now: Callable[[], float] = clock_of(loop)
        self._open: set[Deadline] = set()
        self._watches = 0
        self._timer: Timer | None = None
        self._next_check = math.inf

    def start(self, total: float | None, read: float | None, connect: float | None = None) -> Deadline:
        """Limit the current task until ``end``. All limits are in seconds, None for no limit."""
        task = asyncio.current_task(self.loop)
        if task is None:
            raise RuntimeError("a call must be made in a task: asyncio.run, create_task")
        soonest = total = _INFINITE if total is None else total
        if connect is not None and connect < soonest:
            soonest = connect
        if read is not None and read < soonest:
            soonest = read
        now = self.now()
        deadline = Deadline(self, task, now, now + total, connect, read)
        self._open.add(deadline)
        if now + soonest < self._next_check:
            self.check_by(now + soonest)
        return deadline

    def watch(self, read: float | None) -> Deadline:
        """Limit the current task until ``end_watch``, for a wait that is not a call."""
        deadline = self.start(None, read)
        self._watches += 1
        return deadline

    def end_watch(self, deadline: Deadline) -> None:
        """End a watch, once."""
        self._watches -= 1
        self.end(deadline)

    @property
    def calls(self) -> int:
        """How many calls are in progress."""
        return len(self._open) - self._watches

    @property
    def busy(self) -> bool:
        return bool(self._open)

    def close(self) -> None:
        """Cancel all calls in progress because the client closes."""
        for deadline in tuple(self._open):
            deadline.close()

    def end(self, deadline: Deadline) -> None:
        self._open.discard(deadline)
        if deadline.reached is not None:
            deadline.settle()

    def check_by(self, when: float) -> None:
        """Check all deadlines at this time at the latest."""
        if when >= self._next_check:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._next_check = when
        self._timer = call_later(self.loop, when - self.now(), self._check)

    def _check(self) -> None:
        now = self.now()
        self._timer = None
        for deadline in self._open:
            deadline.allow_for_stall(now)
        reached = {deadline: deadline.mark() for deadline in self._open if deadline.exceeded(now)}
        if reached:
            # No timer is needed during the turns: all deadlines are checked after them.
            self._next_check = -math.inf
            self.loop.call_soon(self._turn, TURNS, ROUNDS, reached)
        else:
            self._plan(now)

    def _turn(self, turns: int, rounds: int, reached: dict[Deadline, object]) -> None:
        if turns > 1:
            self.loop.call_soon(self._turn, turns - 1, rounds, reached)
            return
        now, arriving = self.now(), dict[Deadline, object]()
        for deadline in self._open:
            limit, mark = deadline.exceeded(now), deadline.mark()
            if limit is None:
                continue
            if rounds and deadline in reached and mark != reached[deadline]:
                arriving[deadline] = mark
            else:
                deadline.cancel(limit)
        if arriving:
            self.loop.call_soon(self._turn, TURNS, rounds - 1, arriving)
        else:
            self._plan(now)

    def _plan(self, now: float) -> None:
        self._next_check = math.inf
        soonest = min((deadline.next_check(now) for deadline in self._open), default=math.inf)
        if soonest < math.inf:
            self.check_by(max(soonest, now + GRAIN))


async def let_arrive(turns: int = TURNS) -> None:
    """Give the loop a few turns to deliver what has already arrived, since it may have been busy."""
    for _ in range(turns):
        await asyncio.sleep(0)
