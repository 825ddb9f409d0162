"""Counts what a group has not acknowledged."""

from __future__ import annotations

from cortex_async._core.timing.clock import monotonic
from cortex_async.relay.kafka.claims import read_claims
from cortex_async.relay.kafka.clients import Place, place
from cortex_async.relay.kafka.connection import Connection
from cortex_async.relay.kafka.messages import header
from cortex_async.relay.kafka.partition import GROUP_HEADER
from cortex_async.relay.kafka.settings import Settings
from cortex_async.relay.positions import Positions

EXACT = 10_000
"""Up to as many offsets are counted one by one: some are markers of transactions, or for other groups."""


async def lag(connection: Connection, settings: Settings, group: str) -> int:
    """How many events a group has not acknowledged. Raises ``BrokerUnavailable``."""
    claims = await read_claims(connection, settings, group, range(settings.partitions))
    positions: dict[Place, Positions] = {}
    for number, claim in claims.items():
        positions[place(settings.events, number)] = claim.events
        positions[place(settings.revived, number)] = claim.revived
    beginnings, ends = await connection.beginnings(list(positions)), await connection.ends(list(positions))
    starts = {
        at: max(one.handed + 1, beginnings[at]) for at, one in positions.items() if one.handed + 1 < ends[at]
    }
    left = sum(ends[at] - start for at, start in starts.items())
    if starts and left <= EXACT:
        left = await _count(connection, settings, group, starts, ends)
    # What was deleted before it was acknowledged never comes again.
    return left + sum(offset >= beginnings[at] for at, one in positions.items() for offset in one.pending)


async def _count(
    connection: Connection, settings: Settings, group: str, starts: dict[Place, int], ends: dict[Place, int]
) -> int:
    consumer = await connection.consumer(list(starts))
    try:
        count, progress = 0, monotonic()
        for at, start in starts.items():
            consumer.seek(at, start)
        left = list(starts)
        while left and monotonic() - progress < connection.timeout:
            async with connection.using():
                found = await consumer.getmany(*left, timeout_ms=5)
                left = [at for at in left if await consumer.position(at) < ends[at]]
            for at, entries in found.items():
                progress = monotonic()
                # Revived dead letters of other groups do not count, nor does what came after the question.
                count += sum(
                    entry.offset < ends[at]
                    and (at.topic == settings.events or header(entry, GROUP_HEADER) == group)
                    for entry in entries
                )
        return count
    finally:
        await connection.stop(consumer)
