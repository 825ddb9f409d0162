"""One worker's place in a group: its partitions, and what it reads of them."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence

from cortex_async._core.timing.clock import Clock, SystemClock, monotonic
from cortex_async._core.timing.waiting import first_of
from cortex_async.relay.broker import DeadLetter, Delivery, Fenced
from cortex_async.relay.kafka.claims import read_claims
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.feed import Feed
from cortex_async.relay.kafka.handing_out import hand_out, take
from cortex_async.relay.kafka.leases import Leases
from cortex_async.relay.kafka.letters import letter_message
from cortex_async.relay.kafka.partition import Partition
from cortex_async.relay.kafka.roster import Roster
from cortex_async.relay.kafka.settings import Settings
from cortex_async.relay.kafka.transactions import Transactions

_LOOK: float = 1.0
"""Seconds after which a waiting read looks whether there are further partitions."""


class KafkaMembership:
    """A worker's place in a group on Kafka."""

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
        self._connection = connection
        self._settings = settings
        self._leases = leases
        self._group = group
        self._clock = clock
        self._roster = Roster(leases, settings, group, member, seconds, clock)
        self._partitions: dict[int, Partition] = {}
        self._share = settings.partitions
        self._turn = 0
        self._feed = Feed(connection)
        self._transactions = Transactions(connection, settings.transactional_id("worker", self._roster.token))
        self._burying: asyncio.Lock = asyncio.Lock()
        self._arrived: asyncio.Event = asyncio.Event()
        self._refreshing: asyncio.Lock = asyncio.Lock()
        self._has_left = False

    def __repr__(self) -> str:
        return f"KafkaMembership(group={self._group!r}, owned={sorted(self.owned)})"

    @property
    def owned(self) -> Mapping[int, int]:
        """The partitions that this worker has now, each with the fence of its ownership."""
        if self._clock.monotonic() >= self._roster.until:
            return {}
        return {number: one.fence for number, one in sorted(self._partitions.items())}

    @property
    def wanted_back(self) -> frozenset[int]:
        """Those among them to be handed over."""
        return frozenset(sorted(self.owned)[self._share :])

    async def join(self) -> None:
        """Make this worker known to the others."""
        await self._roster.sign()

    async def refresh(self) -> None:
        """Renew what is owned, take partitions that are free, and find out which ones are wanted back."""
        async with self._refreshing:
            if self._has_left:
                return
            until = self._roster.until
            await self._roster.sign()
            if self._clock.monotonic() >= until:
                # What was in hand may have been dropped: it is to come again.
                self._drop(self._partitions.values())
            self._drop_lost()
            self._share = self._roster.share()
            free = self._roster.free(self._partitions)
            await self._take(free[: max(0, self._share - len(self._partitions))])
            given_up = self._roster.given_up(self._partitions)
            if given_up:
                await self._roster.sign(give=given_up)

    async def read(self, partitions: Collection[int], limit: int, wait: float) -> list[Delivery]:
        """Up to ``limit`` further deliveries of owned partitions, in order within each."""
        deadline = monotonic() + wait
        while True:
            self._arrived.clear()
            chosen = [self._partitions[number] for number in sorted(set(partitions).intersection(self.owned))]
            self._turn += 1
            taken = take(chosen, limit, self._turn)
            if taken:
                found = await hand_out(taken, self._check)
                if found:
                    return found
                continue
            left = min(deadline - monotonic(), _LOOK)
            if chosen and await self._feed.read(list(self._partitions.values()), chosen, left):
                continue
            if left <= 0:
                return []
            if not chosen:
                await first_of(self._arrived.wait(), SystemClock().sleep(left))

    async def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Mark deliveries as handled, in any order."""
        touched: dict[int, Partition] = {}
        lost: set[int] = set()
        for one in deliveries:
            partition = self._of(one)
            if partition is None:
                lost.add(one.partition)
            else:
                partition.acknowledge(one.position)
                touched[one.partition] = partition
        if touched:
            await asyncio.gather(*(one.save() for one in touched.values()))
            await self._check()
            lost.update(number for number, one in touched.items() if one.is_lost)
        if lost:
            raise _fenced(min(lost))

    async def bury(self, delivery: Delivery, letter: DeadLetter) -> None:
        """Append a dead letter, and acknowledge the delivery: both or neither."""
        await self._check()
        partition = self._of(delivery)
        if partition is None:
            raise _fenced(delivery.partition)
        message = letter_message(self._settings, self._group, delivery, letter)
        async with self._burying:
            if not self._transactions.is_open:
                await self._transactions.open()
            await partition.bury(delivery.position, message, self._transactions)

    async def release(self, partition: int) -> None:
        """Hand a partition over, without what was not acknowledged getting lost."""
        owned = self._partitions.get(partition)
        if owned is not None:
            await self._roster.sign(give=[partition])
            self._drop([owned])

    async def leave(self) -> None:
        """Release everything, and leave the group."""
        async with self._refreshing:
            self._has_left = True
            given = list(self._partitions)
            self._drop(self._partitions.values())
            try:
                await self._roster.strike(given)
            finally:
                await self._feed.close()
                await self._transactions.close()

    async def _take(self, wanted: Sequence[int]) -> None:
        if not wanted:
            return
        taken = await self._roster.take(wanted)
        # The last owner has written before this, or finds out that what it writes does not count.
        claims = await read_claims(self._connection, self._settings, self._group, list(taken))
        for number, claim in claims.items():
            self._partitions[number] = Partition(
                self._connection, self._settings, self._group, number, taken[number], claim
            )
        self._arrived.set()

    def _of(self, delivery: Delivery) -> Partition | None:
        partition = self._partitions.get(delivery.partition)
        found = partition is not None and not partition.is_lost and partition.fence == delivery.fence
        return partition if found else None

    async def _check(self) -> None:
        """Find out which partitions others have by now."""
        await self._leases.sync()
        self._drop_lost()

    def _drop_lost(self) -> None:
        self._drop(one for one in self._partitions.values() if self._roster.fence(one.number) != one.fence)

    def _drop(self, partitions: Iterable[Partition]) -> None:
        for one in list(partitions):
            one.is_lost = True
            self._partitions.pop(one.number, None)


def _fenced(partition: int) -> Fenced:
    return Fenced(f"partition {partition} has another owner by now")
