"""A worker's place in a group: which partitions it has, and what it reads of them."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from cortex_async._core.strings.surrogates import to_bytes
from cortex_async._core.timing.clock import Clock
from cortex_async.relay.broker import DeadLetter, Delivery, Fenced
from cortex_async.relay.redis.connection import Connection
from cortex_async.relay.redis.group_scripts import REFRESH, RELEASE
from cortex_async.relay.redis.keys import Keys
from cortex_async.relay.redis.letters import letter_fields
from cortex_async.relay.redis.positions import UNKNOWN, Owned, entry_of, is_revived, unpack
from cortex_async.relay.redis.read_scripts import ACKNOWLEDGE, BURY, READ

_ACKNOWLEDGED: Final = 500
"""The most deliveries that one script acknowledges."""

_LOOK: Final = 1.0
"""Seconds after which all partitions are looked at, also those whose streams have nothing new: what somebody
has done to a consumer group is found that way."""


class RedisMembership:
    """One worker's place in a group."""

    def __init__(
        self,
        connection: Connection,
        keys: Keys,
        group: str,
        token: bytes,
        seconds: float,
        clock: Clock,
        max_length: int,
    ) -> None:
        self._connection = connection
        self._group = to_bytes(group)
        self._name = group
        self._token = token
        self._seconds = seconds
        self._clock = clock
        self._max_length = max_length
        self._events, self._revived = keys.events, keys.revived(group)
        self._owners, self._members, self._dead = keys.owners(group), keys.members(group), keys.dead(group)
        self._owned: dict[int, Owned] = {}
        self._until = float("-inf")
        self._share = 0
        self._turn = 0
        self._look_at = float("-inf")
        self._left = False
        # A response to ``refresh`` must not come after one to ``release`` that was sent later.
        self._changing = asyncio.Lock()

    @property
    def owned(self) -> Mapping[int, int]:
        """The partitions that this worker has now, each with its fence."""
        # Counted from before the lease was asked for: it ends here before it ends in Redis.
        if self._clock.monotonic() >= self._until:
            return {}
        return {number: one.fence for number, one in self._owned.items()}

    @property
    def wanted_back(self) -> frozenset[int]:
        """Those among them to be handed over."""
        return frozenset(sorted(self.owned)[self._share :])

    async def refresh(self) -> None:
        """Renew what is owned, and take partitions that are free."""
        async with self._changing:
            if not self._left:
                await self._refresh()

    async def read(self, partitions: Collection[int], limit: int, wait: float) -> list[Delivery]:
        """Up to ``limit`` further deliveries of owned partitions, in order within each."""
        end = self._clock.monotonic() + wait
        while True:
            owned = self.owned
            asked = self._in_turn([number for number in sorted(set(partitions)) if number in owned])
            left = end - self._clock.monotonic()
            if asked and limit > 0:
                found = await self._read_some(asked, limit, left)
                if found:
                    return found
            elif left > 0:
                await self._clock.sleep(left)
            if self._clock.monotonic() >= end:
                return []

    async def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Mark deliveries as handled, in any order."""
        lost: set[int] = set()
        for start in range(0, len(deliveries), _ACKNOWLEDGED):
            by_ownership: dict[tuple[int, int], tuple[list[bytes], list[bytes]]] = {}
            for one in deliveries[start : start + _ACKNOWLEDGED]:
                entries = by_ownership.setdefault((one.partition, one.fence), ([], []))
                entries[is_revived(one.position)].append(entry_of(one.position))
            names: list[bytes] = [self._owners]
            arguments: list[bytes | int] = [self._group, self._token, self._max_length]
            for (number, fence), (events, revived) in by_ownership.items():
                names += (self._events[number], self._revived[number])
                arguments += (number, fence, len(events), len(revived), *events, *revived)
            lost.update(await self._connection.run(ACKNOWLEDGE, names, arguments))
        if lost:
            raise self._fenced(min(lost))

    async def bury(self, delivery: Delivery, letter: DeadLetter) -> None:
        """Append a dead letter, and acknowledge the delivery, in one step."""
        number, revived = delivery.partition, is_revived(delivery.position)
        stream = (self._revived if revived else self._events)[number]
        arguments: list[bytes | int] = [self._group, self._token, number, delivery.fence]
        arguments += (entry_of(delivery.position), int(revived), *letter_fields(letter))
        if not await self._connection.run(BURY, [self._owners, stream, self._dead], arguments):
            raise self._fenced(number)

    async def release(self, partition: int) -> None:
        """Hand a partition over."""
        async with self._changing:
            if partition in self._owned:
                await self._connection.run(
                    RELEASE, [self._owners, self._members], (self._token, 0, partition)
                )
                self._owned.pop(partition, None)

    async def leave(self) -> None:
        """Release everything, and leave the group."""
        arguments = (self._token, 1, *range(len(self._events)))
        async with self._changing:
            await self._connection.run(RELEASE, [self._owners, self._members], arguments)
            self._left = True
            self._owned.clear()

    async def _refresh(self) -> None:
        ends, until = self._until, self._clock.monotonic() + self._seconds
        names = [self._owners, self._members, *self._events, *self._revived]
        known = [part for pair in self.owned.items() for part in pair]
        milliseconds = max(1, round(self._seconds * 1000))
        arguments: list[bytes | int] = [self._group, self._token, milliseconds, *known]
        self._share, flat = await self._connection.run(REFRESH, names, arguments)
        if known and self._clock.monotonic() >= ends:
            # It ran out meanwhile. What was in hand may have been dropped, and is to come again.
            self._owned = {}
            await self._refresh()
            return
        owned: dict[int, Owned] = {}
        for number, fence in zip(flat[::2], flat[1::2], strict=True):
            before = self._owned.get(number)
            owned[number] = before if before is not None and before.fence == fence else Owned(fence)
        self._owned, self._until = owned, until

    def _in_turn(self, numbers: list[int]) -> list[int]:
        """Let another partition come first each time, so that a full one does not keep the others waiting."""
        self._turn += 1
        at = self._turn % len(numbers) if numbers else 0
        return numbers[at:] + numbers[:at]

    async def _read_some(self, asked: list[int], limit: int, wait: float) -> list[Delivery]:
        """Return what is there. If it is known that nothing was, wait for that first."""
        now = self._clock.monotonic()
        if now >= self._look_at or wait <= 0:
            self._look_at = now + _LOOK
            for one in self._owned.values():
                one.ends = UNKNOWN
        owned = dict(self._owned)
        asked_of: list[bytes] = []
        positions: dict[bytes, bytes] = {}
        for number in asked:
            one, streams = owned[number], (self._events[number], self._revived[number])
            asked_of.append(b"%d %d %b %b" % (number, one.fence, one.events, one.revived))
            positions.update(zip(streams, one.ends, strict=True))
        names = [self._owners, *positions]
        arguments: list[bytes | int] = [self._group, self._token, limit, *asked_of, *positions.values()]
        if wait > 0 and UNKNOWN[0] not in positions.values():
            response = await self._connection.run_after_entry(positions, wait, READ, names, arguments)
        else:
            response = await self._connection.run(READ, names, arguments)
        entries, values, lost, ends = response
        for number in lost:
            if self._owned.get(number) is owned[number]:
                del self._owned[number]
        after = ends.split()
        for number, events, revived in zip(after[::3], after[1::3], after[2::3], strict=True):
            owned[int(number)].ends = events, revived
        fences = {number: one.fence for number, one in owned.items()}
        return [one for one in unpack(entries, values, fences) if self._note(owned[one.partition], one)]

    def _note(self, owned: Owned, found: Delivery) -> bool:
        """Note how far a partition was read. False if it was released meanwhile, or taken again: then its
        next owner gets what was found.
        """
        if self._owned.get(found.partition) is not owned:
            return False
        entry = entry_of(found.position)
        if is_revived(found.position):
            owned.revived = entry
        else:
            owned.events = entry
        return True

    def _fenced(self, number: int) -> Fenced:
        return Fenced(f"partition {number} of {self._name} has another owner by now")
