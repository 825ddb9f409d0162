"""What is being said in a room, segment by segment, while it is being said."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from attrs import field, frozen

from cortex_async._core.call_errors import DecodeError, NotFound
from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.finality import is_final
from cortex_async.contrib.rtcstack._generated.operations.account.live_transcription import (
    GET,
    LiveTranscriptionOperations,
)
from cortex_async.contrib.seconds import seconds

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import LiveTranscription, Segment

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 253_402_300_800_000
"""Milliseconds of the year 10000, which no datetime reaches."""

OVERLAP = 300.0
"""Seconds by which a segment may be later than one that began after it.

The worst case of version 0.1.0: a chunk of 30 s of speech, which is transcribed within 30 s, after waiting for others: two of
a room are transcribed at a time, so that 16 who speak at once make it 240 s.
"""

SETTLE = 3.0
"""Seconds after the stop in which version 0.1.0 still stores segments: its agent looks every 2 s whether it is to go on."""


@frozen
class Following:
    """How a transcription is followed. All in seconds; the parameters of ``iter_segments`` have the same names."""

    every: float = field(default=2.0, validator=seconds())
    overlap: float = field(default=OVERLAP, validator=seconds(zero=True))
    settle: float = field(default=SETTLE, validator=seconds(zero=True))


class SegmentFeed:
    """What was seen of a transcription. No I/O.

    The service stores a segment when it has been transcribed, and selects segments by when they began. Its list only grows, so
    what is new is what is there more often than it was taken; of two equal segments, both are taken.
    """

    def __init__(self, since: datetime | None, overlap: float = OVERLAP) -> None:
        self._since = since
        self._overlap = overlap * 1000
        self._newest = 0.0
        self._taken: Counter[tuple[int, int, str, str]] = Counter()

    @property
    def since(self) -> datetime | None:
        """From where to ask next: the service responds with what starts at that datetime or later."""
        start = self._newest - self._overlap
        if start <= 0:
            return self._since
        moved = _EPOCH + timedelta(milliseconds=start)
        return moved if self._since is None else max(moved, self._since)

    def take(self, segments: Iterable[Segment | None] | None) -> list[Segment]:
        """The segments that are new, by their beginning. One whose text or end has changed is new."""
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
            # What has no time of its own is remembered: the service may select it every time.
            gone = [key for key in self._taken if 0 < _number(key[0]) < oldest]
            for key in gone:
                del self._taken[key]


def _start(segment: Segment) -> float:
    return _number(segment.start_ms)


def _number(value: object) -> float:
    """Of a server that writes something else than a time, 0: one such segment must not end the others."""
    return value if isinstance(value, (int, float)) and 0 <= value < _LATEST else 0.0


async def iter_segments(
    live: LiveTranscriptionOperations,
    room_id: str,
    *,
    since: datetime | None,
    following: Following,
    clock: Clock,
) -> AsyncIterator[Segment]:
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
    """None for one that is gone after it had ``stopped``."""
    try:
        answer = await (live.get(room_id) if since is None else live.get(room_id, since=since))
    except NotFound:
        if stopped:
            return None
        raise
    if isinstance(answer, str):
        raise DecodeError(
            "expected JSON, got text", method=GET.method, path=GET.path, operation=GET.operation, attempts=1
        )
    return answer
