# pyright: reportPrivateUsage=false
"""Keeps the bytes of each event for what decodes it. A part of ``EventStream``, kept apart because it is
rare.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any

from cortex_async._core.stream.events import EventStream
from cortex_async._core.stream.sse import ServerSentEvent


class KeptData:
    """The data of the event that a stream is decoding::

    kept = KeptData()
    stream = caller.events(request, lambda raw: (raw, kept.data), options)
    kept.attach(stream)
    """

    def __init__(self) -> None:
        self.data: bytes = b""

    def attach(self, stream: EventStream[Any]) -> None:
        """Keep the data of this stream's events from now on."""
        stream._intake.each = self._noted

    def _noted(self, events: Iterable[ServerSentEvent]) -> Generator[ServerSentEvent]:
        # Each event is decoded before the next one is taken.
        for event in events:
            self.data = event.data
            yield event
