"""A value with an end, such as a token: kept, renewed shortly before its end, fetched once for all who wait."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Generic, TypeVar

from ..core.errors import RateLimited, RequestFailed, ServerError
from ..core.flight import SingleFlight
from ..core.retry import Clock, SystemClock

T = TypeVar("T")

_log = logging.getLogger("cortex_async")


class Expiring(Generic[T]):
    """fetch: makes a new value from the last one, None for the first.

    expires_at: when a value ends; None for never, as far as is known.
    early: seconds before its end from which a value is renewed. One that was so short-lived from the start is still used
        until half of its life is over.
    """

    def __init__(
        self,
        fetch: Callable[[T | None], Awaitable[T]],
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
        self._renew_at: float | None = None
        self._flight = SingleFlight(self._take)

    async def current(self) -> tuple[T, int]:
        """The value, renewed if it is about to end, and a number that tells it from its predecessors.

        Raises what ``fetch`` raises, unless the server is merely out of reach and the old value still has some life.
        """
        value = self._value
        if value is None:
            return await self._flight.result()
        if self._renew_at is None or self._clock.unix() < self._renew_at:
            return value, self._generation
        try:
            return await self._flight.result()
        except (RequestFailed, ServerError, RateLimited):
            if not self._postponed(value):
                raise
            _log.debug("a token could not be renewed early; the old one is used on")
            return value, self._generation

    async def renew(self, generation: int) -> None:
        """Fetches a new value in the place of number ``generation``, unless another call has done so."""
        if generation == self._generation:
            await self._flight.result()

    async def _take(self) -> tuple[T, int]:
        value = await self._fetch(self._value)
        end, now = self._expires_at(value), self._clock.unix()
        self._renew_at = (
            None if end is None else end.timestamp() - min(self._early, (end.timestamp() - now) / 2)
        )
        self._value = value
        self._generation += 1
        return value, self._generation

    def _postponed(self, value: T) -> bool:
        """Whether ``value`` still has some life; half of that is left to it before the next try."""
        end, now = self._expires_at(value), self._clock.unix()
        if end is None or now >= end.timestamp():
            return False
        self._renew_at = (now + end.timestamp()) / 2
        return True
