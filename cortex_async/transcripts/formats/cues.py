"""The cues of subtitles: what SubRip and WebVTT have in common."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from cortex_async.transcripts.formats.shown import milliseconds
from cortex_async.transcripts.values import Content, Line


@frozen
class Cue:
    """A line with its times in milliseconds from the origin; ``end`` is later than ``start``."""

    line: Line
    start: int
    end: int


def cues(content: Content) -> Iterator[Cue]:
    """The cues of all lines that have not ended before the origin."""
    for line in content.lines:
        start, end = milliseconds(content, line.start), milliseconds(content, line.end)
        if end > 0 or start >= 0:
            start = max(start, 0)
            yield Cue(line, start, max(end, start + 1))


def left_out(content: Content, shown: int) -> list[str]:
    """What to say about lines that have no cue."""
    missing = len(content.lines) - shown
    return [f"Lines from before the origin of times, left out: {missing}."] if missing else []
