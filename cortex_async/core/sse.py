"""Server-sent events from bytes: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

Bytes in, events out; no I/O and no clock. Lines end at CR, LF and CRLF and nowhere else (U+2028 is text), wherever the chunks
are cut. Data stays bytes, so that JSON goes to its decoder without a detour over ``str``.
"""

from __future__ import annotations

from attrs import define

from .errors import CortexError

DEFAULT_MAX_EVENT_BYTES = 16 * 1024 * 1024

# Past 15 digits a number of milliseconds means nothing any more, and Python refuses to read thousands of digits.
_LONGEST_RETRY = 999_999_999_999_999

_BOM = b"\xef\xbb\xbf"

# As numbers: looking for a number in bytes takes a quarter of the time of looking for bytes of length one.
_CR = 0x0D
_NUL = 0x00


# Not frozen: that makes the constructor, which runs per event, three times as slow.
@define
class ServerSentEvent:
    """One dispatched event.

    event: its type, ``message`` when the server names none.
    data: the data lines joined by LF, undecoded.
    id: the last event id at this point of the stream, ``""`` if there is none.
    retry: reconnection time in seconds that the server gave in this event, else None.
    """

    event: str
    data: bytes
    id: str
    retry: float | None

    @property
    def text(self) -> str:
        """The data as text; invalid UTF-8 becomes U+FFFD, as the standard has it."""
        return self.data.decode("utf-8", "replace")


class EventTooLarge(CortexError):
    """An event passed the cap, finished or not. The parser that raised it reads no further.

    limit: the cap in bytes.
    events: complete events from before it in the same chunk.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit
        self.events: list[ServerSentEvent] = []

    def __str__(self) -> str:
        return f"a server-sent event is larger than max_event_bytes={self.limit}"


class SSEParser:
    """Reads one event stream. Each connection needs its own; ``last_event_id`` carries over from the one before.

    max_event_bytes: cap on one event: its data lines so far plus the line that is being read.
    last_event_id: the id that events have until the stream sets another.

    Attributes: ``last_event_id``, also when it came without an event; ``retry``, the latest reconnection time in seconds or
    None; ``comments``, how many comment lines have been read (servers send them as heartbeat).
    """

    __slots__ = (
        "_after_cr", "_data", "_event", "_failed", "_head", "_id", "_max", "_partial", "_retry", "_size",
        "comments", "last_event_id", "retry",
    )  # fmt: skip

    def __init__(self, *, max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES, last_event_id: str = "") -> None:
        if max_event_bytes < 1:
            raise ValueError("max_event_bytes must be at least 1")
        self._max = max_event_bytes
        self._head: bytes | None = b""
        self._after_cr = False
        self._failed = False
        self._partial = bytearray()
        self._data: list[bytes] = []
        self._size = 0
        self._event = ""
        self._id = last_event_id
        self.last_event_id: str = last_event_id
        self._retry: float | None = None
        self.retry: float | None = None
        self.comments: int = 0

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """The events that this chunk completes. Raises ``EventTooLarge``."""
        if self._failed:
            raise self._too_large([])
        if self._head is not None:
            chunk = self._without_bom(chunk)
        if self._after_cr or _CR in chunk:
            chunk = self._with_lf_only(chunk)
        lines = chunk.split(b"\n")
        tail = lines.pop()
        if lines and self._partial:
            self._partial += lines[0]
            lines[0] = bytes(self._partial)
            self._partial.clear()
        events = self._interpret(lines)
        if tail:
            self._partial += tail
            if self._size + len(self._partial) > self._max:
                raise self._too_large(events)
        return events

    def _without_bom(self, chunk: bytes) -> bytes:
        """Holds the first bytes back until they can be told from a byte order mark."""
        head = (self._head or b"") + chunk
        if len(head) < len(_BOM) and _BOM.startswith(head):
            self._head = head
            return b""
        self._head = None
        return head.removeprefix(_BOM)

    def _with_lf_only(self, chunk: bytes) -> bytes:
        """A CR at the end of a chunk ends its line at once; a LF that opens the next chunk then belongs to it."""
        if not chunk:
            return chunk
        if self._after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
        self._after_cr = chunk.endswith(b"\r")
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def _interpret(self, lines: list[bytes]) -> list[ServerSentEvent]:
        # The hot loop, some 200 ns a line: locals, and the common fields in place. Measured by benchmarks/sse_parser.py.
        events: list[ServerSentEvent] = []
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
        return events

    def _rare_field(self, line: bytes, name: bytes, value: bytes) -> None:
        if line.startswith(b":"):
            self.comments += 1
        elif name == b"retry" and value.isdigit():
            milliseconds = int(value.lstrip(b"0")[:16] or b"0")
            self.retry = self._retry = min(milliseconds, _LONGEST_RETRY) / 1000

    def _too_large(self, events: list[ServerSentEvent]) -> EventTooLarge:
        self._failed = True
        error = EventTooLarge(self._max)
        error.events = events
        return error
