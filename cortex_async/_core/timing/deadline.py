"""Time limits of all calls of a loop, watched by one timer.

A timer for each call, set and cancelled again as ``asyncio.timeout`` does it, and another one for each silence of the server cost a
fifth of a whole call. Nearly every call ends long before its limits, so here it only notes them down.

A loop that was busy sees its timers late, and before it has seen what arrived in the meantime: uvloop runs timers before it reads,
asyncio wakes the task that waits for a response only after them. So no limit fires before the loop has had a few more turns.
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
"""Seconds between two looks at the least: a thousand calls that run out one after the other are not a thousand looks at all."""

TURNS: Final = 5
"""Turns of the loop from a response that lies in the kernel to the task that waits for it: reading it, waking the task, and on uvloop
one turn before, since it reads last. The rest is for tasks between them, such as the one that fetches a credential for many calls."""

ROUNDS: Final = 40
"""How often these turns are granted at most while a response goes on arriving: a connection of ours reads 64 KiB in each turn, and the
kernel holds a few megabytes."""

_EARLY: Final = 0.001
"""Seconds that a loop may call a timer too soon."""

_STOOD_STILL: Final = 0.1
"""Seconds that a timer may be late before the loop counts as having stood still."""


class Progress(Protocol):
    """What a deadline reads of the attempt under way; see ``http.exchange.Progress``."""

    @property
    def followed(self) -> bool: ...

    @property
    def sent(self) -> bool: ...

    @property
    def silent_since(self) -> float | None: ...


class Deadline:
    """The limits of one call. Where one is reached, the call's task is cancelled, and ``passed`` tells so.

    owner: where it was started. due: loop time at which the whole call must have ended. connect, read: seconds that it may wait
        for a connection, and for the server; None for any.
    progress: the attempt that is under way, which knows what it waits for and since when.
    reached: the limit for which the task was cancelled, until ``passed`` or ``settle`` has taken note.
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

    def passed(self, limit: Watched) -> bool:
        """Whether a ``CancelledError`` just caught means that ``limit`` was reached, and nothing else."""
        if self.reached != limit:
            return False
        self.reached = None
        return self._task.uncancel() <= self._before

    def connect_anew(self) -> None:
        """The wait for a connection begins now, and not with the call or with an attempt before."""
        now = self._since = self.owner.now()
        if self._connect is not None:
            self.owner.look_by(now + self._connect)

    def over(self, now: float) -> Watched | None:
        """The limit that is reached, None also if the task has been cancelled for one."""
        if self.reached is not None:
            return None
        if self.due <= now + _EARLY:
            return "total"
        limit, end = self._wait()
        return limit if end <= now + _EARLY else None

    def give_back(self, now: float) -> None:
        """Makes up for a loop that stood still while a connection was being made: no handshake can go on meanwhile."""
        limit, end = self._wait()
        late = now - end
        if limit == "connect" and late > _STOOD_STILL:
            self._since += min(2 * late, now - self._since)

    def mark(self) -> object:
        """Changes whenever a piece of the response has been read."""
        return self.progress and (id(self.progress), self.progress.silent_since)

    def next_look(self, now: float) -> float:
        """The loop time at which a limit can be reached next."""
        if self.reached in ("total", "closed"):
            return math.inf
        limit, end = (None, math.inf) if self.reached else self._wait()
        # A wait for the server that has not begun yet ends later. One for a connection says so when it begins.
        later = math.inf if self._read is None or limit == "read" else now + self._read
        return min(self.due, end, later)

    def cancel(self, limit: Watched) -> None:
        self.reached = limit
        self._task.cancel()

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

    def _wait(self) -> tuple[Watched | None, float]:
        """The limit of what the attempt waits for now, and the loop time at which it is reached."""
        progress = self.progress
        if progress is None:
            return None, math.inf
        if progress.followed and not progress.sent:
            return "connect", math.inf if self._connect is None else self._since + self._connect
        if progress.silent_since is None:
            return None, math.inf
        return "read", math.inf if self._read is None else progress.silent_since + self._read


class Deadlines:
    """Those of all calls that are under way in ``loop``.

    now: the time that they go by, which passes even where a test has frozen that of the loop.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop: asyncio.AbstractEventLoop = loop
        self.now: Callable[[], float] = clock_of(loop)
        self._open: set[Deadline] = set()
        self._timer: Timer | None = None
        self._next_look = math.inf

    def start(self, total: float | None, read: float | None, connect: float | None = None) -> Deadline:
        """Limits for what the current task does, until ``end``. All in seconds, None for no limit."""
        loop = self.loop
        task = asyncio.current_task(loop)
        if task is None:
            raise RuntimeError("a call must be made in a task: asyncio.run, create_task")
        now = self.now()
        soonest = due = math.inf if total is None else now + total
        if connect is not None and now + connect < soonest:
            soonest = now + connect
        if read is not None and now + read < soonest:
            soonest = now + read
        deadline = Deadline(self, task, now, due, connect, read)
        self._open.add(deadline)
        if soonest < self._next_look:
            self.look_by(soonest)
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

    def look_by(self, moment: float) -> None:
        """Looks at all of them at this loop time, if not sooner."""
        if moment >= self._next_look:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._next_look = moment
        self._timer = call_later(self.loop, moment - self.now(), self._look)

    def _look(self) -> None:
        now = self.now()
        self._timer = None
        for deadline in self._open:
            deadline.give_back(now)
        reached = {deadline: deadline.mark() for deadline in self._open if deadline.over(now)}
        if reached:
            # Until the turns are over no timer is needed: at their end all are looked at.
            self._next_look = -math.inf
            self.loop.call_soon(self._turn, TURNS, ROUNDS, reached)
        else:
            self._plan(now)

    def _turn(self, turns: int, rounds: int, reached: dict[Deadline, object]) -> None:
        if turns > 1:
            self.loop.call_soon(self._turn, turns - 1, rounds, reached)
            return
        now, arriving = self.now(), dict[Deadline, object]()
        for deadline in self._open:
            limit, mark = deadline.over(now), deadline.mark()
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
        self._next_look = math.inf
        soonest = min((deadline.next_look(now) for deadline in self._open), default=math.inf)
        if soonest < math.inf:
            self.look_by(max(soonest, now + GRAIN))


async def let_arrive(turns: int = TURNS) -> None:
    """Lets the loop hand over what has arrived already. Before anything is called silence: the loop may have been busy."""
    for _ in range(turns):
        await asyncio.sleep(0)
