"""Handing out: what is read of partitions is written as handed out before anybody handles it.

So a crash counts as an attempt, and an owner that has lost its partition hands out nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from cortex_async.relay.broker import Delivery
from cortex_async.relay.kafka.clients import Entry
from cortex_async.relay.kafka.partition import Partition

Taken = tuple[Partition, Entry, int]
"""An entry of a partition, and how often it was handed out, this time included."""


def take(partitions: Sequence[Partition], limit: int, turn: int) -> list[Taken]:
    """Take entries of the partitions in turn, and note in them that they are handed out.

    turn: which partition begins.
    """
    taken: list[Taken] = []
    start = turn % (len(partitions) or 1)
    waiting = [*partitions[start:], *partitions[:start]]
    while waiting and len(taken) < limit:
        partition = waiting.pop(0)
        found = partition.take()
        if found is not None:
            taken.append((partition, *found))
            waiting.append(partition)
    return taken


async def hand_out(taken: Sequence[Taken], check: Callable[[], Awaitable[object]]) -> list[Delivery]:
    """Write what was taken. What may not have been written is put back.

    check: finds out which partitions were lost; they hand out nothing.
    """
    partitions = list({id(partition): partition for partition, _, _ in taken}.values())
    try:
        await asyncio.gather(*(one.save() for one in partitions))
        await check()
    except BaseException:
        for partition, entry, _ in reversed(taken):
            partition.put_back(entry)
        raise
    return [partition.delivery(entry, times) for partition, entry, times in taken if not partition.is_lost]
