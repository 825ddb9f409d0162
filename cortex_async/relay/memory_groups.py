"""Groups of workers of the broker in memory: who has which partition, and what was acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import count
from typing import Final

from attrs import define, evolve, field

from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.waiting import first_of
from cortex_async.relay.broker import DeadLetter, Delivery, Fenced, Record
from cortex_async.relay.partitions import fair_share

_FREE: Final = ""


class Log:
    """What was published: in order, and in each partition."""

    def __init__(self, partitions: int) -> None:
        self.records: list[Record] = []
        self.entries: list[list[Record]] = [[] for _ in range(partitions)]
        self.changed: asyncio.Event = asyncio.Event()

    def append(self, record: Record, partition: int) -> None:
        self.records.append(record)
        self.entries[partition].append(record)
        self.wake()

    def wake(self) -> None:
        """Wake everybody who waits for an entry."""
        self.changed.set()
        self.changed = asyncio.Event()


@define(eq=False)
class Shelf:
    """One partition of a group.

    owner: token of the membership that has it, empty if nobody does; until when it does by the clock.
    fence: the number of this ownership.
    next: the entry that is handed out next.
    open: what was handed out and not acknowledged, by position, with the number of times.
    again: positions in ``open`` that the new owner gets first.
    own: entries for this group alone: revived letters.
    """

    owner: str = _FREE
    until: float = float("-inf")
    fence: int = 0
    next: int = 0
    open: dict[int, int] = field(factory=dict[int, int])
    again: list[int] = field(factory=list[int])
    own: list[Record] = field(factory=list[Record])
    at: dict[int, Record] = field(factory=dict[int, Record])


class Group:
    """A group of workers."""

    def __init__(self, name: str, log: Log) -> None:
        self.name = name
        self.log = log
        self.shelves: list[Shelf] = [Shelf() for _ in log.entries]
        self.members: dict[str, float] = {}
        self.dead: dict[str, DeadLetter] = {}
        self._positions = count(1)
        self._letters = count(1)

    @property
    def lag(self) -> int:
        return sum(
            len(entries) - shelf.next + len(shelf.open) + len(shelf.own)
            for shelf, entries in zip(self.shelves, self.log.entries, strict=True)
        )

    def join(
        self, member: str, seconds: float, clock: Clock, require_available: Callable[[], None]
    ) -> MemoryMembership:
        token = f"{member}#{next(self._letters)}"
        return MemoryMembership(self, token, seconds, clock, require_available)

    def bury(self, letter: DeadLetter) -> None:
        position = str(next(self._letters))
        self.dead[position] = evolve(letter, position=position, group=self.name)

    def revive(self, letter: DeadLetter, partition: int) -> None:
        if self.dead.pop(letter.position, None) is not None:
            self.shelves[partition].own.append(Record(letter.id, letter.key, "", "", letter.body))
            self.log.wake()

    def take(self, partition: int) -> tuple[int, int, Record] | None:
        """The next entry of a partition: its position, how often it was handed out, and the record."""
        shelf, entries = self.shelves[partition], self.log.entries[partition]
        if shelf.again:
            position = shelf.again.pop(0)
            shelf.open[position] += 1
            return position, shelf.open[position], shelf.at[position]
        if shelf.next < len(entries):
            record = entries[shelf.next]
            shelf.next += 1
        elif shelf.own:
            record = shelf.own.pop(0)
        else:
            return None
        position = next(self._positions)
        shelf.open[position], shelf.at[position] = 1, record
        return position, 1, record

    def free(self, partition: int) -> None:
        """End an ownership. What was not acknowledged goes to the next owner."""
        shelf = self.shelves[partition]
        shelf.owner, shelf.until = _FREE, float("-inf")
        shelf.again = sorted(shelf.open)
        self.log.wake()


class MemoryMembership:
    """One worker's place in a group of a ``MemoryBroker``."""

    def __init__(
        self, group: Group, token: str, seconds: float, clock: Clock, require_available: Callable[[], None]
    ) -> None:
        self._group = group
        self._token = token
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
