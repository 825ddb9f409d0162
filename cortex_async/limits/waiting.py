"""The wait for a turn, the same for every limiter: take a place, sleep until its time, go or ask again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Final

from attrs import frozen

from cortex_async._core.arguments import check_seconds
from cortex_async._core.limiting import LimitedAttempt
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async._core.turns import Refusal, Turn
from cortex_async.limits.plan import Counted, Plan
from cortex_async.limits.schedule import Place

MAX_WAIT: Final = 10.0
"""Seconds that a call waits for its turn at most, unless set otherwise: as long as for a connection."""

LONGEST_COOL_DOWN: Final = 3600.0
"""Upper bound in seconds of a cool-down that a server asks for, since it stops every process."""


@frozen
class Granted:
    """A place in a schedule, and the seconds until its time; 0 to go now."""

    place: Place
    wait: float


@frozen
class Denied:
    """No place: the next one comes in ``wait`` seconds (None: unknown). ``reason`` replaces the usual one."""

    wait: float | None
    reason: str = ""


class WaitingLimiter(NotCopyable, ABC):
    """Base class of the limiters: waits for the places that a subclass keeps.

    limits: as for ``Plan``. max_wait: the most seconds that one attempt waits.
    """

    def __init__(self, limits: object, max_wait: float, digest_key: bytes, clock: Clock | None) -> None:
        check_seconds("max_wait", max_wait, zero=True, none=False)
        self._plan = Plan(limits, digest_key)
        self._max_wait = max_wait
        self._clock = clock or SystemClock()

    async def turn(self, attempt: LimitedAttempt, remaining: float | None, /) -> Turn:
        """Wait until the attempt may be sent, or refuse it.

        remaining: seconds that are left of the call's total time limit, None without one.
        """
        counted = self._plan.counted(attempt)
        most = self._max_wait if remaining is None else max(0.0, min(self._max_wait, remaining))
        begun = self._clock.monotonic()
        waited, place = 0.0, None
        while True:
            asked = await self._ask(counted, place, max(0.0, most - waited))
            if isinstance(asked, Denied):
                return Turn(limit=counted.name, waited=waited, refusal=_refusal(counted, asked, waited, most))
            if asked is GO or asked.wait <= 0:
                return Turn(limit=counted.name, waited=waited)
            place = asked.place
            try:
                await self._clock.sleep(asked.wait)
            except BaseException:
                self._give_back(counted, place)
                raise
            waited = self._clock.monotonic() - begun

    async def cool_down(self, attempt: LimitedAttempt, seconds: float, /) -> None:
        """Let no attempt under the same limit be sent for this many seconds, an hour at most."""
        await self._close(self._plan.counted(attempt), min(seconds, LONGEST_COOL_DOWN))

    @abstractmethod
    async def _ask(self, counted: Counted, held: Place | None, most: float) -> Granted | Denied:
        """Take a place at most ``most`` seconds ahead.

        held: a place whose time has come. It is used, unless that is too late or a cool-down has begun.
        """

    @abstractmethod
    def _give_back(self, counted: Counted, place: Place) -> None:
        """Free a place."""

    @abstractmethod
    async def _close(self, counted: Counted, seconds: float) -> None:
        """Begin a cool-down."""


GO: Final = Granted(Place(0, 0), 0.0)
"""To go without a place."""


def _refusal(counted: Counted, denied: Denied, waited: float, most: float) -> Refusal:
    limit = "" if counted.limit is None else f" of {counted.limit}"
    wait = None if denied.wait is None else waited + denied.wait
    reason = denied.reason or f"the turn would come after {wait:.7g} s, and at most {most:.7g} s are allowed"
    return Refusal(reason=f"limit {counted.name!r}{limit}: {reason}", wait=wait, max_wait=most)
