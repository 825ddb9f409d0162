"""Asking again until something is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from attrs import field, frozen

from cortex_async._core.errors import WaitTimedOut
from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async._core.timing.waiting import seen, time_limit
from cortex_async.contrib.seconds import seconds

T = TypeVar("T")

_seconds = seconds("patience.")


class StillPending(WaitTimedOut):
    """What was waited for was not done in time. ``last`` is the last response, None if there was none."""

    def __init__(self, message: str, *, last: object = None, seconds: float | None = None) -> None:
        super().__init__(message, seconds=seconds)
        self.last = last


@frozen
class Patience:
    """How often to ask, and how long. All in seconds.

    first: wait before the second question; every further wait is half as long again.
    cap: longest wait between two questions.
    deadline: when to give up, counted from the first question.
    """

    first: float = field(default=2.0, validator=_seconds)
    cap: float = field(default=15.0, validator=_seconds)
    deadline: float = field(default=180.0, validator=_seconds)

    def wait(self, asked: int) -> float:
        """The wait after question number ``asked``, from 1."""
        # Past 64 questions any first wait has met the cap.
        return float(min(self.cap, self.first * 1.5 ** min(asked - 1, 64)))


async def poll(
    ask: Callable[[], Awaitable[T]],
    done: Callable[[T], bool],
    *,
    what: str,
    patience: Patience,
    clock: Clock | None = None,
) -> T:
    """Asks until ``done`` says so. ``what`` names it in ``StillPending``; what ``ask`` raises goes through.

    clock: one whose sleeps end when the client closes, such as ``ServiceClient.waits``.
    """
    clock = clock or SystemClock()
    begun, asked, last = clock.monotonic(), 0, None

    def ran_out() -> StillPending:
        limit = patience.deadline
        return StillPending(
            f"{what} was not done within {limit:g} s; last seen: {seen(last)}", last=last, seconds=limit
        )

    async with time_limit(patience.deadline, ran_out):
        while True:
            answer = await ask()
            if done(answer):
                return answer
            asked, last = asked + 1, answer
            wait = patience.wait(asked)
            if clock.monotonic() + wait - begun > patience.deadline:
                break
            await clock.sleep(wait)
    raise ran_out()
