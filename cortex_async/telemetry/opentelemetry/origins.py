"""Where events come from: the spans of the connections on which they arrived."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

from attrs import define, field
from opentelemetry.trace import Link, SpanContext, get_current_span

if TYPE_CHECKING:
    from cortex_async._core.telemetry.streams import EventReceived, StreamOpened

_MOST_EVENTS: Final = 4096
_MOST_CONNECTIONS: Final = 16


@define(eq=False)
class _Stream:
    """The spans of a stream.

    opener: the span that was current when it was opened. latest: of the connection that is being made.
    connections: by number, the newest ones.
    """

    opener: SpanContext
    latest: SpanContext | None = None
    connections: dict[int, SpanContext] = field(factory=dict[int, SpanContext])
    number: int = 0


class Origins:
    """The spans of open streams and of the last 4,096 events that they have handed over."""

    def __init__(self) -> None:
        self._streams: dict[StreamOpened, _Stream] = {}
        self._events: OrderedDict[str, SpanContext] = OrderedDict()
        self._lock = Lock()

    def opened(self, stream: StreamOpened) -> None:
        self._streams[stream] = _Stream(get_current_span().get_span_context())

    def closed(self, stream: StreamOpened) -> None:
        self._streams.pop(stream, None)

    def connecting(self, stream: StreamOpened, span: SpanContext) -> None:
        """Note the span of a request to connect."""
        known = self._streams.get(stream)
        if known is not None:
            known.latest = span

    def connected(self, stream: StreamOpened) -> None:
        """Note that the last request to connect has succeeded."""
        known = self._streams.get(stream)
        if known is None or known.latest is None:
            return
        known.number += 1
        known.connections[known.number] = known.latest
        known.connections.pop(known.number - _MOST_CONNECTIONS, None)

    def received(self, event: EventReceived) -> None:
        """Note on which connection an event has arrived."""
        known = self._streams.get(event.stream)
        origin = None if known is None else known.connections.get(event.connection)
        if event.id is None or origin is None:
            return
        with self._lock:
            self._events[event.id] = origin
            if len(self._events) > _MOST_EVENTS:
                self._events.popitem(last=False)

    def of_opening(self, stream: StreamOpened) -> list[Link]:
        """Return a link to the span that opened a stream, if there was one."""
        known = self._streams.get(stream)
        return [] if known is None else _links(known.opener)

    def of_event(self, event_id: object) -> list[Link]:
        """Return a link to the connection on which an event has arrived, if it is known."""
        with self._lock:
            origin = self._events.get(event_id) if isinstance(event_id, str) else None
        return [] if origin is None else _links(origin)


def _links(span: SpanContext) -> list[Link]:
    return [Link(span)] if span.is_valid else []
