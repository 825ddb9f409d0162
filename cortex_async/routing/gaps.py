"""Picks the gaps out of the states of a stream."""

from __future__ import annotations

from collections.abc import Iterator

from cortex_async._core.stream import Gap, StateFeed, StreamState


class GapFilter:
    """The gaps in a feed of states. States that the feed had to drop count as one gap of unknown size."""

    def __init__(self, feed: StateFeed) -> None:
        self._feed = feed
        self._missed = 0

    def gaps(self, state: StreamState) -> Iterator[Gap]:
        """The gaps up to this state, which the feed has just returned."""
        if self._feed.missed > self._missed:
            self._missed = self._feed.missed
            yield Gap()
        if isinstance(state, Gap):
            yield state
