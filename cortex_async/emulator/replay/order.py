"""The order of responses and events across connections.

A client can be slower than the one that was recorded, above all at the highest speed. An event that followed
a response in the recording also follows it in the replay, so that it is not delivered before the request that
caused it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from cortex_async.emulator.replay.recorded import Exchange

PATIENCE = 0.5
"""Seconds that an event waits for a request which may never come. Halved each time that this was in vain."""


class Order:
    """Which responses have been played."""

    def __init__(self, exchanges: Iterable[Exchange]) -> None:
        self._ends: dict[int, float] = {
            one.id: one.ended for one in exchanges if not one.stream and one.ended is not None
        }
        self.rewind()

    def rewind(self) -> None:
        """Begin again."""
        self._due = dict(self._ends)
        self._patience = PATIENCE
        self._changed = asyncio.Event()

    def played(self, exchange: Exchange) -> None:
        """Note that a response has been played."""
        if self._due.pop(exchange.id, None) is not None:
            self._changed.set()
            self._changed = asyncio.Event()

    async def wait_for(self, at: float) -> None:
        """Wait until every response that ended before this time has been played."""
        while earlier := [id_ for id_, ended in self._due.items() if ended < at]:
            try:
                async with asyncio.timeout(self._patience):
                    await self._changed.wait()
                self._patience = PATIENCE
            except TimeoutError:
                self._patience /= 2
                for id_ in earlier:
                    self._due.pop(id_, None)
