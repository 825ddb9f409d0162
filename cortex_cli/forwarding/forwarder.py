"""Delivers events one after the other, and repeats what failed beside that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from attrs import define

from cortex_async._core.timing.clock import SystemClock
from cortex_cli.following.occurred import Occurred
from cortex_cli.forwarding.delivery import Attempt, Sender, body_of
from cortex_cli.forwarding.routes import Routes

PAUSES: Final = (1.0, 5.0, 25.0, 125.0)
"""Seconds before the second attempt and each one after it."""

_MOST_WAITING: Final = 1000
"""Deliveries that wait for another attempt; with so many, no new ones begin."""


@define
class Tally:
    """How many events were delivered, given up, and left when everything ended."""

    delivered: int = 0
    failed: int = 0
    waiting: int = 0

    def __str__(self) -> str:
        parts = [f"{self.delivered} delivered", f"{self.failed} failed"]
        return ", ".join([*parts, f"{self.waiting} not repeated any more"] if self.waiting else parts)


class Forwarder:
    """Delivers events in their order, each to its URL. One that fails does not hold up the others.

    report: called with each attempt, and with seconds until the next one, None if there is none.
    pauses: before the attempts after the first.
    """

    def __init__(
        self,
        sender: Sender,
        routes: Routes,
        report: Callable[[Occurred, Attempt, float | None], None],
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._sender = sender
        self._routes = routes
        self._report = report
        self._pauses = pauses
        self._waiting: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(_MOST_WAITING)
        self.tally: Tally = Tally()

    async def forward(self, event: Occurred) -> None:
        """Make the first attempt for an event; others follow by themselves.

        Raises what ``report`` raised in those, e.g. that nobody reads stdout any more.
        """
        self._raise_error()
        url = self._routes.url_of(event.type)
        if url is None:
            return
        body = body_of(event)
        if await self._attempt(event, url, body, 0):
            return
        await self._room.acquire()
        task = asyncio.create_task(self._repeat(event, url, body))
        self._waiting.add(task)
        self.tally.waiting += 1

    async def finish(self) -> None:
        """Wait until nothing is to be repeated any more."""
        while self._waiting:
            await asyncio.wait(self._waiting, return_when=asyncio.FIRST_COMPLETED)
            self._raise_error()

    async def close(self) -> None:
        """Give up what waits for another attempt."""
        waiting = [*self._waiting]
        self._waiting.clear()
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async def _repeat(self, event: Occurred, url: str, body: bytes) -> None:
        try:
            for number, pause in enumerate(self._pauses, 1):
                await SystemClock().sleep(pause)
                if await self._attempt(event, url, body, number):
                    break
            self.tally.waiting -= 1
        finally:
            self._room.release()

    async def _attempt(self, event: Occurred, url: str, body: bytes, number: int) -> bool:
        """Make an attempt, and return whether there is no other one."""
        attempt = await self._sender.send(url, body, number + 1)
        over = attempt.delivered or number >= len(self._pauses)
        self.tally.delivered += attempt.delivered
        self.tally.failed += over and not attempt.delivered
        self._report(event, attempt, None if over else self._pauses[number])
        return over

    def _raise_error(self) -> None:
        for task in [task for task in self._waiting if task.done()]:
            self._waiting.discard(task)
            task.result()
