"""Parses server-sent events.

https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

Bytes in, events out; no I/O and no clock. Lines end at CR, LF and CRLF and nowhere else (not at U+2028),
however the chunks are cut. Data stays bytes, since the JSON parser takes bytes.
"""

from __future__ import annotations

import re
from typing import Self

from attrs import define

from cortex_async._core.arguments import wrong_value
from cortex_async._core.errors import CortexError, export_errors

DEFAULT_MAX_EVENT_BYTES = 16 * 1024 * 1024

# A bound for absurd numbers; Python refuses to parse integers of thousands of digits.
_LONGEST_RETRY = 999_999_999_999_999

_BOM = b"\xef\xbb\xbf"

# Numbers: searching bytes for a number takes a quarter of the time of searching for a bytes object of length
# one.
_CR = 0x0D
_NUL = 0x00

# What precedes the data in most events. The last of repeated fields counts, as with groups. Nothing in the
# pattern can match in two ways (hence ``?+``), so that a head without data causes no backtracking.
_HEAD = re.compile(rb"(?:id: ?+([^\n\0]*)\n|event: ?+([^\n]*)\n)*data: ?+")


# Not frozen: a frozen class's constructor takes three times as long, and this one runs for every event.
@define
class ServerSentEvent:
    """A server-sent event.

    event: its type, ``message`` if the server names none.
    data: the data lines joined by LF, not decoded.
    id: the last event id at this point of the stream, empty if there is none.
    retry: reconnection time in seconds that the server sent with this event, None if it sent none.
    """

    event: str
    data: bytes
    id: str
    retry: float | None

    @property
    def text(self) -> str:
        """The data as a string; bytes that are not UTF-8 become U+FFFD."""
        return self.data.decode("utf-8", "replace")


class EventTooLarge(CortexError):
    """An event is larger than ``max_event_bytes``. The parser that raised this reads no further.

    limit: ``max_event_bytes``, None if unknown.
    events: complete events before it in the same chunk.
    """

    def __init__(self, message: str, *, limit: int | None = None) -> None:
        super().__init__(message)
        self.limit: int | None = limit
        self.events: list[ServerSentEvent] = []

    @classmethod
    def of(cls, limit: int) -> Self:
        return cls(f"a server-sent event is larger than max_event_bytes={limit}", limit=limit)


