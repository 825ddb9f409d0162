"""What the status page shows of requests beyond ``Recorded``: both bodies, the response's headers, the fault.

Bodies are kept as they are, within limits, because redacting every one of them would slow the server down.
The page redacts what it shows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from attrs import define, field

from cortex_async.emulator.faults.calls import NO_FAULT, Fault
from cortex_async.emulator.recording import Recorded
from cortex_async.emulator.tables.disposal import Discard, at_once

KEPT_BODY = 24 * 1024
"""Bytes that are kept of one body."""

KEPT_BODIES = 16 * 1024 * 1024
"""Bytes that are kept of all bodies together."""


@define(eq=False)
class Body:
    """The beginning of a body, and its whole size in bytes."""

    start: bytes = field(repr=False)
    size: int
    content_type: str

    @classmethod
    def of(cls, raw: bytes, content_type: str) -> Body:
        size = len(raw)
        return cls(raw if size <= KEPT_BODY else raw[:KEPT_BODY], size, content_type)

    def cut(self) -> Body:
        """The body without its bytes."""
        return Body(b"", self.size, self.content_type)

    @property
    def whole(self) -> bool:
        return len(self.start) == self.size


EMPTY = Body(b"", 0, "")


@define(eq=False)
class Exchange:
    """A request with its response.

    number: counts the requests from 1 on.
    stream: whether the response is an event stream.
    seconds: the time until the response was ready, in real time.
    """

    number: int
    request: Recorded
    body: Body
    response_headers: Mapping[str, str] = field(repr=False)
    response_body: Body
    seconds: float
    stream: bool = False
    fault: Fault = NO_FAULT


class Exchanges:
    """The latest exchanges, oldest first."""

    def __init__(self, history: int, discard: Discard = at_once) -> None:
        self._discard = discard
        self._exchanges: deque[Exchange] = deque(maxlen=history)
        # Those whose bodies are kept.
        self._whole: deque[Exchange] = deque()
        self._kept = 0
        self._last = 0

    def add(
        self,
        request: Recorded,
        body: Body,
        headers: Mapping[str, str],
        response: Body,
        seconds: float,
        *,
        stream: bool,
        fault: Fault,
    ) -> None:
        """Add one. When there are too many bodies, the oldest go, and only their sizes remain."""
        self._last += 1
        exchange = Exchange(self._last, request, body, headers, response, seconds, stream, fault)
        self._exchanges.append(exchange)
        self._whole.append(exchange)
        self._kept += len(body.start) + len(response.start)
        while self._kept > KEPT_BODIES or len(self._whole) > len(self._exchanges):
            oldest = self._whole.popleft()
            self._kept -= len(oldest.body.start) + len(oldest.response_body.start)
            oldest.body, oldest.response_body = oldest.body.cut(), oldest.response_body.cut()

    def of(self, recorded: Iterable[Recorded]) -> Iterator[Exchange]:
        """The exchanges of those requests that are still recorded, newest first."""
        kept = set(map(id, recorded))
        return (one for one in reversed(self._exchanges) if id(one.request) in kept)

    def clear(self) -> None:
        self._discard((self._exchanges, self._whole))
        self._exchanges, self._whole = deque(maxlen=self._exchanges.maxlen), deque()
        self._kept = 0
