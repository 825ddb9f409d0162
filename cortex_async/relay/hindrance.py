"""What keeps a process from its work while others may be able to do it: they may have what it lacks."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final, NoReturn

from cortex_async._core.timing.clock import Clock

HINDERED: Final = 60.0
"""Seconds: longer than a stream may be silent before it is connected again."""

_LEASES: Final = 4
_LOOKS: Final = 8


class Hindered(Exception):
    """This process cannot do what it is there for, for so long that another one should try."""


class Hindrance:
    """Since when a leader or a worker has been hindered.

    Its broker may renew what it holds and refuse everything else, or never respond to it: then nobody else
    gets its place.

    lease: seconds. It gives way after 60 s, and not before four leases.
    """

    def __init__(self, clock: Clock, lease: float) -> None:
        self._clock = clock
        self._limit = max(HINDERED, _LEASES * lease)
        self._since: dict[str, float] = {}

    def begin(self, what: str) -> None:
        """Note what is lacking from now on, if it has not been noted before. what: a noun, for the log."""
        self._since.setdefault(what, self._clock.monotonic())

    def end(self, what: str) -> None:
        """Note that it is there again, if it was lacking."""
        self._since.pop(what, None)

    @contextmanager
    def during(self, what: str) -> Generator[None]:
        """Count the time in the block."""
        self.begin(what)
        try:
            yield
        finally:
            self.end(what)

    async def watch(self) -> NoReturn:
        """Raise ``Hindered`` when something has been lacking for too long."""
        while True:
            await self._clock.sleep(self._limit / _LOOKS)
            now = self._clock.monotonic()
            for what, since in self._since.items():
                if now - since >= self._limit:
                    raise Hindered(f"no {what} for {now - since:.0f} s")
