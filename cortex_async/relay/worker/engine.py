"""What the async and the sync worker have in common: joins the group, and works until it is stopped."""

from __future__ import annotations

import asyncio
from collections import Counter

from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.waiting import first_of
from cortex_async.relay.broker import BrokerUnavailable, Membership, Source
from cortex_async.relay.hindrance import Hindered
from cortex_async.relay.worker.jobs import Drive, Trying
from cortex_async.relay.worker.outages import Outages
from cortex_async.relay.worker.run import Run
from cortex_async.relay.worker.settings import WorkerSettings
from cortex_async.relay.worker.status import WorkerStatus, status_of
from cortex_async.routing.routes import Routes


class Engine:
    """Works as one member of a group. Everything here runs on one event loop.

    drive: runs handlers.
    """

    def __init__(
        self, routes: Routes, source: Source, settings: WorkerSettings, drive: Drive, clock: Clock
    ) -> None:
        self._source = source
        self._settings = settings
        self._clock = clock
        self._trying = Trying(routes, settings, drive, clock, self._is_cancelled)
        self._stopping = asyncio.Event()
        self._begun = False
        self._task: asyncio.Task[object] | None = None
        self._cancelled_before = 0
        self._ended = asyncio.Event()
        self._counts: Counter[str] = Counter()
        self._outages = Outages(clock)
        self._run: Run | None = None

    async def run(self) -> None:
        """Work until ``stop`` or a cancellation, and drain. Raises what ended it."""
        if self._begun:
            raise RuntimeError("a worker runs once: create another one")
        self._begun = True
        self._task = asyncio.current_task()
        self._cancelled_before = self._cancellations()
        try:
            while (membership := await self._join()) is not None and await self._gives_way(membership):
                # The others take what it had, and show that they can handle it.
                await first_of(self._clock.sleep(self._settings.lease), self._stopping.wait())
        finally:
            self._ended.set()

    async def _gives_way(self, membership: Membership) -> bool:
        """Work as a member until the worker is stopped. True if others should have its partitions before."""
        self._run = Run(membership, self._trying, self._settings, self._clock, self._outages, self._counts)
        try:
            await self._run.until(self._stopping)
            return False
        except Hindered as error:
            trouble, group = self._outages.giving_way, self._settings.group
            trouble.failed("the worker of %s gives way to others: %s", group, error)
            self._run = None
            return True

    async def ended(self) -> None:
        """Wait until ``run`` has ended, if it has begun."""
        if self._begun:
            await self._ended.wait()

    def stop(self) -> None:
        """Let ``run`` end, if it has begun or not."""
        self._stopping.set()

    @property
    def status(self) -> WorkerStatus:
        return status_of(self._counts) if self._run is None else self._run.status()

    def _cancellations(self) -> int:
        return 0 if self._task is None else self._task.cancelling()

    def _is_cancelled(self) -> bool:
        """Whether ``run`` was cancelled, e.g. because its event loop ends."""
        return self._cancellations() > self._cancelled_before

    async def _join(self) -> Membership | None:
        """Join the group as soon as the broker is there; None if the worker was stopped meanwhile."""
        outage, settings = self._outages.joining, self._settings
        while not self._stopping.is_set():
            try:
                joined = await self._source.join(settings.group, settings.name, settings.lease)
            except BrokerUnavailable as error:
                await first_of(self._clock.sleep(outage.failed(error)), self._stopping.wait())
            else:
                outage.over()
                return joined
        return None
