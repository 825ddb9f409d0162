# pyright: reportPrivateUsage=false
"""Describes open event streams, for ``client.stats()``. A part of ``EventStream``, kept apart because it is
rare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cortex_async._core.stream.events import EventStream
from cortex_async._core.stream.states import Connected
from cortex_async._core.telemetry.stats import StreamStats

if TYPE_CHECKING:
    from cortex_async._core.telemetry.stats import StreamPhase


def streams_among(works: Iterable[object]) -> Iterator[StreamStats]:
    """Describe the streams among the open work of a client."""
    for work in works:
        if isinstance(work, EventStream):
            yield _describe(work)  # pyright: ignore[reportUnknownArgumentType]  # a stream of whatever


def _describe(stream: EventStream[Any]) -> StreamStats:
    latest, counters = stream._intake.board.latest, stream.counters
    state: StreamPhase = "connecting" if latest is None else "disconnected"
    if isinstance(latest, Connected):
        state = "connected"
    return StreamStats(
        state=state,
        age=stream._clock.monotonic() - stream._opened_at,
        silence=stream.silence,
        buffered=stream._buffer.depth,
        received=counters.received,
        dropped=counters.dropped,
        connections=counters.connections,
    )
