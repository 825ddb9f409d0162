"""One worker's place in a group: its partitions, and what it reads of them."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence

from cortex_async._core.timing.clock import Clock, SystemClock, monotonic
from cortex_async._core.timing.waiting import first_of
from cortex_async.relay.broker import DeadLetter, Delivery, Fenced
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.dead_letters import dead_letter
from cortex_async.relay.nats.feed import Feed
from cortex_async.relay.nats.handing_out import Taken, delivery, take, write
from cortex_async.relay.nats.partition import Partition
from cortex_async.relay.nats.roster import Roster
from cortex_async.relay.nats.streams import Settings
from cortex_async.relay.partitions import fair_share


class JetStreamMembership:
    """A worker's place in a group on JetStream."""

    def __init__(
        self,
        connection: Connection,
        settings: Settings,
        group: str,
        member: str,
        seconds: float,
        clock: Clock,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._settings = settings
        self._group = group
        self._roster = Roster(connection, settings, group, member, seconds, clock)
        self._partitions: dict[int, Partition] = {}
        self._share = settings.partitions
        self._turn = 0
        self._arrived: asyncio.Event = asyncio.Event()
        self._refreshing: asyncio.Lock = asyncio.Lock()
        self._has_left = False

    def __repr__(self) -> str:
        return f"JetStreamMembership(group={self._group!r}, owned={sorted(self.owned)})"

    @property
    def owned(self) -> Mapping[int, int]:
        """The partitions that this worker has now, each with the fence of its ownership."""
        if self._clock.monotonic() >= self._roster.until:
            return {}
        return {number: one.fence for number, one in sorted(self._partitions.items()) if not one.is_lost}

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
            roster = self._roster
            until = roster.until
            await roster.sign()
            if (
                self._clock.monotonic() >= until
            ):  # what was in hand may have been dropped: it is to come again
                await asyncio.gather(*(self._drop(one) for one in list(self._partitions.values())))
            await roster.read()
            for number, partition in list(self._partitions.items()):
                if partition.is_lost or roster.is_lost(number, partition):
                    await self._drop(partition)
            self._share = fair_share(self._settings.partitions, roster.members, roster.token)
            for number in roster.free(self._partitions):
                await self._take(number)

    async def _take(self, number: int) -> None:
        """Take a free partition, or free one that this worker had and may not take again.

        To others, what bears this worker's name is owned as long as it lives.
        """
        is_full = len(self._partitions) >= self._share
        if is_full and not self._roster.is_given_up(number):
            return
        taken = self._roster.partition(number)
        if not await taken.take():
            return
        if is_full:
            await taken.release()
            return
        self._partitions[number] = taken
        self._arrived.set()

    async def read(self, partitions: Collection[int], limit: int, wait: float) -> list[Delivery]:
        """Up to ``limit`` further deliveries of owned partitions, in order within each."""
        deadline = monotonic() + wait
        while True:
            self._arrived.clear()
            chosen = [self._partitions[number] for number in sorted(set(partitions).intersection(self.owned))]
            await asyncio.gather(*(self._ask(one) for one in chosen))
            self._turn += 1
            found = await self._hand_out(take(chosen, limit, self._turn))
            is_coming = any(one.feed is not None and one.feed.is_coming for one in chosen)
            left = deadline - monotonic() + (self._connection.timeout if is_coming else 0)
            if found or left <= 0:
                return found
            # Requests for messages expire, and have to be made again.
            await first_of(self._arrived.wait(), SystemClock().sleep(min(left, 1.0)))

    async def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Mark deliveries as handled, in any order."""
        touched: dict[int, Partition] = {}
        lost: set[int] = set()
        for one in deliveries:
            partition = self._of(one)
            if partition is None:
                lost.add(one.partition)
            else:
                partition.acknowledge(int(one.position))
                touched[one.partition] = partition
        results = await asyncio.gather(*(one.save() for one in touched.values()), return_exceptions=True)
        for partition, result in zip(touched.values(), results, strict=True):
            if isinstance(result, Fenced):
                await self._drop(partition)
                lost.add(partition.number)
            elif result is not None:
                raise result
        if lost:
            raise _fenced(min(lost))

    async def bury(self, delivery: Delivery, letter: DeadLetter) -> None:
        """Append a dead letter, and acknowledge the delivery: both or neither."""
        partition = self._of(delivery)
        if partition is None:
            raise _fenced(delivery.partition)
        await partition.bury(
            int(delivery.position), dead_letter(self._settings, self._group, delivery, letter)
        )

    async def release(self, partition: int) -> None:
        """Hand a partition over, without what was not acknowledged getting lost."""
        owned = self._partitions.get(partition)
        if owned is None:
            return
        try:
            if not owned.is_lost:
                await owned.release()
        except Fenced:
            pass  # it has another owner already
        # Not if the broker was not available: to others it would remain owned, and nobody could take it.
        await self._drop(owned)

    async def leave(self) -> None:
        """Release everything, and leave the group."""
        async with self._refreshing:
            self._has_left = True
            await asyncio.gather(*(self.release(number) for number in list(self._partitions)))
            await self._roster.strike()

    def _of(self, delivery: Delivery) -> Partition | None:
        partition = self._partitions.get(delivery.partition)
        found = partition is not None and not partition.is_lost and partition.fence == delivery.fence
        return partition if found else None

    async def _drop(self, partition: Partition) -> None:
        if self._partitions.get(partition.number) is partition:
            del self._partitions[partition.number]
        await partition.close()

    async def _hand_out(self, taken: Sequence[Taken]) -> list[Delivery]:
        """What could be written as handed out. Partitions that were lost are dropped."""
        outcomes = await write(taken)
        for partition, outcome in outcomes.items():
            if isinstance(outcome, Fenced):
                await self._drop(partition)
        found = [delivery(*one) for one in taken if outcomes[one[0]] is None]
        problems = [one for one in outcomes.values() if one is not None and not isinstance(one, Fenced)]
        if problems and not found:
            raise problems[0]
        return found

    async def _ask(self, partition: Partition) -> None:
        if partition.feed is None:
            settings, number = self._settings, partition.number
            subjects = (settings.events(number), settings.revived(self._group, number))
            start = partition.positions.start
            partition.feed = Feed(self._connection, settings.name, subjects, start, self._arrived)
        await partition.feed.ask()


def _fenced(partition: int) -> Fenced:
    return Fenced(f"partition {partition} has another owner by now")
