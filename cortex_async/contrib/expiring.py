"""A value with an end, such as a token: kept, renewed shortly before its end, fetched once for all who wait."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from cortex_async._core.auth.single_flight import SingleFlight
from cortex_async._core.call_errors import RateLimited, RequestFailed, ServerError
from cortex_async._core.retry import server_time
from cortex_async._core.timing.clock import Clock, SystemClock

if TYPE_CHECKING:
    from cortex_async._core.response import Response

T = TypeVar("T")

AGREEING = 5.0
"""Seconds by which two clocks may differ and still count as one: ``Date`` has whole seconds, and a response is on its way."""

_log = logging.getLogger("cortex_async")


class ServerClock:
    """What a server's clock says, as the ``Date`` of its response tells: ends are told by that clock, not by ours."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ahead: float = 0.0

    def note(self, response: Response) -> None:
        """A hook for ``on_response``."""
        now = server_time(response.headers)
        ahead = 0.0 if now is None else now - self._clock.unix()
        self.ahead = ahead if abs(ahead) > AGREEING else 0.0


class Expiring(Generic[T]):
    """fetch: makes a new value from the last one, None for the first, and lets the server's clock note the response.

    expires_at: when a value ends; None for never, as far as is known.
    early: seconds before its end from which a value is renewed. One that was so short-lived from the start is still used
        until half of its life is over, and one that seems to be over already for ``early`` seconds: then a clock is wrong.
    """

    def __init__(
        self,
        fetch: Callable[[T | None, ServerClock], Awaitable[T]],
        expires_at: Callable[[T], datetime | None],
        *,
        early: float = 60.0,
        clock: Clock | None = None,
    ) -> None:
        self._fetch = fetch
        self._expires_at = expires_at
        self._early = early
        self._clock = clock or SystemClock()
        self._value: T | None = None
        self._generation = 0
        self._span: _Span | None = None
        self._flight = SingleFlight(self._take)

    async def current(self) -> tuple[T, int]:
        """The value, renewed if it is about to end, and a number that tells it from its predecessors.

        Raises what ``fetch`` raises, unless the server is merely out of reach and the old value still has some life.
        """
        value, span = self._value, self._span
        if value is None:
            return await self._flight.result()
        if span is None or not span.is_due():
            return value, self._generation
        try:
            return await self._flight.result()
        except (RequestFailed, ServerError, RateLimited):
            if not span.postponed():
                raise
            _log.debug("a token could not be renewed early; the old one is used on")
            return value, self._generation

    async def renew(self, generation: int) -> None:
        """Fetches a new value in the place of number ``generation``, unless another call has done so."""
        if generation == self._generation:
            await self._flight.result()

    async def _take(self) -> tuple[T, int]:
        server = ServerClock(self._clock)
        value = await self._fetch(self._value, server)
        end = self._expires_at(value)
        self._span = None if end is None else _Span(self._clock, self._life(end, server), self._early)
        self._value = value
        self._generation += 1
        return value, self._generation

    def _life(self, end: datetime, server: ServerClock) -> float:
        """Seconds that are left, by the server's clock, or by ours where that one makes no sense."""
        ours = end.timestamp() - self._clock.unix()
        return next((left for left in (ours - server.ahead, ours) if left > 0), 2 * self._early)


class _Span:
    """The life of one value from now on. It is over when either clock says so: ours may be set while it lasts."""

    def __init__(self, clock: Clock, life: float, early: float) -> None:
        self._clock = clock
        self._begun = (clock.unix(), clock.monotonic())
        self._life = life
        self._due = life - min(early, life / 2)

    def _age(self) -> float:
        return max(self._clock.unix() - self._begun[0], self._clock.monotonic() - self._begun[1])

    def is_due(self) -> bool:
        return self._age() >= self._due

    def postponed(self) -> bool:
        """Whether some life is left; half of it passes before the next try."""
        age = self._age()
        self._due = max(self._due, (age + self._life) / 2)
        return age < self._life