class SSEParser:
    """Parses one event stream.

    Each connection needs its own parser; ``last_event_id`` carries over from the one before.

    max_event_bytes: the most bytes of one event: its data lines so far plus the line that is being read.
    last_event_id: the id of events until the stream sets another.

    Attributes: ``last_event_id``, also if it arrived without an event; ``retry``, the latest reconnection
    time in seconds, None if there was none; ``comments``, the number of comment lines so far (servers send
    them as heartbeats).
    """

    __slots__ = (
        "_after_cr", "_after_id", "_before_id", "_between", "_data", "_event", "_failed", "_head", "_id",
        "_max", "_name", "_named", "_partial", "_retry", "_size", "_special", "comments", "last_event_id",
        "retry",
    )  # fmt: skip

    def __init__(self, *, max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES, last_event_id: str = "") -> None:
        if max_event_bytes < 1:
            raise wrong_value("max_event_bytes", "a whole number >= 1", max_event_bytes)
        self._max = max_event_bytes
        self._head: bytes | None = b""
        self._after_cr = False
        self._failed = False
        # Whether one of these three is set.
        self._special = True
        self._between = True
        self._partial = bytearray()
        self._data: list[bytes] = []
        self._size = 0
        self._event = ""
        self._id = last_event_id
        # Of the last event with a single line of data: its type, as a string and as bytes, and its head
        # before and after the id, empty if that is not known.
        self._name = "message"
        self._named: bytes | None = b"message"
        self._before_id = self._after_id = b""
        self.last_event_id: str = last_event_id
        self._retry: float | None = None
        self.retry: float | None = None
        self.comments: int = 0

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """Return the events that this chunk completes. Raises ``EventTooLarge``."""
        if self._special or _CR in chunk:
            chunk = self._plain(chunk)
        events: list[ServerSentEvent] = []
        at = 0
        # A chunk no longer than the limit contains no event that is too long.
        if len(chunk) <= self._max:
            if not self._between:
                at = _end_of_event(chunk)
                self._read_lines(chunk[:at], events)
            if self._between:
                at = self._read_plain(chunk, at, events)
        if at < len(chunk):
            self._read_lines(chunk[at:] if at else chunk, events)
        return events

    def _read_plain(self, chunk: bytes, at: int, events: list[ServerSentEvent]) -> int:
        """Read events with a single line of data at their end, as most are.

        Returns where the first other event begins.
        """
        # The hot loop: local variables, and no call that can be avoided. Measured by ``python -m benchmarks
        # sse``.
        find, last_id, name, new = chunk.find, self._id, self._name, object.__new__
        before, after = self._before_id, self._after_id
        size = len(chunk)
        event_id: bytes | None
        while at < size:
            id_at = at + len(before)
            id_end = find(b"\n", id_at)
            start = id_end + len(after)
            event_id = chunk[id_at:id_end]
            if not after or chunk[id_end:start] != after or chunk[at:id_at] != before or _NUL in event_id:
                head = _HEAD.match(chunk, at)
                if head is None:
                    break
                start = head.end()
                event_id, event = head.groups()
                if event == self._named:
                    before, after = _around_id(head)
                else:
                    # The next event may have another type again.
                    before, after = b"", b""
                    self._named, name = event, event.decode("utf-8", "replace") if event else "message"
                self._before_id, self._after_id, self._name = before, after, name
            end = find(b"\n", start)
            if chunk[end : end + 2] != b"\n\n":
                break
            if event_id is not None:
                last_id = event_id.decode("utf-8", "replace")
            # Without ``__init__``, which takes twice as long.
            read = new(ServerSentEvent)
            read.event = name
            read.data = chunk[start:end]
            read.id = last_id
            read.retry = None
            events.append(read)
            at = end + 2
        self.last_event_id = self._id = last_id
        return at

    def _read_lines(self, data: bytes, events: list[ServerSentEvent]) -> None:
        lines = data.split(b"\n")
        rest = lines.pop()
        if lines and self._partial:
            self._partial += lines[0]
            lines[0] = bytes(self._partial)
            self._partial.clear()
        self._interpret(lines, events)
        if lines:
            self._between = not lines[-1]
        if rest:
            self._between = False
            self._partial += rest
            if self._size + len(self._partial) > self._max:
                raise self._too_large(events)

    def _plain(self, chunk: bytes) -> bytes:
        """Return a chunk without a byte order mark and with LF only."""
        if self._failed:
            raise self._too_large([])
        if self._head is not None:
            chunk = self._without_bom(chunk)
        if self._after_cr or _CR in chunk:
            chunk = self._with_lf_only(chunk)
        self._special = self._head is not None or self._after_cr
        return chunk

    def _without_bom(self, chunk: bytes) -> bytes:
        """Remove a byte order mark; hold the first bytes back until it is clear whether they are one."""
        head = (self._head or b"") + chunk
        if len(head) < len(_BOM) and _BOM.startswith(head):
            self._head = head
            return b""
        self._head = None
        return head.removeprefix(_BOM)

    def _with_lf_only(self, chunk: bytes) -> bytes:
        """Replace CR and CRLF by LF.

        A CR at the end of a chunk ends its line at once; a LF at the start of the next belongs to it.
        """
        if not chunk:
            return chunk
        if self._after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
        self._after_cr = chunk.endswith(b"\r")
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def _interpret(self, lines: list[bytes], events: list[ServerSentEvent]) -> None:
        data, size, limit, event, last_id = self._data, self._size, self._max, self._event, self._id
        for line in lines:
            if not line:
                if data:
                    events.append(ServerSentEvent(event or "message", b"\n".join(data), last_id, self._retry))
                    data.clear()
                self.last_event_id = last_id
                self._retry = None
                event, size = "", 0
                continue
            if size + len(line) > limit:
                raise self._too_large(events)
            name, _, value = line.partition(b":")
            if value[:1] == b" ":
                value = value[1:]
            if name == b"data":
                size += len(line)
                data.append(value)
            elif name == b"id":
                if _NUL not in value:
                    last_id = value.decode("utf-8", "replace")
            elif name == b"event":
                event = value.decode("utf-8", "replace")
            else:
                self._rare_field(line, name, value)
        self._size, self._event, self._id = size, event, last_id

    def _rare_field(self, line: bytes, name: bytes, value: bytes) -> None:
        if line.startswith(b":"):
            self.comments += 1
        elif name == b"retry" and value.isdigit():
            milliseconds = int(value.lstrip(b"0")[:16] or b"0")
            self.retry = self._retry = min(milliseconds, _LONGEST_RETRY) / 1000

    def _too_large(self, events: list[ServerSentEvent]) -> EventTooLarge:
        self._failed = self._special = True
        error = EventTooLarge.of(self._max)
        error.events = events
        return error


def _around_id(head: re.Match[bytes]) -> tuple[bytes, bytes]:
    """Return the head of an event before its id, and from there to the data.

    An event whose head differs in the id alone needs no regular expression. Nothing if it has no id, or if a
    field has no space after its colon: the next event may have one, which is not a part of the value.
    """
    if head[1] is None:
        return b"", b""
    before, between = head.string[head.start() : head.start(1)], head.string[head.end(1) : head.end()]
    return (before, between) if before[-1:] == between[-1:] == b" " else (b"", b"")


def _end_of_event(chunk: bytes) -> int:
    """Return where the event that began in an earlier chunk ends, or the end of the chunk."""
    line = chunk.find(b"\n")
    end = chunk.find(b"\n\n", line) if line >= 0 else -1
    return end + 2 if end >= 0 else len(chunk)


export_errors("cortex_async", globals())
