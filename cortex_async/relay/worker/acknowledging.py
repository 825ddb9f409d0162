"""Tells the broker what was handled, in batches, and keeps trying while it is unavailable."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable

from cortex_async._core.timing.clock import Clock
from cortex_async.relay.broker import BrokerUnavailable, DeadLetter, Delivery, Fenced, Membership
from cortex_async.relay.hindrance import Hindrance
from cortex_async.relay.worker.outages import Outages
from cortex_async.relay.worker.ownership import Ownership

BATCH = 256

_ACKNOWLEDGEMENT = "acknowledgement"
_LETTER = "response to a dead letter"


class Acknowledging:
    """Deliveries that are done with, until the broker knows it.

    counts: ``lost`` in it counts those that belonged to another worker by then, which handles them again or
        finds them handled.
    progress: called when some have been acknowledged.
    """

    def __init__(
        self,
        membership: Membership,
        ownership: Ownership,
        hindrance: Hindrance,
        outages: Outages,
        clock: Clock,
        counts: Counter[str],
        progress: Callable[[], object],
    ) -> None:
        self._membership = membership
        self._ownership = ownership
        self._hindrance = hindrance
        self._clock = clock
        self._counts = counts
        self._progress = progress
        self._outages = outages
        self._done: deque[tuple[Delivery, DeadLetter | None]] = deque()
        self._changed = asyncio.Event()

    def add(self, delivery: Delivery, letter: DeadLetter | None = None) -> None:
        """Acknowledge a delivery, or bury it as ``letter``."""
        self._done.append((delivery, letter))
        self._changed.set()

    @property
    def pending(self) -> int:
        """How many have not been acknowledged yet."""
        return len(self._done)

    def concerns(self, partition: int) -> bool:
        """Whether something of the partition has not been acknowledged yet."""
        return any(delivery.partition == partition for delivery, _ in self._done)

    async def run(self) -> None:
        """Acknowledge what is added, until cancelled."""
        while True:
            self._changed.clear()
            if self._done:
                await self._step()
            else:
                await self._changed.wait()

    async def flush(self) -> None:
        """Acknowledge what was added so far."""
        while self._done:
            await self._step()

    async def _step(self) -> None:
        # Removed only afterwards, because `concerns` is asked meanwhile.
        batch = self._next()
        is_letter = batch[0][1] is not None
        what = _LETTER if is_letter else _ACKNOWLEDGEMENT
        outage = self._outages.burying if is_letter else self._outages.acknowledging
        self._hindrance.begin(what)
        try:
            await self._send(batch)
        except BrokerUnavailable as error:
            if is_letter:
                # A broker without memory refuses it, and takes acknowledgements, which make room.
                self._hindrance.end(what)
                self._done.rotate(-1)
            await self._clock.sleep(outage.failed(error))
            return
        except Fenced:
            self._counts["lost"] += sum(not self._ownership.holds(delivery) for delivery, _ in batch)
        self._hindrance.end(what)
        outage.over()
        self._outages.giving_way.over("the worker works again")
        for _ in batch:
            self._done.popleft()
        self._progress()

    def _next(self) -> list[tuple[Delivery, DeadLetter | None]]:
        """The deliveries up to the first dead letter, or that alone."""
        batch: list[tuple[Delivery, DeadLetter | None]] = []
        for entry in self._done:
            if len(batch) == BATCH or (entry[1] is not None and batch):
                break
            batch.append(entry)
            if entry[1] is not None:
                break
        return batch

    async def _send(self, batch: list[tuple[Delivery, DeadLetter | None]]) -> None:
        delivery, letter = batch[0]
        if letter is None:
            await self._membership.acknowledge([one for one, _ in batch])
        else:
            await self._membership.bury(delivery, letter)
