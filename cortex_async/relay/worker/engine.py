"""What the async and the sync worker have in common: joins the group, and works until it is stopped."""

from __future__ import annotations

import asyncio

from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.waiting import first_of
from cortex_async.relay.broker import BrokerUnavailable, Membership, Source
from cortex_async.relay.outage import Outage
from cortex_async.relay.worker.jobs import Drive, Trying
from cortex_async.relay.worker.run import Run
from cortex_async.relay.worker.settings import WorkerSettings
from cortex_async.relay.worker.status import IDLE, WorkerStatus
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
        self._trying = Trying(routes, settings, drive, clock)
        self._stopping = asyncio.Event()
        self._begun = False
        self._ended = asyncio.Event()
        self._run: Run | None = None

    async def run(self) -> None:
        """Work until ``stop`` or a cancellation, and drain. Raises what ended it."""
        if self._begun:
            raise RuntimeError("a worker runs once: create another one")
        self._begun = True
        try:
            membership = await self._join()
            if membership is not None:
                self._run = Run(membership, self._trying, self._settings, self._clock)
                await self._run.until(self._stopping)
        finally:
            self._ended.set()

    async def ended(self) -> None:
        """Wait until ``run`` has ended, if it has begun."""
        if self._begun:
            await self._ended.wait()

    def stop(self) -> None:
        """Let ``run`` end, if it has begun or not."""
        self._stopping.set()

    @property
    def status(self) -> WorkerStatus:
        return IDLE if self._run is None else self._run.status()

    async def _join(self) -> Membership | None:
        """Join the group as soon as the broker is there; None if the worker was stopped meanwhile."""
        outage, settings = Outage("the worker"), self._settings
        while not self._stopping.is_set():
            try:
                return await self._source.join(settings.group, settings.name, settings.lease)
            except BrokerUnavailable as error:
                await first_of(self._clock.sleep(outage.failed(error)), self._stopping.wait())
        return None
