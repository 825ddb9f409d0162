"""One run of a collector: opens what it needs, runs its loops, and closes everything."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from cortex_async._core.errors import ClientClosed, CortexError
from cortex_async._core.timing.clock import time_limit
from cortex_async.evidence.attempt import Attempts
from cortex_async.evidence.board import Board
from cortex_async.evidence.catch_up import remember_ended
from cortex_async.evidence.collector_settings import CollectFailure, CollectorSettings
from cortex_async.evidence.index import Index
from cortex_async.evidence.listening import TYPES, Listener
from cortex_async.evidence.source import Source
from cortex_async.evidence.store import Store
from cortex_async.evidence.working import Worker

if TYPE_CHECKING:
    from cortex_async.project import ProjectScope

_logger = logging.getLogger(__name__)


class Duties:
    """What a running collector does."""

    def __init__(self, project: ProjectScope, settings: CollectorSettings) -> None:
        store = Store(settings.directory, Index(settings.directory))
        self._project = project
        self._board = Board(Source(project), store, settings)
        self._listener = Listener(self._board)
        self._worker = Worker(self._board, Attempts(project, store, settings), self._listener.events_of)
        self._stack = AsyncExitStack()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the directory and the stream, and begin. Raises what entering a collector raises."""
        board = self._board
        async with AsyncExitStack() as stack:
            await asyncio.to_thread(board.store.open, board.source.project_id)
            stack.push_async_callback(asyncio.to_thread, board.store.close)
            # Every payload is read, and one that does not match must not end the run.
            stream = self._project.events.stream(types=list(TYPES), check_payloads=True)
            # Before the stream opens, so that no gap is missed.
            states = stream.states()
            await stack.enter_async_context(stream)
            await self._begin()
            loops = {
                asyncio.create_task(self._listener.follow(stream), name="cortex-evidence-follow"),
                asyncio.create_task(self._listener.watch(states), name="cortex-evidence-watch"),
                asyncio.create_task(self._listener.catch_up(), name="cortex-evidence-catch-up"),
                asyncio.create_task(self._worker.collect(), name="cortex-evidence-collect"),
                asyncio.create_task(self._worker.look_after(), name="cortex-evidence-look-after"),
            }
            self._task = asyncio.create_task(self._run(loops), name="cortex-evidence-collector")
            self._stack = stack.pop_all()

    async def _begin(self) -> None:
        board = self._board
        since, position = board.settings.since, await asyncio.to_thread(board.store.index.position)
        if position is None and since is None:
            board.seen = board.source.unix_now()
            await remember_ended(board.source, board.store.index)
            return
        board.seen = since if position is None and since is not None else position or 0.0
        board.missed()

    async def _run(self, loops: set[asyncio.Task[None]]) -> None:
        """Wait until one of the loops ends, which ends all of them, and raise what ended it."""
        try:
            done, _ = await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
            for loop in done:
                loop.result()
        except ClientClosed:
            raise
        except Exception as error:
            _logger.error("the collector of evidence ended: %s: %s", type(error).__name__, error)
            raise
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.wait(loops)
            await self._board.progressed()

    async def wait(self) -> None:
        """Wait until it ends, and raise what ended it."""
        task = self._running()
        await asyncio.wait({task})
        if not task.cancelled():
            task.result()

    async def idle(self) -> None:
        """Wait until nothing runs, or could run at once. Raises what ended the run."""
        task = self._running()
        await self._board.until(lambda: self._board.idle or task.done())
        if task.done():
            await self.wait()

    def _running(self) -> asyncio.Task[None]:
        if self._task is None:
            raise RuntimeError("the collector is not running: async with EvidenceCollector(...) as collector")
        return self._task

    async def stop(self, drain: float) -> None:
        """End the run, finish what is in progress for at most ``drain`` seconds, and close everything."""
        if self._task is None:
            return
        self._task.cancel()
        try:
            await asyncio.wait({self._task})
            if not self._task.cancelled():
                # Marks it as seen: ``wait`` raises it, and the log has it.
                self._task.exception()
            await self._drain(drain)
        finally:
            await self._stack.aclose()

    async def _drain(self, seconds: float) -> None:
        running = set(self._board.running)
        try:
            async with time_limit(seconds):
                if running:
                    await asyncio.wait(running)
        except TimeoutError:
            _logger.warning("%d bundles are not finished: the next start collects them", len(running))
        finally:
            for task in running:
                task.cancel()
            if running:
                await asyncio.wait(running)
        try:
            await self._board.save_position()
        except (CortexError, OSError) as error:
            self._board.report(CollectFailure(message_id=None, error=error))
