"""Reads the events of the partitions that a worker owns: one consumer for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from cortex_async._core.timing.clock import monotonic
from cortex_async.relay.kafka.clients import Consumer, Place
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.partition import Partition

_AHEAD = 500


class Feed:
    """A consumer without a group. ``read`` must not be called while it is running."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._consumer: Consumer | None = None
        self._assigned: dict[Place, Partition] = {}
        self._using: asyncio.Lock = asyncio.Lock()

    async def read(self, owned: Sequence[Partition], chosen: Sequence[Partition], seconds: float) -> bool:
        """Read further entries of the chosen partitions that have none left.

        seconds: to wait for the first one. With 0 it reads what is there.

        Returns whether there was anything. Raises ``BrokerUnavailable``.
        """
        places = {at: one for one in chosen for at, entries in one.entries.items() if not entries}
        if not places:
            return False
        ends: dict[Place, int] | None = None
        if seconds <= 0:
            ends = await self._connection.ends(list(places))
            if not any(one.next[at] < ends[at] for at, one in places.items()):
                return False
        async with self._using:
            consumer = await self._assign(owned)
            try:
                if ends is None:
                    return await self._fetch(consumer, places, round(seconds * 1000))
                return await self._fetch_until(consumer, places, ends)
            except BaseException:  # what was taken out of the consumer may not have arrived here
                await self._drop()
                raise

    async def close(self) -> None:
        """Stop reading."""
        async with self._using:
            await self._drop()

    async def _fetch_until(
        self, consumer: Consumer, places: dict[Place, Partition], ends: dict[Place, int]
    ) -> bool:
        """Fetch what is there, for a while: an open transaction may hold it up."""
        deadline, wait = monotonic() + self._connection.timeout / 2, 2
        while left := {at: one for at, one in places.items() if one.next[at] < ends[at]}:
            if await self._fetch(consumer, left, wait):
                return True
            if monotonic() >= deadline:
                break
            wait = min(2 * wait, 100)
        return False

    async def _fetch(self, consumer: Consumer, places: dict[Place, Partition], wait: int) -> bool:
        """Fetch something. wait: milliseconds."""
        consumer.resume(*places)
        async with self._connection.using(wait / 1000 + self._connection.timeout):
            found = await consumer.getmany(*places, timeout_ms=max(1, wait), max_records=_AHEAD)
            positions = {at: await consumer.position(at) for at in places}
        consumer.pause(*places)
        for at, entries in found.items():
            places[at].entries[at].extend(entries)
        for at, position in positions.items():
            # It is behind the markers of transactions, too, which are not records.
            places[at].next[at] = position
        return bool(found)

    async def _assign(self, owned: Sequence[Partition]) -> Consumer:
        assigned = {at: one for one in owned for at in one.next}
        if self._consumer is None:
            self._consumer = await self._connection.consumer(list(assigned))
        elif assigned == self._assigned:
            return self._consumer
        else:
            self._consumer.assign(list(assigned))
        for at, partition in assigned.items():
            self._consumer.seek(at, partition.next[at])
        self._consumer.pause(*assigned)
        self._assigned = assigned
        return self._consumer

    async def _drop(self) -> None:
        consumer, self._consumer, self._assigned = self._consumer, None, {}
        if consumer is not None:
            await self._connection.stop(consumer)
