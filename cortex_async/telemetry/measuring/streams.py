"""Figures of event streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import define

from cortex_async.telemetry import figures
from cortex_async.telemetry.measuring.recorder import Recorder

if TYPE_CHECKING:
    from cortex_async._core.telemetry.streams import EventReceived, StreamChanged, StreamClosed, StreamOpened

# A rate needs a value before the first increase, and a difference both of its sides:
# https://prometheus.io/docs/practices/instrumentation/#avoid-missing-metrics
_FROM_ZERO: Final = (
    figures.STREAMS_CONNECTED,
    figures.RECONNECTS,
    figures.GAPS,
    figures.DROPPED,
    figures.BUFFERED,
)


@define(eq=False)
class _Stream:
    """What has been counted of a stream."""

    connected: bool = False
    connections: int = 0
    buffered: int = 0
    dropped: int = 0


class MeasuringStreams(Recorder):
    """Measures event streams, those of live views too."""

    def __init__(self) -> None:
        super().__init__()
        self._streams: dict[StreamOpened, _Stream] = {}

    def stream_opened(self, stream: StreamOpened, /) -> None:
        self._streams[stream] = _Stream()
        self.measure(figures.STREAMS_ACTIVE, 1, stream.operation)
        for figure in _FROM_ZERO:
            self.measure(figure, 0, stream.operation)

    def stream_changed(self, changed: StreamChanged, /) -> None:
        operation, known = changed.stream.operation, self._streams.get(changed.stream)
        if known is None:
            return
        if changed.state == "connected":
            self._connected(operation, known, connected=True)
            known.connections += 1
            if known.connections > 1:
                self.measure(figures.RECONNECTS, 1, operation)
        elif changed.state == "disconnected":
            self._connected(operation, known, connected=False)
            self.measure(figures.DISCONNECTS, 1, operation, changed.reason, changed.error)
        elif changed.state == "gap":
            self.measure(figures.GAPS, 1, operation)

    def event_received(self, event: EventReceived, /) -> None:
        operation = event.stream.operation
        self.measure(figures.EVENTS, 1, operation, event.type)
        if event.age is not None:
            self.measure(figures.EVENT_AGE, max(event.age, 0.0), operation)
        known = self._streams.get(event.stream)
        if known is not None:
            self._buffered(operation, known, event.buffered)
            self._dropped(operation, known, event.dropped)

    def stream_closed(self, closed: StreamClosed, /) -> None:
        operation, known = closed.stream.operation, self._streams.pop(closed.stream, None)
        if known is not None:
            self._connected(operation, known, connected=False)
            self._buffered(operation, known, 0)
            self._dropped(operation, known, closed.dropped)
            self.measure(figures.STREAMS_ACTIVE, -1, operation)

    def _connected(self, operation: str, known: _Stream, *, connected: bool) -> None:
        if connected != known.connected:
            known.connected = connected
            self.measure(figures.STREAMS_CONNECTED, 1 if connected else -1, operation)

    def _buffered(self, operation: str, known: _Stream, buffered: int) -> None:
        if buffered != known.buffered:
            self.measure(figures.BUFFERED, buffered - known.buffered, operation)
            known.buffered = buffered

    def _dropped(self, operation: str, known: _Stream, dropped: int) -> None:
        if dropped > known.dropped:
            self.measure(figures.DROPPED, dropped - known.dropped, operation)
            known.dropped = dropped
