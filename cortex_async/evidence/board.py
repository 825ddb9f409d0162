"""What the loops of a collector share: jobs, wake-ups, and reports."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from cortex_async._core.timing.clock import monotonic, time_limit
from cortex_async.evidence.collector_settings import CollectFailure, CollectorSettings
from cortex_async.evidence.jobs import Job, Jobs
from cortex_async.evidence.source import Source
from cortex_async.evidence.store import Store

if TYPE_CHECKING:
    from cortex_async.events import MessageAnnotationCreatedEvent

T = TypeVar("T")

_logger = logging.getLogger(__name__)


class Wake:
    """Wakes one loop. A wake-up that comes while the loop works is not lost."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def set(self) -> None:
        self._event.set()

    async def wait(self, seconds: float | None) -> None:
        """Wait for a wake-up, for at most ``seconds``."""
        with suppress(TimeoutError):
            async with time_limit(seconds):
                await self._event.wait()
        self._event.clear()


class Board:
    """The state of one run of a collector.

    behind: whether annotations may have been missed that were not read from the API yet.
    looking: whether it is looking for what is to be deleted or collected once more, or will do so at once.
    seen: timestamp of the last event that was handled, by the server's clock.
    """

    def __init__(self, source: Source, store: Store, settings: CollectorSettings) -> None:
        self.source: Source = source
        self.store: Store = store
        self.settings: CollectorSettings = settings
        self.seen: float = 0.0
        self.jobs: Jobs = Jobs()
        self.looking: bool = True
        self.running: set[asyncio.Task[None]] = set()
        self.collect: Wake = Wake()
        self.keep: Wake = Wake()
        self.catch_up: Wake = Wake()
        self._progress = asyncio.Condition()
        self._gaps = self._read_gaps = 0

    @property
    def behind(self) -> bool:
        return self._gaps > self._read_gaps

    def missed(self) -> None:
        """Note that annotations may have been missed."""
        self._gaps += 1
        self.catch_up.set()

    def gap(self) -> int:
        """The number of the last gap, for ``caught_up``."""
        return self._gaps

    async def caught_up(self, gap: int) -> None:
        """Everything up to a gap has been read from the API."""
        self._read_gaps = gap
        await self.progressed()

    def add(
        self, message_id: str, session_id: str | None, event: MessageAnnotationCreatedEvent | None, at: float
    ) -> None:
        """Have the evidence about a message collected."""
        self.jobs.add(message_id, session_id, event, at=at, now=monotonic())
        self.collect.set()

    async def done(self, job: Job, wait: float | None) -> None:
        """A job has run, and runs again in ``wait`` seconds unless that is None."""
        self.jobs.done(job, wait, monotonic())
        self.collect.set()
        self.keep.set()
        await self.progressed()

    @property
    def idle(self) -> bool:
        """Whether nothing runs, or could run at once."""
        return (
            not self.behind and not self.looking and not self.running and self.jobs.ready(monotonic()) is None
        )

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition that changes with ``progressed``."""
        async with self._progress:
            await self._progress.wait_for(condition)

    async def progressed(self) -> None:
        async with self._progress:
            self._progress.notify_all()

    async def save_position(self) -> None:
        """Write up to when all annotations have been handled, for the next start."""
        pending = self.jobs.since()
        position = self.seen if pending is None else min(self.seen, pending)
        await asyncio.to_thread(self.store.index.set_position, position)

    def report(self, failure: CollectFailure) -> None:
        """Tell the hook, or the log if there is none."""
        if self.settings.on_error is not None:
            self.call(self.settings.on_error, failure, "on_error")
            return
        about = "annotations" if failure.message_id is None else f"evidence about {failure.message_id!r}"
        again = "" if failure.retry_in is None else f" (next attempt in {failure.retry_in:g} s)"
        _logger.warning("%s: %s: %s%s", about, type(failure.error).__name__, failure.error, again)

    def call(self, hook: Callable[[T], object] | None, value: T, name: str) -> None:
        """Call a hook. What it raises is logged, because the bundle does not depend on it."""
        try:
            if hook is not None:
                hook(value)
        except Exception:
            _logger.warning("%s raised", name, exc_info=True)
