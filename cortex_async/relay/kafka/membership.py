"""One worker's place in a group on Kafka: how each step is done there."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from cortex_async._core.timing.clock import Clock, SystemClock, monotonic
from cortex_async._core.timing.waiting import first_of
from cortex_async.relay.broker import DeadLetter, Delivery
from cortex_async.relay.groups.handing_out import Outcomes
from cortex_async.relay.groups.membership import GroupMembership
from cortex_async.relay.groups.partition import fenced
from cortex_async.relay.kafka.claims import read_claims
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.feed import Feed
from cortex_async.relay.kafka.leases import Leases
from cortex_async.relay.kafka.letters import letter_message
from cortex_async.relay.kafka.partition import Partition
from cortex_async.relay.kafka.roster import Roster
from cortex_async.relay.kafka.settings import Settings
from cortex_async.relay.kafka.transactions import Transactions

_LOOK: float = 1.0
"""Seconds after which a waiting read looks whether there are further partitions."""


class KafkaMembership(GroupMembership[Roster, Partition]):
    """A worker's place in a group on Kafka."""

    in_a_row: ClassVar[int] = 1

    def __init__(
        self,
        connection: Connection,
        settings: Settings,
        leases: Leases,
        group: str,
        member: str,
        seconds: float,
        clock: Clock,
    ) -> None:
        roster = Roster(leases, settings, group, member, seconds, clock)
        super().__init__(roster, group, settings.partitions, clock)
        self._connection = connection
        self._settings = settings
        self._leases = leases
        self._feed = Feed(connection)
        self._transactions = Transactions(connection, settings.transactional_id("worker", roster.token))
        self._burying: asyncio.Lock = asyncio.Lock()

    async def bury(self, delivery: Delivery, letter: DeadLetter) -> None:
        """Append a dead letter, and acknowledge the delivery: both or neither."""
        await self._check()
        await super().bury(delivery, letter)

    def _has_lost(self, partition: Partition) -> bool:
        return self._roster.fence(partition.number) != partition.fence

    async def _take(self, free: Sequence[int], room: int) -> None:
        wanted = free[:room]
        if not wanted:
            return
        taken = await self._roster.take(wanted)
        # The last owner has written before this, or finds out that what it writes does not count.
        claims = await read_claims(self._connection, self._settings, self._group, list(taken))
        for number, claim in claims.items():
            self._own(Partition(self._connection, self._settings, self._group, number, taken[number], claim))

    async def _give_up(self, partitions: Sequence[int]) -> None:
        await self._roster.sign(give=partitions)

    async def _give_back(self, partition: Partition) -> None:
        await self._roster.sign(give=[partition.number])

    async def _leave(self) -> None:
        given = list(self._partitions)
        await self._drop(self._partitions.values())
        try:
            await self._roster.strike(given)
        finally:
            await self._feed.close()
            await self._transactions.close()

    async def _save(self, partitions: Sequence[Partition]) -> Outcomes[Partition]:
        await asyncio.gather(*(one.save() for one in partitions))
        await self._check()
        return {one: fenced(one.number) if one.is_lost else None for one in partitions}

    async def _bury(self, partition: Partition, delivery: Delivery, letter: DeadLetter) -> None:
        message = letter_message(self._settings, self._group, delivery, letter)
        async with self._burying:
            if not self._transactions.is_open:
                await self._transactions.open()
            await partition.bury(delivery.position, message, self._transactions)

    async def _ask(self, chosen: Sequence[Partition]) -> None:
        """Do nothing: the consumer fetches only while ``_wait`` runs."""

    async def _wait(self, chosen: Sequence[Partition], deadline: float) -> bool:
        left = min(deadline - monotonic(), _LOOK)
        if chosen and await self._feed.read(list(self._partitions.values()), chosen, left):
            return True
        if left > 0 and not chosen:
            await first_of(self._arrived.wait(), SystemClock().sleep(left))
        return left > 0

    async def _close(self, partitions: Sequence[Partition]) -> None:
        """Do nothing: the consumer leaves them out of the next fetch."""

    async def _check(self) -> None:
        """Find out which partitions others have by now."""
        await self._leases.sync()
        await self._drop_lost()
