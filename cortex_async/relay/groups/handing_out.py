"""Handing out: what is read of partitions is written as handed out before anybody handles it.

So a crash counts as an attempt, and an owner that has lost its partition hands out nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from cortex_async.relay.broker import Fenced
from cortex_async.relay.groups.partition import PartitionT

Taken = tuple[PartitionT, Any, int]
"""A partition, an entry of it, and how often that was handed out, this time included."""

Outcomes = Mapping[PartitionT, BaseException | None]
"""What has gone wrong with each partition that was to be written: ``Fenced`` if it was lost."""


def take(partitions: Sequence[PartitionT], limit: int, turn: int, in_a_row: int) -> list[Taken[PartitionT]]:
    """Take entries of partitions in turn, and note in them that they are handed out.

    limit: of all entries.
    turn: which partition begins: another one each time, so that a full one does not keep the others waiting.
    in_a_row: how many entries of a partition are taken before it is the next one's turn.
    """
    taken: list[Taken[PartitionT]] = []
    start = turn % (len(partitions) or 1)
    waiting = deque((*partitions[start:], *partitions[:start]))
    while waiting and (left := limit - len(taken)) > 0:
        partition = waiting.popleft()
        found = list(islice(iter(partition.take, None), min(in_a_row, left)))
        taken += [(partition, entry, attempt) for entry, attempt in found]
        if len(found) == in_a_row:
            waiting.append(partition)
    return taken


async def write(
    taken: Sequence[Taken[PartitionT]],
    save: Callable[[Sequence[PartitionT]], Awaitable[Outcomes[PartitionT]]],
) -> Outcomes[PartitionT]:
    """Write what was taken. Put back what may not have been written.

    save: writes partitions. What it raises, a cancellation included, goes for all of them.
    """
    partitions = list(dict.fromkeys(partition for partition, _, _ in taken))
    try:
        outcomes = await save(partitions)
    except BaseException:
        _put_back(taken)
        raise
    _put_back([one for one in taken if not isinstance(outcomes[one[0]], (Fenced, type(None)))])
    return outcomes


def _put_back(taken: Sequence[Taken[PartitionT]]) -> None:
    for partition, entry, _ in reversed(taken):
        partition.put_back(entry)
