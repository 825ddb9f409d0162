"""Tries one delivery: hands its event to the handlers once, and says what is to be done next."""

from __future__ import annotations

import hashlib
import logging
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from attrs import define, frozen

from cortex_async._core.retry import backoff_wait
from cortex_async._core.timing.clock import Clock
from cortex_async.relay.broker import DeadLetter, Delivery
from cortex_async.relay.envelope import EnvelopeMalformed, event_of
from cortex_async.relay.worker.settings import WorkerSettings
from cortex_async.routing.calling import event_type
from cortex_async.routing.drivers import Procedure
from cortex_async.routing.event_router import dispatching
from cortex_async.routing.registry import Routes
from cortex_async.routing.results import DispatchResult
from cortex_async.webhooks.once import HandleOnce

if TYPE_CHECKING:
    from cortex_async._generated.events import Event

_logger = logging.getLogger(__name__)

T = TypeVar("T")

DEATHS = 3
"""How many times the attempts a delivery may be handed out without anybody acknowledging it.

Each hand-out counts, and an orderly restart of a worker is one, too.
"""

LONGEST_TRACE = 8000
"""Characters of a traceback that are kept."""


class Drive(Protocol):
    """Runs a procedure: in the event loop, or in a thread."""

    async def __call__(self, procedure: Procedure[T], /) -> T: ...


@define(eq=False)
class Job:
    """A delivery in the hands of this worker. failures: how often its handlers have failed here."""

    delivery: Delivery
    failures: int = 0
    waits: int = 0


@frozen
class Done:
    """The delivery may be acknowledged. repeated: whether it had been handled before."""

    repeated: bool = False


@frozen
class Again:
    """It is to be tried again after so many seconds. failed: whether its handlers have failed."""

    seconds: float
    failed: bool


Verdict: TypeAlias = Done | Again | DeadLetter


class _Failed(Exception):
    def __init__(self, result: DispatchResult) -> None:
        super().__init__()
        self.result = result


class Trying:
    """Tries jobs with the handlers of a router.

    drive: runs the handlers, and the steps of the replay store.
    """

    def __init__(self, routes: Routes, settings: WorkerSettings, drive: Drive, clock: Clock) -> None:
        self._routes = routes
        self._settings = settings
        self._once = HandleOnce(settings.store)
        self._drive = drive
        self._clock = clock

    async def __call__(self, job: Job) -> Verdict:
        delivery, limit = job.delivery, DEATHS * self._settings.retry.attempts
        if delivery.attempt > limit:
            times = delivery.attempt - 1
            error = f"handed out {times} times and never acknowledged: its workers may have died of it"
            return self._letter(job, error, "")
        try:
            event = event_of(delivery.body)
        except EnvelopeMalformed as error:
            return self._letter(job, f"{type(error).__name__}: {error}", "")
        key = hashlib.sha256(f"{self._settings.group}\0{delivery.id}".encode("utf-8", "replace")).hexdigest()
        try:
            outcome = await self._drive(self._once.run(key, event_type(event), lambda: self._work(event)))
        except _Failed as failed:
            return self._failed(job, failed.result)
        except Exception:  # the replay store's: nothing is known about the delivery, so it is tried again
            _logger.exception("the replay store failed; the delivery is tried again")
            return self._wait(job)
        # Somebody else has the delivery, or has died with it: its claim ends in time.
        return self._wait(job) if outcome in ("in_progress", "busy") else Done(outcome == "duplicate")

    def _work(self, event: Event) -> Procedure[None]:
        result = yield from dispatching(self._routes, event, self._settings.handler_timeout)
        if not result.ok:
            raise _Failed(result)

    def _failed(self, job: Job, result: DispatchResult) -> Verdict:
        job.failures += 1
        attempts = self._settings.retry.attempts
        left = attempts - job.failures if job.delivery.attempt <= attempts else 0
        if left > 0:
            return Again(backoff_wait(self._settings.retry, job.failures), failed=True)
        error = result.failures[-1].error
        trace = "".join(traceback.format_exception(error))[-LONGEST_TRACE:]
        return self._letter(job, f"{type(error).__name__}: {error}", trace)

    def _wait(self, job: Job) -> Again:
        job.waits += 1
        return Again(backoff_wait(self._settings.retry, job.waits), failed=False)

    def _letter(self, job: Job, error: str, trace: str) -> DeadLetter:
        delivery = job.delivery
        return DeadLetter(
            id=delivery.id,
            key=delivery.key,
            group=self._settings.group,
            attempts=max(delivery.attempt, job.failures),
            error=error[:LONGEST_TRACE],
            trace=trace,
            time=datetime.fromtimestamp(self._clock.unix(), UTC),
            body=delivery.body,
        )
