"""One membership of a worker: reads deliveries, hands them to handlers in order, and drains at the end."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable

from cortex_async._core.errors import CortexError
from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.waiting import first_of
from cortex_async.relay.broker import BrokerUnavailable, Membership
from cortex_async.relay.hindrance import Hindrance
from cortex_async.relay.worker.acknowledging import Acknowledging
from cortex_async.relay.worker.handing_over import HandingOver
from cortex_async.relay.worker.handlers import Handlers, cancel
from cortex_async.relay.worker.in_hand import InHand
from cortex_async.relay.worker.jobs import Trying
from cortex_async.relay.worker.outages import Outages
from cortex_async.relay.worker.ownership import Ownership
from cortex_async.relay.worker.settings import WorkerSettings
from cortex_async.relay.worker.status import WorkerStatus, status_of

_logger = logging.getLogger(__name__)

BATCH = 64
"""Deliveries per read. A partition is read while it has fewer than ``room`` in hand, and so has at most
``room + BATCH``."""

LEAST_ROOM = 64
READ_WAIT = 0.5
LEAVE_LIMIT = 5.0
"""Seconds that the broker has at the end."""

FLUSH_LIMIT = 3.0
"""Those of them for the last acknowledgements: one that refuses them may still let the worker leave."""

_READ = "completed read"
_RENEWAL = "renewal of its partitions"


class Run:
    """The work of one membership.

    outages, counts: those of the worker; counts are those of ``WorkerStatus`` that grow.
    """

    def __init__(
        self,
        membership: Membership,
        trying: Trying,
        settings: WorkerSettings,
        clock: Clock,
        outages: Outages,
        counts: Counter[str],
    ) -> None:
        self._membership = membership
        self._settings = settings
        self._clock = clock
        self._outages = outages
        self._counts = counts
        self._ownership = Ownership(membership, settings.lease, clock)
        self._hindrance = hindrance = Hindrance(clock, settings.lease)
        self._acknowledging = Acknowledging(
            membership, self._ownership, hindrance, outages, clock, counts, self._notify
        )
        self._in_hand = InHand(settings.concurrency)
        self._handing_over = HandingOver(membership, self._in_hand, self._acknowledging)
        self._handlers = Handlers(
            trying, self._in_hand, self._ownership, self._acknowledging, clock, counts, self._notify
        )
        # One for each task that waits for changes: they would clear each other's.
        self._may_read, self._may_release = asyncio.Event(), asyncio.Event()

    def status(self) -> WorkerStatus:
        in_hand = self._in_hand
        return status_of(
            self._counts,
            connected=self._ownership.valid,
            partitions=frozenset(self._membership.owned),
            running=in_hand.running,
            waiting=in_hand.waiting,
            parked=in_hand.parked,
        )

    async def until(self, stopping: asyncio.Event) -> None:
        """Work until ``stopping`` is set or this is cancelled, and drain.

        Raises what a handler ended it with, what the broker raised that waiting does not mend, and
        ``Hindered`` if others should have its partitions.
        """
        keeping = asyncio.create_task(self._keep(), name="cortex-worker-lease")
        acknowledging = asyncio.create_task(self._acknowledging.run(), name="cortex-worker-acknowledging")
        reading = asyncio.create_task(self._read(), name="cortex-worker-reading")
        handing = asyncio.create_task(self._hand_over(), name="cortex-worker-handing-over")
        stop = asyncio.create_task(_until_set(stopping), name="cortex-worker-stop")
        watching: asyncio.Task[None] = asyncio.create_task(
            self._hindrance.watch(), name="cortex-worker-hindrance"
        )
        fatal = self._handlers.fatal
        tasks: list[asyncio.Future[None]] = [fatal, keeping, acknowledging, reading, handing, stop, watching]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            limit = self._drain_limit(gives_way=watching.done())
            for task in (reading, handing, stop, watching):
                task.cancel()
            try:
                await self._handlers.drain(limit)
            finally:
                await self._end({keeping, acknowledging, reading, handing, stop, watching})
        _raise_first(tasks)

    def _drain_limit(self, *, gives_way: bool) -> float | None:
        """Seconds for which handlers may go on. Others wait for the partitions of a worker that gives way."""
        limit, lease = self._settings.drain_timeout, self._settings.lease
        if not gives_way:
            return limit
        return lease if limit is None else min(limit, lease)

    async def _keep(self) -> None:
        """Renew the leases, and drop what belongs to others by now."""
        outage = self._outages.renewing
        while True:
            self._hindrance.begin(_RENEWAL)
            try:
                await self._ownership.refresh()
            except BrokerUnavailable as error:
                wait = min(outage.failed(error), self._settings.lease / 3)
            else:
                self._hindrance.end(_RENEWAL)
                outage.over()
                wait = self._settings.lease / 3
            self._handlers.drop_lost()
            self._handlers.start()
            self._notify()
            await self._clock.sleep(wait)

    async def _read(self) -> None:
        outage = self._outages.reading
        while True:
            self._may_read.clear()
            partitions = self._readable()
            if not partitions:
                self._hindrance.end(_READ)
                await self._may_read.wait()
                continue
            self._hindrance.begin(_READ)
            try:
                deliveries = await self._membership.read(partitions, BATCH, READ_WAIT)
            except BrokerUnavailable as error:
                await self._clock.sleep(outage.failed(error))
                continue
            self._hindrance.end(_READ)
            outage.over()
            owned = self._membership.owned
            for delivery in deliveries:
                is_held = owned.get(delivery.partition) == delivery.fence
                if is_held and not self._handing_over.drops(delivery):
                    self._in_hand.add(delivery)
            self._handlers.start()
            if len(deliveries) < BATCH:
                # There is no more at the moment: handlers begin before the next request is written.
                await asyncio.sleep(0)

    def _readable(self) -> list[int]:
        if not self._ownership.valid:
            return []
        owned = self._membership.owned
        room = max(LEAST_ROOM, 10 * self._settings.concurrency // max(1, len(owned)))
        return [one for one in owned if not self._handing_over.leaves(one) and self._in_hand.of(one) < room]

    async def _hand_over(self) -> None:
        while True:
            self._may_release.clear()
            await self._handing_over.step()
            await self._may_release.wait()

    def _notify(self) -> None:
        self._may_read.set()
        self._may_release.set()

    async def _end(self, tasks: set[asyncio.Task[None]]) -> None:
        """End the other tasks, acknowledge what was handled, and leave the group."""
        try:
            await cancel(tasks)
        finally:
            leaving = asyncio.create_task(self._leave(), name="cortex-worker-leaving")
            await first_of(leaving, self._clock.sleep(LEAVE_LIMIT))
        error = TimeoutError() if leaving.cancelled() else leaving.exception()
        if error is not None or self._acknowledging.pending:
            known = error is None or isinstance(error, (CortexError, TimeoutError))
            _logger.warning(
                "the worker ends, and %d handled events are not acknowledged: others get them again, %s",
                self._acknowledging.pending,
                "at once" if error is None else f"when its lease ends ({type(error).__name__})",
                exc_info=None if known else error,
            )

    async def _leave(self) -> None:
        await first_of(self._acknowledging.flush(), self._clock.sleep(FLUSH_LIMIT))
        await self._membership.leave()


def _raise_first(tasks: Iterable[asyncio.Future[None]]) -> None:
    errors = [task.exception() for task in tasks if task.done() and not task.cancelled()]
    for error in errors:
        if error is not None:
            raise error


async def _until_set(event: asyncio.Event) -> None:
    await event.wait()
