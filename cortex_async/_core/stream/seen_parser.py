"""A parser of server-sent events that shows them to observers that see bodies.

They see the raw data, also of events that cannot be decoded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from attrs import evolve

from cortex_async._core.stream.sse import EventTooLarge, ServerSentEvent, SSEParser
from cortex_async._core.telemetry.listeners import show

if TYPE_CHECKING:
    from cortex_async._core.telemetry.bodies import BodySink, SeenBody


class SeenParser(SSEParser):
    """A parser whose events go to ``sinks`` as well. ``seen`` is what these get, without a body."""

    __slots__ = ("_seen", "_sinks")

    def __init__(self, sinks: tuple[BodySink, ...], seen: SeenBody, **settings: Any) -> None:
        super().__init__(**settings)
        self._sinks = sinks
        self._seen = seen

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        try:
            events = super().feed(chunk)
        except EventTooLarge as error:
            self._show(error.events)
            raise
        self._show(events)
        return events

    def _show(self, events: Iterable[ServerSentEvent]) -> None:
        for event in events:
            show(self._sinks, self._of, event)

    def _of(self, event: ServerSentEvent) -> SeenBody:
        return evolve(self._seen, body=event.data)
