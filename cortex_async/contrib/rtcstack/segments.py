"""Follow a room's live transcription, segment by segment."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from attrs import field, frozen

from cortex_async._core.call_errors import DecodeError, NotFound
from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.final_states import is_final
from cortex_async.contrib.rtcstack._generated.operations.account.live_transcription import (
    GET,
    LiveTranscriptionOperations,
)
from cortex_async.contrib.seconds import seconds

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import LiveTranscription, Segment

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 253_402_300_800_000
"""The year 10000 in milliseconds, beyond the range of datetime."""

OVERLAP = 300.0
"""Seconds by which a segment may arrive later than one that starts after it.

The worst case of version 0.1.0: a chunk of 30 s of speech, transcribed within 30 s, after waiting in a queue.
Two chunks of a room are transcribed at a time, so with 16 people who speak at once the queue takes up to 240
s.
"""

SETTLE = 3.0
"""Seconds after the stop during which version 0.1.0 may still store segments: its agent checks every 2 s
whether to stop.
"""


@frozen
class Following:
    """How to follow a transcription, in seconds.

    The parameters of ``RTCStackClient.iter_segments`` have the same names.
    """

    every: float = field(default=2.0, validator=seconds())
    overlap: float = field(default=OVERLAP, validator=seconds(zero=True))
    settle: float = field(default=SETTLE, validator=seconds(zero=True))


class SegmentFeed:
    """Which segments of a transcription are new. No I/O.

    The service stores a segment after transcribing it, but selects segments by their start. Its list only
    grows, so a segment is new if it occurs more often than it has been taken; two equal segments are both
    taken.
    """

    def __init__(self, since: datetime | None, overlap: float = OVERLAP) -> None:
        self._since = since
        self._overlap = overlap * 1000
        self._newest = 0.0
        self._taken: Counter[tuple[int, int, str, str]] = Counter()

    @property
    def since(self) -> datetime | None:
        """The ``since`` of the next request: the service returns segments that start at that datetime or
        later.
        """
        start = self._newest - self._overlap
        if start <= 0:
            return self._since
        moved = _EPOCH + timedelta(milliseconds=start)
        return moved if self._since is None else max(moved, self._since)

    def take(self, segments: Iterable[Segment | None] | None) -> list[Segment]:
        """The new segments, sorted by start. A segment whose text or end has changed is new."""
        left = self._taken.copy()
        fresh: list[Segment] = []
        for segment in sorted(filter(None, segments or ()), key=_start):
            key = (segment.start_ms, segment.end_ms, segment.speaker_id, segment.text)
            if left[key]:
                left[key] -= 1
            else:
                self._taken[key] += 1
                self._newest = max(self._newest, _start(segment))
                fresh.append(segment)
        self._forget()
        return fresh

    def _forget(self) -> None:
        since = self.since
        if since is not None:
            oldest = (since - _EPOCH) / timedelta(milliseconds=1)
            # A segment without a valid start is kept: the service may return it every time.
            expired = [key for key in self._taken if 0 < _number(key[0]) < oldest]
            for key in expired:
                del self._taken[key]


def _start(segment: Segment) -> float:
    return _number(segment.start_ms)


def _number(value: object) -> float:
    """The value if it is a valid time, otherwise 0: one invalid segment must not stop the iteration."""
    return value if isinstance(value, (int, float)) and 0 <= value < _LATEST else 0.0


async def iter_segments(
    live: LiveTranscriptionOperations,
    room_id: str,
    *,
    since: datetime | None,
    following: Following,
    clock: Clock,
) -> AsyncIterator[Segment]:
    """See ``RTCStackClient.iter_segments``."""
    feed = SegmentFeed(since, following.overlap)
    stopped = False
    while True:
        transcription = await _ask(live, room_id, feed.since, stopped)
        fresh = feed.take(transcription.segments) if transcription else []
        for segment in fresh:
            yield segment
        ended = transcription is None or is_final(transcription.status)
        if ended and stopped and not fresh:
            return
        stopped = ended
        await clock.sleep(following.settle if stopped else following.every)


async def _ask(
    live: LiveTranscriptionOperations, room_id: str, since: datetime | None, stopped: bool
) -> LiveTranscription | None:
    """Request the transcription. None if it has ``stopped`` before and no longer exists."""
    try:
        response = await (live.get(room_id) if since is None else live.get(room_id, since=since))
    except NotFound:
        if stopped:
            return None
        raise
    if isinstance(response, str):
        raise DecodeError(
            "expected JSON, got text", method=GET.method, path=GET.path, operation=GET.operation, attempts=1
        )
    return response
