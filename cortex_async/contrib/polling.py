"""Poll until something is done."""

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
    """The work was not done in time. ``last`` is the last response, None if there was none."""

    def __init__(self, message: str, *, last: object = None, seconds: float | None = None) -> None:
        super().__init__(message, seconds=seconds)
        self.last = last


@frozen
class Patience:
    """How often and how long to poll. All values are in seconds.

    first: wait before the second request. Every further wait is 1.5 times as long. Default 2.
    cap: longest wait between two requests. Default 15.
    deadline: time after the first request at which polling ends. Default 180.

    Raises ``ArgumentTypeError`` and ``ArgumentValueError``.
    """

    first: float = field(default=2.0, validator=_seconds)
    cap: float = field(default=15.0, validator=_seconds)
    deadline: float = field(default=180.0, validator=_seconds)

    def wait(self, attempt: int) -> float:
        """The wait after request number ``attempt``, which starts at 1."""
        # After 64 requests every wait has reached the cap; more would overflow.
        return float(min(self.cap, self.first * 1.5 ** min(attempt - 1, 64)))


async def poll(
    ask: Callable[[], Awaitable[T]],
    done: Callable[[T], bool],
    *,
    what: str,
    patience: Patience,
    clock: Clock | None = None,
) -> T:
    """Call ``ask`` until ``done`` accepts its result, which is returned.

    what: name of the work in ``StillPending``.
    clock: one whose sleeps end when the client closes, such as ``ServiceClient.waits``.

    Raises ``StillPending`` at the deadline, and what ``ask`` raises.
    """
    clock = clock or SystemClock()
    start, attempts, last = clock.monotonic(), 0, None

    def ran_out() -> StillPending:
        limit = patience.deadline
        return StillPending(
            f"{what} was not done within {limit:g} s; last seen: {seen(last)}", last=last, seconds=limit
        )

    async with time_limit(patience.deadline, ran_out):
        while True:
            response = await ask()
            if done(response):
                return response
            attempts, last = attempts + 1, response
            wait = patience.wait(attempts)
            if clock.monotonic() + wait - start > patience.deadline:
                break
            await clock.sleep(wait)
    raise ran_out()
