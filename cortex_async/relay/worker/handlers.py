"""The tasks in which handlers run, and what follows from how they end."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Set

from cortex_async._core.timing.clock import Clock, time_limit
from cortex_async.relay.worker.acknowledging import Acknowledging
from cortex_async.relay.worker.in_hand import InHand
from cortex_async.relay.worker.jobs import Again, Dead, Done, Job, Trying, Verdict
from cortex_async.relay.worker.ownership import Ownership
from cortex_async.routing.lanes import Lane

_logger = logging.getLogger(__name__)

CANCEL_LIMIT = 5.0
"""Seconds that a cancelled task has to end."""


class Handlers:
    """Runs what is in hand.

    notify: called whenever one has ended.
    counts: of attempts: ``handled``, ``repeated``, ``failed`` and ``dead``.
    fatal: gets what is no ``Exception``, such as a handler's ``SystemExit``.
    """

    def __init__(
        self,
        trying: Trying,
        in_hand: InHand,
        ownership: Ownership,
        acknowledging: Acknowledging,
        clock: Clock,
        notify: Callable[[], object],
    ) -> None:
        self._trying = trying
        self._in_hand = in_hand
        self._ownership = ownership
        self._acknowledging = acknowledging
        self._clock = clock
        self._notify = notify
        self._running: dict[Lane[Job], asyncio.Task[None]] = {}
        self._timers: set[asyncio.Task[None]] = set()
        self._ended = asyncio.Event()
        self.counts: Counter[str] = Counter()
        self.fatal: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def start(self) -> None:
        """Run as many as there may be."""
        while self._ownership.valid and (lane := self._in_hand.take()) is not None:
            self._running[lane] = asyncio.create_task(self._one(lane), name="cortex-worker-handler")

    def drop_lost(self) -> None:
        """Forget and interrupt what belongs to others by now."""
        self._in_hand.drop(lambda delivery: not self._ownership.holds(delivery))
        for lane, task in self._running.items():
            if not self._ownership.holds(lane.item.delivery):
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
            await cancel({*self._running.values(), *self._timers})

    def _left(self) -> bool:
        # Also what has come back from a pause meanwhile.
        self._in_hand.drop(lambda _: True)
        return bool(self._running)

    async def _one(self, lane: Lane[Job]) -> None:
        verdict: Verdict | None = None
        try:
            verdict = await self._trying(lane.item)
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001  (the run ends, and raises it)
            if not self.fatal.done():
                self.fatal.set_exception(error)
        finally:
            del self._running[lane]
            self._settle(lane, verdict)
            self.start()
            self._ended.set()
            self._notify()

    def _settle(self, lane: Lane[Job], verdict: Verdict | None) -> None:
        """Park the lane or free it.

        verdict: None if the attempt was interrupted. The broker hands the delivery out again.
        """
        if isinstance(verdict, Again):
            self.counts["failed"] += verdict.error is not None
            self._in_hand.park(lane)
            timer = asyncio.create_task(self._later(lane, verdict.seconds), name="cortex-worker-wait")
            self._timers.add(timer)
            timer.add_done_callback(self._timers.discard)
            return
        self._in_hand.done(lane)
        if isinstance(verdict, Done):
            self.counts["repeated" if verdict.repeated else "handled"] += 1
            self._acknowledging.add(lane.item.delivery)
        elif isinstance(verdict, Dead):
            self.counts.update(("failed", "dead"))
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
