"""Reads partitions of a topic up to their end, again and again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from cortex_async._core.timing.clock import monotonic
from cortex_async.relay.broker import BrokerUnavailable
from cortex_async.relay.kafka.clients import Consumer, Entry, Place
from cortex_async.relay.kafka.connection import Connection

_logger = logging.getLogger(__name__)

_AT_ONCE = 5000
_SHORTEST, _LONGEST = 2, 100
"""Milliseconds. The last thing to be read may be the marker of a transaction, which ends no waiting."""


class Tail:
    """The records of some partitions, from the oldest on.

    apply: called with each record once, in order within its partition.
    """

    def __init__(
        self, connection: Connection, places: Sequence[Place], apply: Callable[[Entry], None]
    ) -> None:
        self._connection = connection
        self._places = list(places)
        self._apply = apply
        self._consumer: Consumer | None = None
        self._read: dict[Place, int] = {}
        self._begun = self._done = 0
        self._reading: asyncio.Lock = asyncio.Lock()

    async def sync(self) -> None:
        """Read everything that was acknowledged before this call. Raises ``BrokerUnavailable``.

        Concurrent calls share what they read.
        """
        self._begun += 1
        number = self._begun
        async with self._reading:
            if self._done >= number:
                return
            covers = self._begun
            ends = await self._connection.ends(self._places)
            await self._read_until(ends)
            self._done = covers

    async def close(self) -> None:
        """Stop reading."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            await self._connection.stop(consumer)

    async def _read_until(self, ends: dict[Place, int]) -> None:
        if all(self._read.get(place, 0) >= end for place, end in ends.items()):
            return
        if self._consumer is None:
            self._consumer = await self._connection.consumer(self._places)
            for place, offset in self._read.items():
                self._consumer.seek(place, offset)
        consumer = self._consumer
        consumer.resume(*self._places)
        progress, wait = monotonic(), _SHORTEST
        while left := [place for place, end in ends.items() if self._read.get(place, 0) < end]:
            try:
                async with self._connection.using():
                    found = await consumer.getmany(*left, timeout_ms=wait, max_records=_AT_ONCE)
                    positions = {place: await consumer.position(place) for place in left}
            except BaseException:  # what was taken out of the consumer may not have arrived here
                await self.close()
                raise
            for entries in found.values():
                for entry in entries:
                    self._take(entry)
            if any(positions[place] > self._read.get(place, 0) for place in left):
                progress, wait = monotonic(), _SHORTEST
                self._read.update(positions)
                continue
            wait = min(2 * wait, _LONGEST)
            if monotonic() - progress > self._connection.timeout:
                await self.close()
                raise BrokerUnavailable(f"Kafka: {left[0].topic} cannot be read to its end in time")
        consumer.pause(*self._places)

    def _take(self, entry: Entry) -> None:
        """Apply a record. What somebody else has written is left out, by all readers alike."""
        try:
            self._apply(entry)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            _logger.warning(
                "%s: record %d of partition %d is not of this package and is left out",
                entry.topic,
                entry.offset,
                entry.partition,
            )


async def read_all(connection: Connection, places: Sequence[Place], apply: Callable[[Entry], None]) -> None:
    """Read partitions once, from the oldest record to the end."""
    tail = Tail(connection, places, apply)
    try:
        await tail.sync()
    finally:
        await tail.close()
