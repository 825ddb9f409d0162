"""One worker's place in a group: what it owns, reads, acknowledges and hands over."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from cortex_async._core.timing.clock import Clock, monotonic
from cortex_async.relay.broker import DeadLetter, Delivery, Fenced
from cortex_async.relay.groups.handing_out import Outcomes, Taken, take, write
from cortex_async.relay.groups.partition import PartitionT, fenced
from cortex_async.relay.groups.roster import Roster
from cortex_async.relay.groups.steps import Steps

RosterT = TypeVar("RosterT", bound=Roster)


class GroupMembership(Steps[PartitionT], Generic[RosterT, PartitionT]):
    """A worker's place in a group, as ``cortex_async.relay.broker.Membership`` describes it.

    Each broker derives from it and implements ``Steps``.

    in_a_row: how many entries of a partition are handed out before it is the next one's turn.
    """

    in_a_row: ClassVar[int]

    def __init__(self, roster: RosterT, group: str, partitions: int, clock: Clock) -> None:
        self._roster = roster
        self._group = group
        self._clock = clock
        self._partitions: dict[int, PartitionT] = {}
        self._share = partitions
        self._turn = 0
        self._arrived: asyncio.Event = asyncio.Event()
        self._refreshing: asyncio.Lock = asyncio.Lock()
        self._dropped: list[PartitionT] = []
        self._has_left = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}(group={self._group!r}, owned={sorted(self.owned)})"

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
            roster, until = self._roster, self._roster.until
            await roster.sign()
            if self._clock.monotonic() >= until:
                # What was in hand may have been dropped: it is to come again.
                await self._drop(self._partitions.values())
            await roster.read()
            await self._drop_lost()
            self._share = roster.view.share
            free = roster.view.free(self._partitions)
            await self._take(free, max(0, self._share - len(self._partitions)))
            if given_up := roster.view.given_up(self._partitions):
                await self._give_up(given_up)

    async def read(self, partitions: Collection[int], limit: int, wait: float) -> list[Delivery]:
        """Up to ``limit`` further deliveries of owned partitions, in order within each."""
        deadline = monotonic() + wait
        has_asked = False
        while True:
            await self._close_dropped()
            self._arrived.clear()
            chosen = [self._partitions[number] for number in sorted(set(partitions).intersection(self.owned))]
            if not has_asked:
                await self._ask(chosen)
            self._turn += 1
            taken = take(chosen, limit, self._turn, self.in_a_row)
            if taken:
                found = await self._hand_out(taken)
                if found:
                    return found
                has_asked = False
            elif has_asked:
                # What has come is not for this owner, or was not all: the rest may not be asked for.
                has_asked = False
            elif await self._wait(chosen, deadline):
                # All are asked for, and what has come is handed out first.
                has_asked = True
            else:
                return []

    async def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Mark deliveries as handled, in any order."""
        touched: dict[int, PartitionT] = {}
        lost: set[int] = set()
        for one in deliveries:
            partition = self._of(one)
            if partition is None:
                lost.add(one.partition)
            else:
                partition.acknowledge(one.position)
                touched[one.partition] = partition
        outcomes: Outcomes[PartitionT] = await self._save(list(touched.values())) if touched else {}
        for partition, problem in outcomes.items():
            if isinstance(problem, Fenced):
                await self._drop([partition])
                lost.add(partition.number)
            elif problem is not None:
                raise problem
        if lost:
            raise fenced(min(lost))

    async def bury(self, delivery: Delivery, letter: DeadLetter) -> None:
        """Append a dead letter, and acknowledge the delivery: both or neither."""
        partition = self._of(delivery)
        if partition is None:
            raise fenced(delivery.partition)
        await self._bury(partition, delivery, letter)

    async def release(self, partition: int) -> None:
        """Hand a partition over, without what was not acknowledged getting lost."""
        owned = self._partitions.get(partition)
        if owned is not None:
            await self._give_back(owned)
            # Not if the broker was not available: to others it would remain owned, and nobody could take it.
            await self._drop([owned])

    async def leave(self) -> None:
        """Release everything, and leave the group."""
        async with self._refreshing:
            self._has_left = True
            try:
                await self._leave()
            finally:
                await self._drop(self._partitions.values())

    def _own(self, partition: PartitionT) -> None:
        """Begin to read a partition that was taken."""
        self._partitions[partition.number] = partition
        self._arrived.set()

    def _of(self, delivery: Delivery) -> PartitionT | None:
        partition = self._partitions.get(delivery.partition)
        found = partition is not None and not partition.is_lost and partition.fence == delivery.fence
        return partition if found else None

    def _forget(self, partitions: Iterable[PartitionT]) -> None:
        """Note that partitions are owned no longer. They are closed later."""
        for one in list(partitions):
            one.is_lost = True
            if self._partitions.get(one.number) is one:
                del self._partitions[one.number]
            self._dropped.append(one)

    async def _drop(self, partitions: Iterable[PartitionT]) -> None:
        self._forget(partitions)
        await self._close_dropped()

    async def _close_dropped(self) -> None:
        if self._dropped:
            dropped, self._dropped = self._dropped, []
            await self._close(dropped)

    async def _drop_lost(self) -> None:
        await self._drop(one for one in self._partitions.values() if self._has_lost(one))

    async def _hand_out(self, taken: Sequence[Taken[PartitionT]]) -> list[Delivery]:
        """What could be written as handed out. Partitions that were lost are dropped."""
        outcomes = await write(taken, self._save)
        # A cancellation from here on would lose what was written as handed out: nothing is awaited.
        self._forget(one for one, problem in outcomes.items() if isinstance(problem, Fenced))
        found = [one.delivery(entry, attempt) for one, entry, attempt in taken if outcomes[one] is None]
        problems = [one for one in outcomes.values() if one is not None and not isinstance(one, Fenced)]
        if problems and not found:
            raise problems[0]
        return found
