"""What a worker has in hand: deliveries that it has read, and that are not done with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from cortex_async.relay.broker import Delivery
from cortex_async.relay.worker.turns import Turns
from cortex_async.relay.worker.verdicts import Job
from cortex_async.routing.lanes import Lane, Lanes


class InHand:
    """The jobs of a worker, of which at most ``concurrency`` run.

    Those with the same key run in order, and those of different partitions in turn.
    """

    def __init__(self, concurrency: int) -> None:
        self._lanes: Lanes[Job] = Lanes(concurrency, one_line=False, ready=Turns())
        self._of: Counter[int] = Counter()

    def add(self, delivery: Delivery) -> None:
        """Queue a delivery behind those with its key."""
        self._of[delivery.partition] += 1
        self._lanes.add(Job(delivery), (delivery.key,))

    def take(self) -> Lane[Job] | None:
        """The next job to run, None if there is none or enough are running."""
        return self._lanes.take()

    @property
    def ready(self) -> int:
        """How many jobs may begin now."""
        return self._lanes.ready

    def park(self, lane: Lane[Job]) -> None:
        """Let others run instead of a job that waits for its next attempt."""
        self._lanes.park(lane)

    def resume(self, lane: Lane[Job]) -> None:
        """Let a parked job run again. Does nothing if it was dropped."""
        self._lanes.resume(lane)

    def done(self, lane: Lane[Job]) -> None:
        """Let the next job with this key run."""
        self._lanes.done(lane)
        self._of[lane.item.delivery.partition] -= 1

    def drop(self, which: Callable[[Delivery], bool]) -> None:
        """Forget deliveries that no handler has at the moment. Their next owner gets them again."""
        for job in self._lanes.abandon(lambda job: which(job.delivery)):
            self._of[job.delivery.partition] -= 1

    def of(self, partition: int) -> int:
        """How many deliveries of a partition are in hand."""
        return self._of[partition]

    @property
    def running(self) -> int:
        return self._lanes.running

    @property
    def parked(self) -> int:
        return self._lanes.parked

    @property
    def waiting(self) -> int:
        return self._lanes.unfinished - self._lanes.running - self._lanes.parked
