"""One run of a worker: reads deliveries, hands them to handlers in order, hands partitions over, drains."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter

from cortex_async._core.timing.clock import Clock, time_limit
from cortex_async.relay.broker import BrokerUnavailable, DeadLetter, Membership
from cortex_async.relay.worker.acknowledging import Acknowledging
from cortex_async.relay.worker.jobs import Again, Done, Job, Trying, Verdict
from cortex_async.relay.worker.outage import Outage
from cortex_async.relay.worker.ownership import Ownership
from cortex_async.relay.worker.settings import WorkerSettings
from cortex_async.relay.worker.status import WorkerStatus
from cortex_async.routing.lanes import Lane, Lanes

_logger = logging.getLogger(__name__)

BATCH = 64
"""Deliveries per read. A partition is read while it has fewer than ``room`` in hand, and so has at most
``room + BATCH``."""

LEAST_ROOM = 64
READ_WAIT = 0.5
CANCEL_LIMIT = 5.0
"""Seconds that a cancelled handler has to end, and that the broker has for the last acknowledgements."""


class Run:
    """The work of one membership."""

    def __init__(
        self, membership: Membership, trying: Trying, settings: WorkerSettings, clock: Clock
    ) -> None:
        self._membership = membership
        self._trying = trying
        self._settings = settings
        self._clock = clock
        self._ownership = Ownership(membership, settings.lease, clock)
        self._acknowledging = Acknowledging(membership, self._ownership, clock, self._notify)
        self._lanes: Lanes[Job] = Lanes(settings.concurrency, one_line=False)
        self._handlers: dict[Lane[Job], asyncio.Task[None]] = {}
        self._timers: set[asyncio.Task[None]] = set()
        self._in_hand: Counter[int] = Counter()
        self._counts: Counter[str] = Counter()
        # One for each task that waits for changes: they would clear each other's.
        self._may_read, self._may_release, self._may_end = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._fatal: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def status(self) -> WorkerStatus:
        lanes, counts = self._lanes, self._counts
        parked = len(self._timers)
        return WorkerStatus(
            connected=self._ownership.valid,
            partitions=frozenset(self._membership.owned),
            running=lanes.running,
            waiting=lanes.unfinished - lanes.running - parked,
            parked=parked,
            handled=counts["handled"],
            repeated=counts["repeated"],
            failed=counts["failed"],
            dead=counts["dead"],
            lost=self._acknowledging.lost,
        )

    async def until(self, stopping: asyncio.Event) -> None:
        """Work until ``stopping`` is set or this is cancelled, and drain.

        Raises what a handler ended it with.
        """
        keeping = asyncio.create_task(self._keep(), name="cortex-worker-lease")
        acknowledging = asyncio.create_task(self._acknowledging.run(), name="cortex-worker-acknowledging")
        reading = asyncio.create_task(self._read(), name="cortex-worker-reading")
        handing = asyncio.create_task(self._hand_over(), name="cortex-worker-handing-over")
        stop = asyncio.create_task(_until_set(stopping), name="cortex-worker-stop")
        tasks: set[asyncio.Future[None]] = {keeping, acknowledging, reading, handing, stop, self._fatal}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _cancel({reading, handing, stop})
            try:
                await self._drain()
            finally:
                await _cancel({keeping, acknowledging, *self._timers})
                await self._leave()
        for task in tasks:
            if task.done() and not task.cancelled():
                task.result()

    async def _keep(self) -> None:
        """Renew the leases, and drop what belongs to others by now."""
        outage = Outage("the worker")
        while True:
            try:
                await self._ownership.refresh()
            except BrokerUnavailable as error:
                wait = min(outage.failed(error), self._settings.lease / 3)
            else:
                outage.over()
                wait = self._settings.lease / 3
            self._drop_lost()
            self._start()
            self._notify()
            await self._clock.sleep(wait)

    def _drop_lost(self) -> None:
        self._forget(self._lanes.abandon(lambda job: not self._ownership.holds(job.delivery)))
        for lane, task in self._handlers.items():
            if not self._ownership.holds(lane.item.delivery):
                task.cancel()

    def _forget(self, jobs: list[Job]) -> None:
        for job in jobs:
            self._in_hand[job.delivery.partition] -= 1

    async def _read(self) -> None:
        outage = Outage("reading")
        while True:
            self._may_read.clear()
            partitions = self._readable()
            if not partitions:
                await self._may_read.wait()
                continue
            try:
                deliveries = await self._membership.read(partitions, BATCH, READ_WAIT)
            except BrokerUnavailable as error:
                await self._clock.sleep(outage.failed(error))
                continue
            outage.over()
            for delivery in deliveries:
                if self._ownership.holds(delivery):
                    self._in_hand[delivery.partition] += 1
                    self._lanes.add(Job(delivery), (delivery.key,))
            self._start()

    def _readable(self) -> list[int]:
        if not self._ownership.valid:
            return []
        owned, back = self._membership.owned, self._membership.wanted_back
        room = max(LEAST_ROOM, 10 * self._settings.concurrency // max(1, len(owned)))
        return [partition for partition in owned if partition not in back and self._in_hand[partition] < room]

    def _start(self) -> None:
        while self._ownership.valid and (lane := self._lanes.take()) is not None:
            task = asyncio.create_task(self._one(lane), name="cortex-worker-handler")
            self._handlers[lane] = task

    async def _one(self, lane: Lane[Job]) -> None:
        verdict: Verdict | None = None
        try:
            verdict = await self._trying(lane.item)
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001  (the run ends, and raises it)
            if not self._fatal.done():
                self._fatal.set_exception(error)
        finally:
            del self._handlers[lane]
            self._settle(lane, verdict)
            self._start()
            self._notify()

    def _settle(self, lane: Lane[Job], verdict: Verdict | None) -> None:
        """Park the lane or free it.

        verdict: None if the attempt was interrupted. The broker hands the delivery out again.
        """
        delivery = lane.item.delivery
        if isinstance(verdict, Again):
            self._counts["failed"] += verdict.failed
            self._lanes.park(lane)
            timer = asyncio.create_task(self._later(lane, verdict.seconds), name="cortex-worker-wait")
            self._timers.add(timer)
            timer.add_done_callback(self._timers.discard)
            return
        self._lanes.done(lane)
        self._in_hand[delivery.partition] -= 1
        if isinstance(verdict, Done):
            self._counts["repeated" if verdict.repeated else "handled"] += 1
            self._acknowledging.add(delivery)
        elif isinstance(verdict, DeadLetter):
            self._counts.update(("failed", "dead"))
            self._acknowledging.add(delivery, verdict)

    async def _later(self, lane: Lane[Job], seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._lanes.resume(lane)
        self._start()

    async def _hand_over(self) -> None:
        """Release partitions that others are to have, as soon as nothing of them is in hand."""
        while True:
            self._may_release.clear()
            for partition in self._membership.wanted_back & self._membership.owned.keys():
                await self._release(partition)
            await self._may_release.wait()

    async def _release(self, partition: int) -> None:
        self._forget(self._lanes.abandon(lambda job: job.delivery.partition == partition))
        if self._in_hand[partition] == 0 and not self._acknowledging.concerns(partition):
            try:
                await self._membership.release(partition)
            except BrokerUnavailable as error:
                _logger.debug("partition %d is handed over later: %s", partition, error)

    def _notify(self) -> None:
        for event in (self._may_read, self._may_release, self._may_end):
            event.set()

    async def _drain(self) -> None:
        """Drop what was not begun, and wait for what was."""
        try:
            async with time_limit(self._settings.drain_timeout):
                while self._dropping() or self._handlers or self._acknowledging.pending:
                    self._may_end.clear()
                    await self._may_end.wait()
        except TimeoutError:
            _logger.error("the worker stopped while %d handlers were running", len(self._handlers))
        finally:
            await _cancel(set(self._handlers.values()))

    def _dropping(self) -> bool:
        self._forget(self._lanes.abandon())
        return False

    async def _leave(self) -> None:
        try:
            async with time_limit(CANCEL_LIMIT):
                await self._acknowledging.flush()
                await self._membership.leave()
        except (BrokerUnavailable, TimeoutError) as error:
            _logger.warning(
                "the broker does not know that the worker has left (%s): its partitions are free when its lease ends",
                type(error).__name__,
            )


async def _until_set(event: asyncio.Event) -> None:
    await event.wait()


async def _cancel(tasks: set[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=CANCEL_LIMIT)
