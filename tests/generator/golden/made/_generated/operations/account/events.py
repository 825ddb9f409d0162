# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.request import Request, Route

if TYPE_CHECKING:
    from cortex_async._core.stream import EventStream, StreamOptions

    from ...events import Event

API_KEY_BEARER = frozenset({"api-key", "bearer"})

STREAM = Route("stream", "GET", "/events", API_KEY_BEARER, accept="text/event-stream")


class EventsOperations(Operations):
    """Operations of the resource events in the scope account."""

    __slots__ = ()

    def stream(self, **options: Unpack[StreamOptions]) -> EventStream[Event]:
        """stream

        Operation stream: GET /events
        """
        from ...events import event_decoder

        return self._events(Request(STREAM), event_decoder(options), options)
