"""Tries one delivery: hands its event to the handlers once, and says what is to be done next."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn, Protocol, TypeVar

from cortex_async._core.retry import backoff_wait
from cortex_async._core.runtime.from_within import as_error
from cortex_async._core.strings.surrogates import encodable
from cortex_async._core.strings.wording import printable
from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.troubles import Trouble
from cortex_async.relay.broker import DeadLetter
from cortex_async.relay.envelope import EnvelopeMalformed, event_of
from cortex_async.relay.worker.settings import WorkerSettings
from cortex_async.relay.worker.telling import Telling
from cortex_async.relay.worker.verdicts import Again, Dead, Done, Job, Verdict
from cortex_async.routing.calling import event_type
from cortex_async.routing.drivers import Procedure
from cortex_async.routing.event_router import dispatching
from cortex_async.routing.results import DispatchResult
from cortex_async.routing.routes import Routes
from cortex_async.routing.selectors import handler_name
from cortex_async.webhooks.once import HandleOnce, Reported

if TYPE_CHECKING:
    from cortex_async._generated.events import Event

_logger = logging.getLogger(__name__)

T = TypeVar("T")

DEATHS = 3
"""How many times the attempts a delivery may be handed out without anybody acknowledging it.

Each hand-out counts, and an orderly restart of a worker is one, too.
"""

_TASK = "the task of its handlers"

LONGEST_ERROR = 1000
LONGEST_TRACE = 8000
"""Characters of an error and of its traceback that are kept."""


class Drive(Protocol):
    """Runs a procedure: in the event loop, or in a thread."""

    async def __call__(self, procedure: Procedure[T], /) -> T: ...


class _Failed(Exception):
    def __init__(self, result: DispatchResult) -> None:
        super().__init__()
        self.result = result


class _NotHandled(Exception):
    """Nobody has handled a delivery that is not to be tried any more."""


class Trying:
    """Tries jobs with the handlers of a router.

    drive: runs the handlers, and the steps of the replay store.
    is_cancelled: returns whether the worker itself was cancelled.
    """

    def __init__(
        self,
        routes: Routes,
        settings: WorkerSettings,
        drive: Drive,
        clock: Clock,
        is_cancelled: Callable[[], bool],
    ) -> None:
        self._routes = routes
        self._settings = settings
        self._once = HandleOnce(settings.store)
        self._drive = drive
        self._clock = clock
        self._is_cancelled = is_cancelled
        self._trouble = Trouble(_logger, clock.monotonic, level=logging.ERROR)
        self._telling = Telling(settings, clock)

    async def __call__(self, job: Job) -> Verdict:
        often = job.delivery.attempt > DEATHS * self._settings.retry.attempts
        opened: Event | Verdict = await self._give_up_unless_handled(job) if often else self._open(job)
        event = None if isinstance(opened, Verdict) else opened
        handling = self._telling.started(event, job.attempt)
        try:
            verdict = opened if isinstance(opened, Verdict) else await self._handle(job, opened)
        except BaseException as error:
            self._telling.ended(handling, event, "interrupted", type(error).__name__)
            raise
        self._telling.ended(handling, event, verdict.outcome, verdict.error)
        return verdict

    def _open(self, job: Job) -> Event | Dead:
        """The event, unless nobody can read it."""
        try:
            return event_of(job.delivery.body)
        except EnvelopeMalformed as error:
            name = type(error).__name__
            return self._given_up(job, f"{name}: {error}", name)

    async def _give_up_unless_handled(self, job: Job) -> Verdict:
        """Bury a delivery that was handed out too often, and do not look into it.

        If its handlers have returned and only that could not be acknowledged, it is done with.
        """

        def work() -> NoReturn:
            raise _NotHandled

        try:
            outcome = await self._drive(self._once.run(self._key(job), "a delivery", work))
        except _NotHandled:
            times = job.delivery.attempt - 1
            problem = f"handed out {times} times and never acknowledged: its workers may have died of it"
            return self._given_up(job, problem, "NeverAcknowledged")
        except Reported:  # the replay store failed: nothing is known about the delivery
            return self._wait(job)
        except Exception as error:  # noqa: BLE001  (no thread was started)
            self._trouble.failed("an event is tried again", error=error, kind=type(error))
            return self._wait(job)
        return Done(repeated=True) if outcome == "duplicate" else self._wait(job)

    def _key(self, job: Job) -> str:
        named = f"{self._settings.group}\0{job.delivery.id}".encode("utf-8", "replace")
        return hashlib.sha256(named).hexdigest()

    async def _handle(self, job: Job, event: Event) -> Verdict:
        returned = False

        def work() -> Procedure[None]:
            nonlocal returned
            yield from self._work(event)
            returned = True

        try:
            outcome = await self._drive(self._once.run(self._key(job), event_type(event), work))
        except _Failed as failed:
            failure = failed.result.failures[-1]
            return self._failed(job, event, f"handler {handler_name(failure.handler)}", failure.error)
        except Reported:  # the replay store failed: nothing is known about the delivery
            return self._wait(job)
        except asyncio.CancelledError as cancellation:
            # An event loop that ends cancels all tasks at once.
            if job.interrupted or self._is_cancelled():
                raise
            # A handler has cancelled its own task. If all have returned, the next attempt finds that in the
            # replay store.
            error = as_error(_TASK, cancellation)
            return self._wait(job) if returned else self._failed(job, event, _TASK, error)
        except Exception as error:  # noqa: BLE001  (no thread was started, or the event could not be marked: logged)
            self._trouble.failed("an event is tried again", error=error, kind=type(error))
            return self._wait(job)
        if self._trouble.is_on:
            self._trouble.over("events are handled again")
        # Somebody else has the delivery, or has died with it: its claim ends in time.
        return self._wait(job) if outcome in ("in_progress", "busy") else Done(outcome == "duplicate")

    def _work(self, event: Event) -> Procedure[None]:
        result = yield from dispatching(self._routes, event, self._settings.handler_timeout, log=False)
        if not result.ok:
            raise _Failed(result)

    def _failed(self, job: Job, event: Event, who: str, error: Exception) -> Verdict:
        """Decide about another attempt. who: has raised the error, for the log."""
        attempt, attempts, name = job.attempt, self._settings.retry.attempts, type(error).__name__
        job.failures += 1
        left = attempts - job.failures if job.delivery.attempt <= attempts else 0
        where = (who, event_type(event))
        if left > 0:
            wait = backoff_wait(self._settings.retry, job.failures)
            _logger.warning(
                "%s failed on an event of type %s in attempt %d of %d, which is repeated in %.1f s: %s",
                *(*where, attempt, attempts, wait, name),
            )
            return Again(wait, name)
        _logger.error(
            "%s failed on an event of type %s in attempt %d, and it is a dead letter now: %s",
            *(*where, attempt, printable(job.delivery.id)),
            exc_info=error,
        )
        trace = "".join(traceback.format_exception(error))[-LONGEST_TRACE:]
        return Dead(self._letter(job, f"{name}: {_message(error)}", trace), name)

    def _wait(self, job: Job) -> Again:
        job.waits += 1
        return Again(backoff_wait(self._settings.retry, job.waits))

    def _given_up(self, job: Job, problem: str, name: str) -> Dead:
        _logger.error("an event is a dead letter now: %s: %s", printable(job.delivery.id), problem)
        return Dead(self._letter(job, problem, ""), name)

    def _letter(self, job: Job, error: str, trace: str) -> DeadLetter:
        delivery = job.delivery
        return DeadLetter(
            id=delivery.id,
            key=delivery.key,
            group=self._settings.group,
            attempts=max(delivery.attempt, job.failures),
            error=encodable(error[:LONGEST_ERROR]),
            trace=encodable(trace),
            time=datetime.fromtimestamp(self._clock.unix(), UTC),
            body=delivery.body,
        )


def _message(error: Exception) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001  (it is somebody else's method, and its event must not be tried forever)
        return "an exception without a message"
