"""A worker's place in a group of the broker in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.waiting import first_of
from cortex_async.relay.broker import DeadLetter, Delivery, Fenced
from cortex_async.relay.memory.groups import Group, Shelf
from cortex_async.relay.partitions import fair_share


class MemoryMembership:
    """One worker's place in a group of a ``MemoryBroker``."""

    def __init__(
        self, group: Group, member: str, seconds: float, clock: Clock, require_available: Callable[[], None]
    ) -> None:
        self._group = group
        self._token = token = group.token_of(member)
        self._seconds = seconds
        self._clock = clock
        self._require_available = require_available
        self._left = False
        self._share = 0
        group.members[token] = clock.monotonic() + seconds

    @property
    def owned(self) -> Mapping[int, int]:
        """The partitions that this worker has now, each with its fence."""
        shelves = enumerate(self._group.shelves)
        return {number: shelf.fence for number, shelf in shelves if self._has(shelf)}

    @property
    def wanted_back(self) -> frozenset[int]:
        """Those among them to be handed over."""
        return frozenset(sorted(self.owned)[self._fair_share() :])

    async def refresh(self) -> None:
        """Renew what is owned, and take partitions that are free."""
        self._require_available()
        if self._left:
            return
        now = self._clock.monotonic()
        until = now + self._seconds
        group, owned = self._group, set(self.owned)
        group.members = {token: at for token, at in group.members.items() if at > now}
        group.members[self._token] = until
        for number in owned:
            group.shelves[number].until = until
        for number, shelf in enumerate(group.shelves):
            if shelf.until <= now and len(owned) < self._fair_share():
                group.free(number)
                shelf.owner, shelf.until, shelf.fence = self._token, until, shelf.fence + 1
                owned.add(number)

    async def read(self, partitions: Collection[int], limit: int, wait: float) -> list[Delivery]:
        """Up to ``limit`` further deliveries of owned partitions, in order within each."""
        deadline = self._clock.monotonic() + wait
        while True:
            self._require_available()
            changed = self._group.log.changed
            found = self._ready(partitions, limit)
            left = deadline - self._clock.monotonic()
            if found or left <= 0:
                return found
            await first_of(changed.wait(), self._clock.sleep(left))

    async def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Mark deliveries as handled, in any order."""
        self._require_available()
        lost = [one for one in deliveries if not self._acknowledged(one)]
        if lost:
            raise Fenced(f"partition {lost[0].partition} has another owner by now")

    async def bury(self, delivery: Delivery, letter: DeadLetter) -> None:
        """Append a dead letter, and acknowledge the delivery."""
        await self.acknowledge([delivery])
        self._group.bury(letter)

    async def release(self, partition: int) -> None:
        """Hand a partition over."""
        self._require_available()
        if partition in self.owned:
            self._group.free(partition)

    async def leave(self) -> None:
        """Release everything, and leave the group."""
        self._require_available()
        self._left = True
        self._group.members.pop(self._token, None)
        for number in self.owned:
            self._group.free(number)

    def _has(self, shelf: Shelf) -> bool:
        return shelf.owner == self._token and shelf.until > self._clock.monotonic()

    def _fair_share(self) -> int:
        """How many partitions are this worker's: the first members get one more if they do not divide."""
        now = self._clock.monotonic()
        alive = [token for token, at in self._group.members.items() if at > now or token == self._token]
        return fair_share(len(self._group.shelves), alive, self._token)

    def _ready(self, partitions: Collection[int], limit: int) -> list[Delivery]:
        found: list[Delivery] = []
        owned = self.owned
        for number in sorted(set(partitions).intersection(owned)):
            while len(found) < limit and (taken := self._group.take(number)) is not None:
                position, attempt, record = taken
                found.append(
                    Delivery(
                        number, owned[number], str(position), attempt, record.id, record.key, record.body
                    )
                )
        return found

    def _acknowledged(self, delivery: Delivery) -> bool:
        shelf = self._group.shelves[delivery.partition]
        if not self._has(shelf) or shelf.fence != delivery.fence:
            return False
        position = int(delivery.position)
        shelf.open.pop(position, None)
        shelf.at.pop(position, None)
        return True
