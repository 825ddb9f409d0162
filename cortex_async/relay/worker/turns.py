"""Whose turn it is: one partition after another, so that a busy one does not keep the others waiting."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from cortex_async.relay.worker.verdicts import Job
from cortex_async.routing.lanes import Lane


class Turns:
    """The jobs that may begin, in the order of their arrival within each partition."""

    def __init__(self) -> None:
        self._queues: dict[int, deque[Lane[Job]]] = {}
        """By partition; the first one is next."""
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Lane[Job]]:
        for queue in self._queues.values():
            yield from queue

    def append(self, lane: Lane[Job], /) -> None:
        """Add a job behind those of its partition."""
        self._count += 1
        partition = lane.item.delivery.partition
        queue = self._queues.get(partition)
        if queue is None:
            self._queues[partition] = deque((lane,))
        else:
            queue.append(lane)

    def popleft(self) -> Lane[Job]:
        """Remove a job of the next partition, which then comes after all others."""
        partition = next(iter(self._queues))
        queue = self._queues.pop(partition)
        lane = queue.popleft()
        self._count -= 1
        if queue:
            self._queues[partition] = queue
        return lane

    def clear(self) -> None:
        """Remove all jobs."""
        self._queues.clear()
        self._count = 0
