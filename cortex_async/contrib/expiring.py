"""A value that expires, such as a token: cached, renewed shortly before it expires, fetched once for all
concurrent callers.
"""

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

CLOCK_TOLERANCE = 5.0
"""Seconds by which two clocks may differ and still count as equal:

``Date`` has whole seconds, and a response takes time.
"""

_logger = logging.getLogger(__name__)


class ServerClock:
    """The server's clock, read from the ``Date`` of a response.

    Expiry times are compared with this clock, not with ours.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ahead: float = 0.0

    def note(self, response: Response) -> None:
        """Read the ``Date`` of a response; a hook for ``on_response``."""
        now = server_time(response.headers)
        ahead = 0.0 if now is None else now - self._clock.unix()
        self.ahead = ahead if abs(ahead) > CLOCK_TOLERANCE else 0.0


class Expiring(Generic[T]):
    """Caches a value and renews it in time.

    fetch: makes a new value from the last one (None for the first), and passes its response to
        ``ServerClock.note``.
    expires_at: when a value expires, None if it never does or nobody knows.
    early: seconds before expiry at which a value is renewed. A value that lives less than twice as long is
        used for half of its life. A value that seems to be expired on arrival, which means that a clock is
        wrong, is used for ``early`` seconds.
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
        self._lifetime: _Lifetime | None = None
        self._flight = SingleFlight(self._take)

    async def current(self) -> tuple[T, int]:
        """The value, renewed if it is about to expire, and its generation, a number that grows with every
        value.

        Raises what ``fetch`` raises, unless the server is unreachable and the old value has not expired yet.
        """
        value, lifetime = self._value, self._lifetime
        if value is None:
            return await self._flight.result()
        if lifetime is None or not lifetime.is_due():
            return value, self._generation
        try:
            return await self._flight.result()
        except (RequestFailed, ServerError, RateLimited):
            if not lifetime.postpone():
                raise
            _logger.debug("a token could not be renewed early; the old one stays in use")
            return value, self._generation

    async def renew(self, generation: int) -> None:
        """Replace the value of this ``generation``, unless another call has already done so."""
        if generation == self._generation:
            await self._flight.result()

    async def _take(self) -> tuple[T, int]:
        server = ServerClock(self._clock)
        value = await self._fetch(self._value, server)
        end = self._expires_at(value)
        self._lifetime = (
            None if end is None else _Lifetime(self._clock, self._seconds_left(end, server), self._early)
        )
        self._value = value
        self._generation += 1
        return value, self._generation

    def _seconds_left(self, end: datetime, server: ServerClock) -> float:
        """Seconds until expiry by the server's clock, or by ours if the former makes no sense."""
        ours = end.timestamp() - self._clock.unix()
        return next((left for left in (ours - server.ahead, ours) if left > 0), 2 * self._early)


class _Lifetime:
    """The life of one value from now on.

    It ends by wall clock or monotonic clock, since the former may be set meanwhile.
    """

    def __init__(self, clock: Clock, seconds: float, early: float) -> None:
        self._clock = clock
        self._start = (clock.unix(), clock.monotonic())
        self._seconds = seconds
        self._due = seconds - min(early, seconds / 2)

    def _age(self) -> float:
        return max(self._clock.unix() - self._start[0], self._clock.monotonic() - self._start[1])

    def is_due(self) -> bool:
        return self._age() >= self._due

    def postpone(self) -> bool:
        """Try again after half of the time that is left. False if none is left."""
        age = self._age()
        self._due = max(self._due, (age + self._seconds) / 2)
        return age < self._seconds
