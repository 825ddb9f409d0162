"""What is being said in a room, segment by segment, while it is being said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ...core.errors import DecodeError
from ...core.retry import Clock
from ._generated.operations.account.live_transcription import GET, LiveTranscriptionOperations

if TYPE_CHECKING:
    from ._generated.models import LiveTranscription, Segment

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

OVERLAP = timedelta(seconds=30)
"""How far before the newest segment to ask again: of two people talking at once, the one who began first may be done last."""


class SegmentFeed:
    """What was seen of a transcription. No I/O."""

    def __init__(self, since: datetime | None) -> None:
        self._since = since
        self._newest: datetime | None = None
        self._seen: set[tuple[int, int, str, str]] = set()

    @property
    def since(self) -> datetime | None:
        """From where to ask next: the service answers what starts at that instant or later."""
        if self._newest is None:
            return self._since
        start = self._newest - OVERLAP
        return start if self._since is None else max(start, self._since)

    def take(self, segments: list[Segment]) -> list[Segment]:
        """The segments that are new, by their beginning. One whose text or end has changed is new."""
        fresh: list[Segment] = []
        for segment in sorted(segments, key=lambda segment: (segment.start_ms, segment.end_ms)):
            key = (segment.start_ms, segment.end_ms, segment.speaker_id, segment.text)
            if key not in self._seen:
                self._seen.add(key)
                fresh.append(segment)
                start = _EPOCH + timedelta(milliseconds=segment.start_ms)
                self._newest = start if self._newest is None else max(self._newest, start)
        self._forget()
        return fresh

    def _forget(self) -> None:
        since = self.since
        if since is not None:
            oldest = (since - _EPOCH) / timedelta(milliseconds=1)
            self._seen = {key for key in self._seen if key[0] >= oldest}


async def iter_segments(
    live: LiveTranscriptionOperations, room_id: str, *, every: float, since: datetime | None, clock: Clock
) -> AsyncIterator[Segment]:
    feed = SegmentFeed(since)
    while True:
        transcription = await _ask(live, room_id, feed.since)
        for segment in feed.take(transcription.segments):
            yield segment
        if transcription.status == "stopped":
            return
        await clock.sleep(every)


async def _ask(live: LiveTranscriptionOperations, room_id: str, since: datetime | None) -> LiveTranscription:
    answer = await (live.get(room_id) if since is None else live.get(room_id, since=since))
    if isinstance(answer, str):
        raise DecodeError(
            "expected JSON, got text", method=GET.method, path=GET.path, operation=GET.operation, attempts=1
        )
    return answer
