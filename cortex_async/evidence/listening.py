"""From annotations to jobs: those of the event stream, and those that it missed."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterable
from typing import TYPE_CHECKING, Final

from cortex_async._core.errors import ClientClosed, CortexError
from cortex_async._core.stream import Resumed, StateFeed
from cortex_async.evidence.board import Board
from cortex_async.evidence.catch_up import MARGIN, missed
from cortex_async.evidence.collector_settings import CollectFailure
from cortex_async.evidence.flags import is_true
from cortex_async.evidence.jobs import FIRST_WAIT, LONGEST_WAIT, Job
from cortex_async.models import MessageAnnotationCreatedEvent, MessageCreatedEvent
from cortex_async.routing.gaps import GapFilter

if TYPE_CHECKING:
    from cortex_async.events import Event
    from cortex_async.evidence.known_events import KnownEvent

TYPES: Final = ("message.annotation.created", "message.created")
RECENT: Final = 10_000
"""Messages whose events are kept in memory: they name sessions and speakers for certain."""

_MOST_JOBS: Final = 1000
"""Jobs after which no more events are read. The stream then reports a gap, which is read later."""


class Listener:
    """Reads annotations, for one run of a collector."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._recent: OrderedDict[str, MessageCreatedEvent] = OrderedDict()

    async def follow(self, events: AsyncIterable[Event]) -> None:
        """Handle the events of a stream until it ends, which raises what ended it."""
        board = self._board
        async for event in events:
            if isinstance(event, MessageCreatedEvent):
                self._remember(event)
            elif isinstance(event, MessageAnnotationCreatedEvent):
                await self._handle(event, None)
            else:
                continue
            if not board.behind:
                board.seen = max(board.seen, event.timestamp.timestamp())

    async def watch(self, states: StateFeed) -> None:
        """Note when events may have been lost."""
        found = GapFilter(states)
        async for state in states:
            # Nothing proves that a server that resumes a stream sends all that was missed.
            if isinstance(state, Resumed) or list(found.gaps(state)):
                self._board.missed()
        # The end of the stream itself ends the run.
        await asyncio.Event().wait()

    async def catch_up(self) -> None:
        """Read what was missed from the API, whenever something may have been."""
        board = self._board
        wait = FIRST_WAIT
        while True:
            if not board.behind:
                await board.catch_up.wait(None)
                continue
            gap = board.gap()
            try:
                async for one in missed(board.source, board.store.index, board.seen):
                    await self._handle(one.event, one.session_id)
            except ClientClosed:
                raise
            except (CortexError, OSError) as error:
                board.report(CollectFailure(message_id=None, error=error, retry_in=wait))
                await board.source.clock.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT)
            else:
                wait = FIRST_WAIT
                await board.caught_up(gap)

    def events_of(self, job: Job) -> list[KnownEvent]:
        """What is known of the session of a message, and what flagged it."""
        own = self._recent.get(job.message_id)
        session_id = own.payload.data.session_id if own is not None else job.session_id
        around = (one for one in self._recent.values() if one.payload.data.session_id == session_id)
        return [*around, *job.events]

    def _remember(self, event: MessageCreatedEvent) -> None:
        self._recent[event.payload.data.id] = event
        if len(self._recent) > RECENT:
            self._recent.popitem(last=False)

    async def _handle(self, event: MessageAnnotationCreatedEvent, session_id: str | None) -> None:
        board, data = self._board, event.payload.data
        await board.until(lambda: len(board.jobs) < _MOST_JOBS)
        entry = await asyncio.to_thread(board.store.index.entry, data.message_id)
        if entry is not None and data.annotation_id in entry.annotations:
            return
        at = event.timestamp.timestamp()
        known = entry is not None or data.message_id in board.jobs
        if known or (not await self._is_over(data.message_id, at) and await self._wanted(event)):
            board.add(data.message_id, session_id, event, at)

    async def _is_over(self, message_id: str, at: float) -> bool:
        """Whether what was flagged then has been kept long enough already."""
        keep = self._board.settings.keep
        if keep is not None and at + keep.total_seconds() <= self._board.source.unix_now():
            return True
        deleted = await asyncio.to_thread(self._board.store.index.deleted_at, message_id)
        return deleted is not None and at <= deleted + MARGIN

    async def _wanted(self, event: MessageAnnotationCreatedEvent) -> bool:
        try:
            return await is_true(self._board.settings.when, event)
        except Exception as error:  # noqa: BLE001  (it is the caller's function)
            self._board.report(CollectFailure(message_id=event.payload.data.message_id, error=error))
            return True
