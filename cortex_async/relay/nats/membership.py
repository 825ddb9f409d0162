"""One worker's place in a group on JetStream: how each step is done there."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar

from cortex_async._core.timing.clock import Clock, call_later, monotonic
from cortex_async.relay.broker import DeadLetter, Delivery, Fenced
from cortex_async.relay.groups.handing_out import Outcomes
from cortex_async.relay.groups.membership import GroupMembership
from cortex_async.relay.nats.connection import Connection
from cortex_async.relay.nats.dead_letters import dead_letter
from cortex_async.relay.nats.feed import Feed
from cortex_async.relay.nats.partition import Partition
from cortex_async.relay.nats.roster import Roster
from cortex_async.relay.nats.streams import Settings


class JetStreamMembership(GroupMembership[Roster, Partition]):
    """A worker's place in a group on JetStream."""

    # Each partition of which something is handed out is written, so it is better to take much of few.
    in_a_row: ClassVar[int] = sys.maxsize

    def __init__(
        self,
        connection: Connection,
        settings: Settings,
        group: str,
        member: str,
        seconds: float,
        clock: Clock,
    ) -> None:
        roster = Roster(connection, settings, group, member, seconds, clock)
        super().__init__(roster, group, settings.partitions, clock)
        self._connection = connection
        self._settings = settings

    def _has_lost(self, partition: Partition) -> bool:
        return partition.is_lost or self._roster.is_lost(partition)

    async def _take(self, free: Sequence[int], room: int) -> None:
        for number in free:
            if not room:
                break
            partition = self._roster.partition(number)
            if await partition.claim():
                self._own(partition)
                room -= 1

    async def _give_up(self, partitions: Sequence[int]) -> None:
        for number in partitions:
            partition = self._roster.partition(number)
            if await partition.claim():  # else it is not under this worker's name any more
                await partition.release()

    async def _give_back(self, partition: Partition) -> None:
        with suppress(Fenced):  # it has another owner already
            if not partition.is_lost:
                await partition.release()

    async def _leave(self) -> None:
        releasing = (self.release(number) for number in list(self._partitions))
        results = await asyncio.gather(*releasing, return_exceptions=True)
        # Whatever became of that: without its signature, what it has is free.
        await self._roster.strike()
        for error in filter(None, results):
            raise error

    async def _save(self, partitions: Sequence[Partition]) -> Outcomes[Partition]:
        if len(partitions) == 1:  # a task would take as long as the rest
            try:
                await partitions[0].save()
            except Exception as error:  # noqa: BLE001  (as ``gather`` returns it)
                return {partitions[0]: error}
            return {partitions[0]: None}
        results = await asyncio.gather(*(one.save() for one in partitions), return_exceptions=True)
        return dict(zip(partitions, results, strict=True))

    async def _bury(self, partition: Partition, delivery: Delivery, letter: DeadLetter) -> None:
        message = dead_letter(self._settings, self._group, delivery, letter)
        await partition.bury(delivery.position, message)

    async def _ask(self, chosen: Sequence[Partition]) -> None:
        if not chosen:
            return
        client = await self._connection.client()
        feeds = [feed for feed in map(self._feed, chosen) if not feed.is_asked(client)]
        if feeds:  # not most of the time
            await asyncio.gather(*(feed.ask(client) for feed in feeds))

    async def _wait(self, chosen: Sequence[Partition], deadline: float) -> bool:
        is_coming = any(one.feed is not None and one.feed.is_coming for one in chosen)
        left = deadline - monotonic() + (self._connection.timeout if is_coming else 0)
        if left > 0:
            # Requests for messages expire, and have to be made again.
            timer = call_later(asyncio.get_running_loop(), min(left, 1.0), self._arrived.set)
            try:
                await self._arrived.wait()
            finally:
                timer.cancel()
        return left > 0

    async def _close(self, partitions: Sequence[Partition]) -> None:
        await asyncio.gather(*(one.close() for one in partitions))

    def _feed(self, partition: Partition) -> Feed:
        if partition.feed is None:
            settings, start = self._settings, partition.positions.start
            subjects = settings.read_by(self._group, partition.number)
            partition.feed = Feed(self._connection, settings.name, subjects, start, self._arrived)
        return partition.feed
