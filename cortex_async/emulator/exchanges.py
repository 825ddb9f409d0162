"""What the status page shows of requests beyond ``Recorded``: both bodies, the response's headers, the fault.

Bodies are kept as they are, within limits, because redacting every one of them would slow the server down.
The page redacts what it shows.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from cortex_async.emulator.faults.calls import NO_FAULT, Fault
from cortex_async.emulator.recording import Recorded
from cortex_async.emulator.tables.disposal import Discard, at_once

KEPT_BODY = 24 * 1024
"""Bytes that are kept of one body."""

KEPT_BODIES = 16 * 1024 * 1024
"""Bytes that are kept of all bodies together."""


@frozen
class Body:
    """The beginning of a body, and its whole size in bytes."""

    start: bytes = field(repr=False)
    size: int
    content_type: str

    @classmethod
    def of(cls, raw: bytes, content_type: str) -> Body:
        return cls(bytes(raw[:KEPT_BODY]), len(raw), content_type)

    @property
    def whole(self) -> bool:
        return len(self.start) == self.size


EMPTY = Body(b"", 0, "")


@frozen
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
        self._bodies: OrderedDict[int, tuple[Body, Body]] = OrderedDict()
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
        self._bodies[self._last] = (body, response)
        self._kept += len(body.start) + len(response.start)
        without = (Body(b"", body.size, body.content_type), Body(b"", response.size, response.content_type))
        self._exchanges.append(
            Exchange(self._last, request, without[0], headers, without[1], seconds, stream, fault)
        )
        while self._kept > KEPT_BODIES or len(self._bodies) > (self._exchanges.maxlen or 0):
            self._kept -= sum(len(part.start) for part in self._bodies.popitem(last=False)[1])

    def bodies(self, exchange: Exchange) -> tuple[Body, Body]:
        """The bodies of request and response, as far as they are kept."""
        return self._bodies.get(exchange.number, (exchange.body, exchange.response_body))

    def of(self, recorded: Iterable[Recorded]) -> Iterator[Exchange]:
        """The exchanges of those requests that are still recorded, newest first."""
        kept = set(map(id, recorded))
        return (one for one in reversed(self._exchanges) if id(one.request) in kept)

    def clear(self) -> None:
        self._discard((self._exchanges, self._bodies))
        self._exchanges, self._bodies = deque(maxlen=self._exchanges.maxlen), OrderedDict()
        self._kept = 0
