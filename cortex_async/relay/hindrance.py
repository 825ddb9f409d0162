"""What keeps a leader from its work: another relay may have the connection that this one lacks."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final, NoReturn

from cortex_async._core.stream import Connected, Disconnected, StreamState
from cortex_async._core.timing.clock import Clock

HINDERED: Final = 60.0
"""Seconds: longer than a stream may be silent before it is connected again."""

_LEASES: Final = 4
_LOOKS: Final = 8

API: Final = "has no connection to the API"
BROKER: Final = "has an unfinished call of the broker"


class Hindered(Exception):
    """This process cannot do what a leader has to, for so long that another one should try."""


class Hindrance:
    """Since when a leader has been hindered, from the moment when its leadership begins.

    lease: seconds. Leaders give way after 60 s, and not before four leases.
    """

    def __init__(self, clock: Clock, lease: float) -> None:
        self._clock = clock
        self._limit = max(HINDERED, _LEASES * lease)
        self._since: dict[str, float] = {API: clock.monotonic()}

    def saw(self, state: StreamState) -> None:
        """Take note of a state of the event stream."""
        if isinstance(state, Connected):
            self._since.pop(API, None)
        elif isinstance(state, Disconnected):
            self._since.setdefault(API, self._clock.monotonic())

    @contextmanager
    def calling_broker(self) -> Generator[None]:
        """Count the time in the block, repetitions of a call included."""
        self._since[BROKER] = self._clock.monotonic()
        try:
            yield
        finally:
            del self._since[BROKER]

    async def watch(self) -> NoReturn:
        """Raise ``Hindered`` when something has hindered the leader for too long."""
        while True:
            await self._clock.sleep(self._limit / _LOOKS)
            now = self._clock.monotonic()
            for what, since in self._since.items():
                if now - since >= self._limit:
                    raise Hindered(f"{what} for {now - since:.0f} s")
