"""The tasks in which handlers run, and what follows from how they end.

A task runs one job after another while there are any, each in a context of its own. While handlers wait for
nothing, the event loop gets its turn after ``TURN`` seconds.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Set
from typing import cast

from cortex_async._core.runtime.stepping import in_own_context
from cortex_async._core.timing.clock import Clock, monotonic, time_limit
from cortex_async.relay.worker.acknowledging import Acknowledging
from cortex_async.relay.worker.in_hand import InHand
from cortex_async.relay.worker.jobs import Trying
from cortex_async.relay.worker.ownership import Ownership
from cortex_async.relay.worker.verdicts import Again, Dead, Done, Job, Verdict
from cortex_async.routing.lanes import Lane

_logger = logging.getLogger(__name__)

CANCEL_LIMIT = 5.0
"""Seconds that a cancelled task has to end."""

TURN = 0.002


class Handlers:
    """Runs what is in hand.

    counts: of attempts: ``handled``, ``repeated``, ``failed`` and ``dead``.
    notify: called whenever one has ended.
    fatal: gets what is no ``Exception``, such as a handler's ``SystemExit``.
    """

    def __init__(
        self,
        trying: Trying,
        in_hand: InHand,
        ownership: Ownership,
        acknowledging: Acknowledging,
        clock: Clock,
        counts: Counter[str],
        notify: Callable[[], object],
    ) -> None:
        self._trying = trying
        self._in_hand = in_hand
        self._ownership = ownership
        self._acknowledging = acknowledging
        self._clock = clock
        self._notify = notify
        self._running: dict[Lane[Job], asyncio.Task[None]] = {}
        self._runners: set[asyncio.Task[None]] = set()
        self._turn_ends = 0.0
        self._timers: set[asyncio.Task[None]] = set()
        self._ended = asyncio.Event()
        self._counts = counts
        self.fatal: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def start(self) -> None:
        """Run as many as there may be."""
        # Those that have begun and have no job are about to take one.
        wanted = self._in_hand.ready + len(self._running) - len(self._runners)
        if wanted <= 0 or not self._ownership.valid:
            return
        for _ in range(wanted):
            runner = asyncio.create_task(self._run(), name="cortex-worker-handler")
            self._runners.add(runner)
            runner.add_done_callback(self._runners.discard)

    def drop_lost(self) -> None:
        """Forget and interrupt what belongs to others by now."""
        self._in_hand.drop(lambda delivery: not self._ownership.holds(delivery))
        for lane, task in self._running.items():
            if not self._ownership.holds(lane.item.delivery):
                lane.item.interrupted = True
                task.cancel()

    async def drain(self, seconds: float | None) -> None:
        """Drop what has not begun, and wait for what has. After that time, or if cancelled, interrupt it."""
        try:
            async with time_limit(seconds):
                while self._left():
                    self._ended.clear()
                    await self._ended.wait()
        except TimeoutError:
            _logger.error("the worker stopped while %d handlers were running", len(self._running))
        finally:
            for lane in self._running:
                lane.item.interrupted = True
            await cancel({*self._runners, *self._timers})

    def _left(self) -> bool:
        # Also what has come back from a pause meanwhile.
        self._in_hand.drop(lambda _: True)
        return bool(self._running)

    async def _run(self) -> None:
        """Run one job after another while there are any."""
        task = cast("asyncio.Task[None]", asyncio.current_task())
        try:
            # A cancellation that a job has borne must not reach the next one.
            while not task.cancelling() and self._ownership.valid and (lane := self._in_hand.take()):
                await self._one(lane, task)
                if monotonic() >= self._turn_ends:
                    await asyncio.sleep(0)
                    self._turn_ends = monotonic() + TURN
        finally:
            self._runners.discard(task)
            self.start()

    async def _one(self, lane: Lane[Job], task: asyncio.Task[None]) -> None:
        verdict: Verdict | None = None
        self._running[lane] = task
        try:
            verdict = await in_own_context(self._trying(lane.item))
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001  (the run ends, and raises it)
            if not self.fatal.done():
                self.fatal.set_exception(error)
        finally:
            del self._running[lane]
            self._settle(lane, verdict)
            self._ended.set()
            self._notify()

    def _settle(self, lane: Lane[Job], verdict: Verdict | None) -> None:
        """Park the lane or free it.

        verdict: None if the attempt was interrupted. The broker hands the delivery out again, even if the
            handler ignored that and failed later.
        """
        if isinstance(verdict, Again) and not lane.item.interrupted:
            self._counts["failed"] += verdict.error is not None
            self._in_hand.park(lane)
            timer = asyncio.create_task(self._later(lane, verdict.seconds), name="cortex-worker-wait")
            self._timers.add(timer)
            timer.add_done_callback(self._timers.discard)
            return
        self._in_hand.done(lane)
        if isinstance(verdict, Done):
            self._counts["repeated" if verdict.repeated else "handled"] += 1
            self._acknowledging.add(lane.item.delivery)
        elif isinstance(verdict, Dead):
            self._counts.update(("failed", "dead"))
            self._acknowledging.add(lane.item.delivery, verdict.letter)

    async def _later(self, lane: Lane[Job], seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._in_hand.resume(lane)
        self.start()


async def cancel(tasks: Set[asyncio.Task[None]]) -> None:
    """Cancel tasks, and wait for their end for a while."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=CANCEL_LIMIT)
