"""Turns the bytes of a connection into events in the buffer: parses, decodes, drops duplicates."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Final, Generic, TypeAlias, TypeVar

import orjson
from attrs import define

from cortex_async._core.stream.board import StateBoard
from cortex_async._core.stream.buffer import Entry, EventBuffer, RecentKeys
from cortex_async._core.stream.handing import HandingBuffer
from cortex_async._core.stream.idle import IdleWatch
from cortex_async._core.stream.readiness import Readiness
from cortex_async._core.stream.settings import StreamSettings
from cortex_async._core.stream.sse import EventTooLarge, ServerSentEvent, SSEParser
from cortex_async._core.stream.states import Gap
from cortex_async._core.strings.json_text import NotJSON, parse
from cortex_async._core.timing.clock import Clock

_logger = logging.getLogger(__name__)

T = TypeVar("T")

_BLANK = b" \t\r\n\xef\xbb\xbf"
"""What may precede JSON: white space and a byte order mark."""

_TURN = 64
"""Events after which other tasks get a turn, which costs as much as two or three events. An event that the
consumer takes while it is still in the processor's caches costs a third less, and no stream, however busy,
blocks the event loop."""


@define
class StreamCounters:
    """What a stream has received since it was opened.

    connections: connections made.
    received: events put into the buffer.
    duplicates: events dropped because an event with the same id was received before.
    ignored: messages that are not events: empty ones, heartbeats, and others that are not JSON objects.
    dropped: events lost because the buffer was full or they could not be parsed or decoded; the sum of
        ``Gap.dropped``.
    """

    connections: int = 0
    received: int = 0
    duplicates: int = 0
    ignored: int = 0
    dropped: int = 0

    @property
    def messages(self) -> int:
        """All messages received, whatever became of them."""
        return self.received + self.duplicates + self.ignored + self.dropped


Steps: TypeAlias = Iterator[Entry[T] | None]
"""What processing a chunk of a connection has to wait for: room for an event, or, with None, other tasks."""

_NO_KEYS: Final = RecentKeys(0)
"""Of every stream before its first event."""


def _unknown(item: object) -> str | None:
    return None


class Intake(Generic[T]):
    """What outlives a connection: the buffer, the ids received, and the position to resume from.

    retry: reconnection time in seconds that the server sent last, None if it sent none.
    readiness: whether the server listens for the stream.
    new_parser: makes the parser of a connection.
    each: iterates over the events of a chunk that are decoded next.
    """

    __slots__ = (
        "_decode", "_identity", "_marker", "_max_event_bytes", "_newest_id", "_remembered", "_seen", "board",
        "buffer", "counters", "each", "new_parser", "readiness", "retry",
    )  # fmt: skip

    def __init__(
        self,
        decode: Callable[[dict[str, Any]], T | None],
        identity: Callable[[T], str | None] | None,
        last_event_id: str,
        settings: StreamSettings,
        clock: Clock,
    ) -> None:
        self.new_parser: Callable[..., SSEParser] = SSEParser
        self.each: Callable[[Iterable[ServerSentEvent]], Iterator[ServerSentEvent]] = iter
        self._decode = decode
        self._identity = identity or _unknown
        self._marker = settings.marker
        self._max_event_bytes = settings.max_event_bytes
        self._remembered = max(settings.remembered, 2 * settings.buffer_size)
        self._seen = _NO_KEYS
        self._newest_id = last_event_id
        self.retry: float | None = None
        self.counters: StreamCounters = StreamCounters()
        self.readiness: Readiness = Readiness(clock)
        self.board: StateBoard = StateBoard(settings.on_state, self.readiness, settings.name, clock.monotonic)
        self.buffer: EventBuffer[T] = EventBuffer(
            settings.buffer_size, settings.buffer_bytes, settings.overflow, last_event_id, self._lost
        )

    @property
    def taken_id(self) -> str:
        """SSE id of the last event that the consumer took, empty if there is none."""
        return self.buffer.taken_id

    def parser(self) -> SSEParser:
        """Return a parser for a new connection; the last id carries over from the one before."""
        return self.new_parser(max_event_bytes=self._max_event_bytes, last_event_id=self._newest_id)

    async def feed(self, parser: SSEParser, chunk: bytes, watch: IdleWatch) -> None:
        """Process a chunk of a connection.

        Raises ``EventTooLarge``, after the events before the large one.
        """
        rest = self.begin(parser, chunk, watch)
        if rest is not None:
            await self.finish(rest, watch)

    def begin(self, parser: SSEParser, chunk: bytes, watch: IdleWatch) -> Steps[T] | None:
        """Process a chunk as far as nothing has to wait, and return the rest for ``finish``, None for none.

        Raises ``EventTooLarge``.
        """
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
        if events and self._seen is _NO_KEYS:
            self._seen = RecentKeys(self._remembered)
        is_long = len(events) > _TURN
        turn = self.each(events[:_TURN] if is_long else events)
        entry = self._take_in(turn)
        if entry is None and not is_long:
            if too_large is not None:
                raise too_large
            if parser.last_event_id != self._newest_id:
                self._note_id(parser.last_event_id)
            return None
        rest = self._steps(turn, events, parser.last_event_id, too_large)
        return rest if entry is None else chain((entry,), rest)

    async def finish(self, steps: Steps[T], watch: IdleWatch) -> None:
        """Process the rest of a chunk. Raises ``EventTooLarge``."""
        for entry in steps:
            if entry is None:
                await asyncio.sleep(0)
            else:
                await self._make_room(entry, watch)

    def _steps(
        self,
        turn: Iterator[ServerSentEvent],
        events: list[ServerSentEvent],
        last_id: str,
        too_large: EventTooLarge | None,
    ) -> Steps[T]:
        """Process the rest of the first turn of these events, and the turns after it.

        Yields an event for which there is no room, and goes on once there was, and None when it is the turn
        of other tasks. Raises ``too_large`` at the end.
        """
        for end in range(_TURN, len(events) + _TURN, _TURN):
            while (entry := self._take_in(turn)) is not None:
                yield entry
            if end < len(events):
                yield None
                turn = self.each(events[end : end + _TURN])
        if too_large is not None:
            raise too_large
        self._note_id(last_id)

    def hand_to(self, take: Callable[[T], object], has_room: Callable[[], bool]) -> HandingBuffer[T]:
        """Hand events to ``take`` instead of buffering them. Call it before anything is fed."""
        self.buffer = handing = HandingBuffer(self.taken_id, take, has_room)
        return handing

    async def take(self) -> T | None:
        """Wait for the next event and return it, None at the end."""
        await self.buffer.until_ready()
        return self.buffer.take_ready()

    def _take_in(self, events: Iterator[ServerSentEvent]) -> Entry[T] | None:
        """Decode events into the buffer until one does not fit, and return that one."""
        # The hot loop: local variables, and no call that can be avoided. Measured by ``make bench-sse``.
        decode, identity, marker, counters = self._decode, self._identity, self._marker, self.counters
        newer, older = self._seen.sets()
        offer, loads = self.buffer.offer, orjson.loads
        for event in events:
            data, event_id = event.data, event.id
            try:
                try:
                    payload = loads(data)
                except ValueError:
                    payload = _json(data)
                if type(payload) is not dict or (marker is not None and type(payload.get(marker)) is not str):  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]  # JSON
                    item = None
                else:
                    item = decode(payload)  # pyright: ignore[reportUnknownArgumentType]  # JSON
                key = None if item is None else identity(item)
            except Exception as error:  # noqa: BLE001  (one bad event must not affect the others; it is reported as lost)
                cause = error if isinstance(error, NotJSON) else type(error).__name__
                _logger.warning("an event is lost, since it could not be decoded: %s", cause)
                self._lost(1)
            else:
                if item is None:
                    counters.ignored += 1
                elif key is not None and (key in newer or key in older):
                    newer.add(key)
                    counters.duplicates += 1
                else:
                    entry = item, event_id, len(data)
                    if not offer(entry):
                        return entry
                    counters.received += 1
                    self._newest_id = event_id
                    if key is not None:
                        newer.add(key)
                    continue
            self._note_id(event_id)
        return None

    async def _make_room(self, entry: Entry[T], watch: IdleWatch) -> None:
        watch.pause()
        try:
            await self.buffer.put(entry)
        finally:
            watch.resume()
        # Only now: an event that found no room until its connection was lost does not count as received.
        self.counters.received += 1
        self._newest_id = entry[1]
        key = self._identity(entry[0])
        if key is not None:
            self._seen.add(key)

    def _lost(self, count: int) -> None:
        self.counters.dropped += count
        self.board.publish(Gap(since=self.taken_id or None, dropped=count))

    def _note_id(self, event_id: str) -> None:
        if event_id != self._newest_id:
            self._newest_id = event_id
            self.buffer.resume_after(event_id)


def _json(data: bytes) -> Any:
    """Parse the data of an event.

    Returns None for what is not JSON, but raises ``NotJSON`` if it begins like an event.
    """
    try:
        return parse(data, replace=True)
    except NotJSON:
        if data.lstrip(_BLANK).startswith(b"{"):
            raise
        return None
