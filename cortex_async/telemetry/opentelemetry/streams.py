"""Spans of handled events, linked to the connections on which the events arrived."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Protocol

from opentelemetry.trace import Span, SpanKind, use_span

from cortex_async._core.telemetry.streams import UNKNOWN_TYPE
from cortex_async.telemetry.figures import EVENT_TYPE
from cortex_async.telemetry.opentelemetry.origins import Origins
from cortex_async.telemetry.opentelemetry.scopes import Tracing, note_error

if TYPE_CHECKING:
    from cortex_async._core.telemetry.streams import EventReceived, StreamChanged, StreamClosed, StreamOpened


class Handled(Protocol):
    """An event of a stream or of a webhook."""

    @property
    def id(self) -> str | None: ...

    @property
    def type(self) -> str | None: ...


class TracingStreams(Tracing):
    """Remembers where events came from."""

    _origins: Origins

    @contextmanager
    def handling(self, event: Handled) -> Generator[Span]:
        """Make a span of what you do with an event::

            async for event in stream:
                with telemetry.handling(event):
                    await handle(event)

        It is of kind CONSUMER, called e.g. ``process session.created``, current within the block, and
        linked to the span of the connection on which the event arrived. An exception that leaves the block
        gives it the status ERROR.
        """
        kind = event.type if event.type in _known_types() else UNKNOWN_TYPE
        span = self._tracer.start_span(
            f"process {kind}",
            kind=SpanKind.CONSUMER,
            attributes={EVENT_TYPE: str(kind)},
            links=self._origins.of_event(event.id),
        )
        with use_span(span, end_on_exit=True, record_exception=False, set_status_on_exception=False):
            try:
                yield span
            except BaseException as error:
                note_error(span, type(error).__name__)
                raise

    def stream_opened(self, stream: StreamOpened, /) -> None:
        super().stream_opened(stream)
        self._origins.opened(stream)

    def stream_changed(self, changed: StreamChanged, /) -> None:
        super().stream_changed(changed)
        if changed.state == "connected":
            self._origins.connected(changed.stream)

    def event_received(self, event: EventReceived, /) -> None:
        super().event_received(event)
        self._origins.received(event)

    def stream_closed(self, closed: StreamClosed, /) -> None:
        super().stream_closed(closed)
        self._origins.closed(closed.stream)


@cache
def _known_types() -> frozenset[str]:
    # Imported late: it loads every event model.
    from cortex_async.event_types import known_types

    return frozenset(known_types())
