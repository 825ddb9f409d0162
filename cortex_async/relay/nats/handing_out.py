"""Handing out: what is read of partitions is written as handed out before anybody handles it.

So a crash counts as an attempt, and an owner that has lost its partition hands out nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from cortex_async.relay.broker import BrokerUnavailable, Delivery
from cortex_async.relay.nats.feed import Entry
from cortex_async.relay.nats.messages import KEY, event_id_of, unheader
from cortex_async.relay.nats.partition import Partition

Taken = tuple[Partition, Entry, int]
"""An entry of a partition, and how often it was handed out, this time included."""


def take(partitions: Sequence[Partition], limit: int, turn: int) -> list[Taken]:
    """Take entries of one partition after the other, and note in them that they are handed out.

    Each partition of which something was taken is written afterwards, so it is better to take much of few.

    turn: which partition begins: another one each time, so that a full one does not keep the others waiting.
    """
    taken: list[Taken] = []
    start = turn % (len(partitions) or 1)
    for partition in (*partitions[start:], *partitions[:start]):
        while len(taken) < limit and (entry := _next(partition)) is not None:
            taken.append((partition, entry, partition.hand_out(entry.position)))
    return taken


async def write(taken: Sequence[Taken]) -> Mapping[Partition, BaseException | None]:
    """Write what was taken. What could not be written for want of a connection is put back.

    Returns what has gone wrong with each partition.
    """
    partitions = list({id(partition): partition for partition, _, _ in taken}.values())
    try:
        results = await asyncio.gather(*(one.save() for one in partitions), return_exceptions=True)
    except asyncio.CancelledError:
        _put_back(taken)
        raise
    outcomes = dict(zip(partitions, results, strict=True))
    _put_back([one for one in taken if isinstance(outcomes[one[0]], BrokerUnavailable)])
    return outcomes


def delivery(partition: Partition, entry: Entry, attempt: int) -> Delivery:
    """The delivery of an entry."""
    headers = entry.message.headers or {}
    return Delivery(
        partition.number,
        partition.fence,
        str(entry.position),
        attempt,
        event_id_of(headers),
        unheader(headers.get(KEY, "")),
        entry.message.data,
    )


def _next(partition: Partition) -> Entry | None:
    """The next entry to be handed out. Those that were acknowledged are skipped."""
    entries = partition.feed.entries if partition.feed is not None else None
    while entries:
        entry = entries.popleft()
        if partition.positions.wants(entry.position):
            return entry
    return None


def _put_back(taken: Sequence[Taken]) -> None:
    for partition, entry, _ in reversed(taken):
        partition.positions.take_back([entry.position])
        if partition.feed is not None:
            partition.feed.entries.appendleft(entry)
