"""How long this process may publish: by its own clock and with a margin, since the broker has another."""

from __future__ import annotations

from typing import Final, NoReturn

from cortex_async._core.errors import CortexError
from cortex_async._core.timing.clock import Clock
from cortex_async.relay.broker import BrokerUnavailable, Leadership
from cortex_async.relay.outage import Outage

_RENEWALS: Final = 3
"""How often a lease is renewed while it lasts."""

_MARGIN: Final = 0.1
"""The part of the lease before its end in which nothing is sent any more."""


class LeaseLost(CortexError):
    """This process may not publish any more."""


class Lease:
    """The lease of one leadership.

    asked: when it was asked for, by the clock: from then on it lasts, for all that this process can know.
    """

    def __init__(
        self, leadership: Leadership, seconds: float, asked: float, outage: Outage, clock: Clock
    ) -> None:
        self._leadership = leadership
        self._outage = outage
        self._seconds = seconds
        self._clock = clock
        self._until = asked + seconds * (1 - _MARGIN)

    def check(self) -> None:
        """Raise ``LeaseLost`` unless it still lasts.

        A lease that has run out is never renewed: a process that was paused must not go on where it was.
        """
        if self._clock.monotonic() >= self._until:
            self._lose()

    async def keep(self) -> NoReturn:
        """Renew it for as long as it is held. Raises ``LeaseLost`` at its end, and what the broker raises."""
        while True:
            await self._clock.sleep(self._seconds / _RENEWALS)
            self.check()
            asked = self._clock.monotonic()
            try:
                renewed = await self._leadership.renew(self._seconds)
            except BrokerUnavailable as error:
                self._outage.failed(error)
                continue
            self._outage.over()
            if not renewed:
                self._lose()
            self.check()
            self._until = asked + self._seconds * (1 - _MARGIN)

    async def watch(self) -> NoReturn:
        """Raise ``LeaseLost`` at its end, also while the broker does not respond."""
        while True:
            await self._clock.sleep(max(0.0, self._until - self._clock.monotonic()))
            self.check()

    def _lose(self) -> NoReturn:
        raise LeaseLost("the lease has run out, or another relay leads")
