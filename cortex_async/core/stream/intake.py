"""From the bytes of a connection to the events in the buffer: parse, decode, drop what is known."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import orjson
from attrs import define

from cortex_async.core.sse import EventTooLarge, ServerSentEvent, SSEParser

from .buffer import Entry, EventBuffer, RecentKeys
from .idle import IdleWatch
from .settings import StreamSettings
from .states import Gap, StateBoard

_log = logging.getLogger(__name__)

T = TypeVar("T")

_TURN = 32
"""Events after which whoever else is ready gets a turn, the consumer first of all: what it takes while it is still in the processor's
caches costs a third less, and no stream, however busy, keeps the event loop for itself."""


@define
class StreamCounters:
    """What a stream has seen since it was opened.

    connections: how many were made.
    received: events that went into the buffer.
    duplicates: events dropped because their id had been seen.
    ignored: messages that are no events: empty, not a JSON object, or heartbeats.
    dropped: events lost to a full buffer or because they could not be decoded; equals the sum of ``Gap.dropped``.
    """

    connections: int = 0
    received: int = 0
    duplicates: int = 0
    ignored: int = 0
    dropped: int = 0


class Intake(Generic[T]):
    """What outlives a connection: the buffer, the ids that were seen, and the position to resume from.

    taken_id: SSE id of the last event that the consumer took, ``""`` if there is none.
    retry: reconnection time in seconds that the server asked for last, None if it did not.
    """

    def __init__(
        self,
        decode: Callable[[dict[str, Any]], T | None],
        identity: Callable[[T], str | None] | None,
        last_event_id: str,
        settings: StreamSettings,
    ) -> None:
        self._decode = decode
        self._identity = identity
        self._max_event_bytes = settings.max_event_bytes
        self._seen = RecentKeys(max(settings.remembered, 2 * settings.buffer_size))
        self._newest_id = last_event_id
        self._reported_drops = 0
        self.taken_id: str = last_event_id
        self.retry: float | None = None
        self.counters: StreamCounters = StreamCounters()
        self.board: StateBoard = StateBoard(settings.on_state)
        self.buffer: EventBuffer[T] = EventBuffer(
            settings.buffer_size, settings.buffer_bytes, settings.overflow
        )

    def parser(self) -> SSEParser:
        """For a new connection: ids carry over from the one before."""
        return SSEParser(max_event_bytes=self._max_event_bytes, last_event_id=self._newest_id)

    async def feed(self, parser: SSEParser, chunk: bytes, watch: IdleWatch) -> None:
        """Takes in what a connection brought. Raises ``EventTooLarge``, after the events before the large one."""
        watch.byte()
        comments = parser.comments
        too_large: EventTooLarge | None = None
        try:
            events = parser.feed(chunk)
        except EventTooLarge as error:
            events, too_large = error.events, error
        if parser.comments != comments:
            watch.heartbeat()
        if parser.retry is not None:
            self.retry = parser.retry
        for at in range(0, len(events), _TURN):
            if at:
                await asyncio.sleep(0)
            for event in events[at : at + _TURN]:
                entry = self._deliver(event)
                if entry is not None:
                    await self._make_room(entry, watch)
        if too_large is not None:
            raise too_large
        self._note_id(parser.last_event_id)

    async def take(self) -> T | None:
        """The next event, None at the end. Only now does the position move past it."""
        await self.buffer.until_ready()
        return self.take_ready()

    def take_ready(self) -> T | None:
        """The next event if it is there already."""
        buffer = self.buffer
        entry = buffer.take_ready()
        if entry is None:
            return None
        if buffer.dropped != self._reported_drops:
            self.report_drops()
        self.taken_id = entry.resume_id
        return entry.item

    def report_drops(self) -> None:
        """A full buffer drops in front of the event that is taken next, so that is where the gap is."""
        dropped = self.buffer.dropped - self._reported_drops
        if dropped:
            self._reported_drops += dropped
            self._lost(dropped)

    def _lost(self, count: int) -> None:
        self.counters.dropped += count
        self.board.show(Gap(since=self.taken_id or None, dropped=count))

    def _deliver(self, event: ServerSentEvent) -> Entry[T] | None:
        """Decodes the event into the buffer. Returns what finds no room there."""
        try:
            try:
                payload: object = orjson.loads(event.data)
            except ValueError:
                payload = _loosely_parsed(event)
            # JSON: what keys and values are is for ``decode`` to find out.
            item = self._decode(payload) if isinstance(payload, dict) else None  # pyright: ignore[reportUnknownArgumentType]
            key = None if item is None or self._identity is None else self._identity(item)
        except Exception as error:  # noqa: BLE001  (one bad event must not cost the others; it is reported as lost)
            _log.warning("an event could not be decoded (%s) and is lost", type(error).__name__)
            self._lost(1)
            self._note_id(event.id)
            return None
        if item is None:
            self.counters.ignored += 1
        elif key is not None and key in self._seen:
            self._seen.move_to_end(key)
            self.counters.duplicates += 1
        else:
            entry = Entry(item, event.id, len(event.data), key)
            if not self.buffer.offer(entry):
                return entry
            self._note_delivered(entry)
            return None
        self._note_id(event.id)
        return None

    async def _make_room(self, entry: Entry[T], watch: IdleWatch) -> None:
        watch.pause()
        try:
            await self.buffer.put(entry)
        finally:
            watch.resume()
        # Not before: an event that found no room until its connection was lost has not been seen.
        self._note_delivered(entry)

    def _note_delivered(self, entry: Entry[T]) -> None:
        self._newest_id = entry.resume_id
        self.counters.received += 1
        if entry.key is not None:
            self._seen.add(entry.key)

    def _note_id(self, event_id: str) -> None:
        """An id counts once every event before it is taken: until then it rides on the newest one that is not."""
        if event_id == self._newest_id:
            return
        self._newest_id = event_id
        newest = self.buffer.newest
        if newest is None:
            self.taken_id = event_id
        else:
            newest.resume_id = event_id


def _loosely_parsed(event: ServerSentEvent) -> object:
    """The standard replaces invalid UTF-8, orjson refuses it. None for what is no JSON."""
    try:
        return orjson.loads(event.text)
    except ValueError:
        return None
