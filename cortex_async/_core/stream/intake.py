"""From the bytes of a connection to the events in the buffer: parse, decode, drop what is known."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from attrs import define

from cortex_async._core.stream.buffer import Entry, EventBuffer, RecentKeys
from cortex_async._core.stream.idle import IdleWatch
from cortex_async._core.stream.settings import StreamSettings
from cortex_async._core.stream.sse import EventTooLarge, ServerSentEvent, SSEParser
from cortex_async._core.stream.states import Gap, StateBoard
from cortex_async._core.strings.json_text import NotJSON, parse

_log = logging.getLogger(__name__)

T = TypeVar("T")

_BLANK = b" \t\r\n\xef\xbb\xbf"
"""What may stand before JSON: white space, a byte order mark."""

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
    dropped: events lost to a full buffer or because they could not be parsed or decoded; equals the sum of ``Gap.dropped``.
    """

    connections: int = 0
    received: int = 0
    duplicates: int = 0
    ignored: int = 0
    dropped: int = 0

    @property
    def messages(self) -> int:
        """All that came, whatever became of it."""
        return self.received + self.duplicates + self.ignored + self.dropped


def _unknown(item: object) -> str | None:
    return None


class Intake(Generic[T]):
    """What outlives a connection: the buffer, the ids that were seen, and the position to resume from.

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
        self._identity = identity or _unknown
        self._max_event_bytes = settings.max_event_bytes
        self._seen = RecentKeys(max(settings.remembered, 2 * settings.buffer_size))
        self._newest_id = last_event_id
        self.retry: float | None = None
        self.counters: StreamCounters = StreamCounters()
        self.board: StateBoard = StateBoard(settings.on_state)
        self.buffer: EventBuffer[T] = EventBuffer(
            settings.buffer_size, settings.buffer_bytes, settings.overflow, last_event_id, self._lost
        )

    @property
    def taken_id(self) -> str:
        """SSE id of the last event that the consumer took, ``""`` if there is none."""
        return self.buffer.taken_id

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
            turn = iter(events[at : at + _TURN])
            while (entry := self._take_in(turn)) is not None:
                await self._make_room(entry, watch)
        if too_large is not None:
            raise too_large
        self._note_id(parser.last_event_id)

    async def take(self) -> T | None:
        """The next event, None at the end."""
        await self.buffer.until_ready()
        return self.buffer.take_ready()

    def _take_in(self, events: Iterator[ServerSentEvent]) -> Entry[T] | None:
        """Decodes the events into the buffer, up to one that finds no room there, which it returns."""
        decode, identity, seen, counters = self._decode, self._identity, self._seen, self.counters
        offer = self.buffer.offer
        for event in events:
            text, event_id = event.data, event.id
            try:
                payload = _json(text)
                item = decode(payload) if type(payload) is dict else None  # pyright: ignore[reportUnknownArgumentType]  # JSON
                key = None if item is None else identity(item)
            except Exception as error:  # noqa: BLE001  (one bad event must not cost the others; it is reported as lost)
                cause = error if isinstance(error, NotJSON) else type(error).__name__
                _log.warning("an event could not be decoded (%s) and is lost", cause)
                self._lost(1)
            else:
                if item is None:
                    counters.ignored += 1
                elif key is not None and key in seen:
                    seen.move_to_end(key)
                    counters.duplicates += 1
                else:
                    entry = item, event_id, len(text)
                    if not offer(entry):
                        return entry
                    counters.received += 1
                    self._newest_id = event_id
                    if key is not None:
                        seen.add(key)
                    continue
            self._note_id(event_id)
        return None

    async def _make_room(self, entry: Entry[T], watch: IdleWatch) -> None:
        watch.pause()
        try:
            await self.buffer.put(entry)
        finally:
            watch.resume()
        # Not before: an event that found no room until its connection was lost has not been seen.
        self.counters.received += 1
        self._newest_id = entry[1]
        key = self._identity(entry[0])
        if key is not None:
            self._seen.add(key)

    def _lost(self, count: int) -> None:
        self.counters.dropped += count
        self.board.show(Gap(since=self.taken_id or None, dropped=count))

    def _note_id(self, event_id: str) -> None:
        if event_id != self._newest_id:
            self._newest_id = event_id
            self.buffer.resume_after(event_id)


def _json(text: bytes) -> Any:
    """None for what is no JSON and did not begin like an event. Raises ``NotJSON`` for what did: something is lost then."""
    try:
        return parse(text, replace=True)
    except NotJSON:
        if text.lstrip(_BLANK).startswith(b"{"):
            raise
        return None
