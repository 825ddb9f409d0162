"""Keeps one replica current with the server."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Generic, TypeVar

from cortex_async._core.call_errors import NotFound
from cortex_async._core.errors import ClientClosed
from cortex_async._core.telemetry.stats import ViewStats
from cortex_async.live.audience import Audience
from cortex_async.live.changes import Change
from cortex_async.live.feed import Feed
from cortex_async.live.fetch_plan import FetchPlan
from cortex_async.live.fetch_queue import MAX_INTERVAL, MAX_INTERVAL_FOR_HINTS
from cortex_async.live.replica import Replica
from cortex_async.live.rest_source import RestSource
from cortex_async.live.updates import InvalidateList, Topic, Update

if TYPE_CHECKING:
    from cortex_async.live.reporter import ViewReporter

T = TypeVar("T")


class Synchronizer(Generic[T]):
    """Applies events and fetches to one replica, one run at a time: no two responses about an object can
    overtake each other.

    audience: learns of changes, of errors, and of what ended the stream.
    interval: seconds between two fetches of everything; 0 fetches only when needed.
    """

    __slots__ = (
        "_audience", "_epoch", "_feed", "_interval", "_open", "_plan", "_replica", "_reporter", "_source",
    )  # fmt: skip

    def __init__(
        self,
        feed: Feed,
        source: RestSource[T],
        replica: Replica[T],
        audience: Audience[T],
        interval: float,
        reporter: ViewReporter | None = None,
    ) -> None:
        self._feed = feed
        self._source = source
        self._replica = replica
        self._audience = audience
        self._interval = interval
        self._reporter = reporter
        self._open = False
        self._epoch = -1
        self._plan = FetchPlan(
            replica,
            feed.clock,
            by_id=source.one is not None,
            list_interval=MAX_INTERVAL if source.paged else MAX_INTERVAL_FOR_HINTS,
            wake=self._wake,
        )

    @property
    def topic(self) -> Topic:
        return self._source.topic

    @property
    def stale(self) -> bool:
        """Whether something may have been missed since the last fetch."""
        return not (self._open and self._feed.connected and self._epoch == self._feed.epoch)

    async def open(self) -> None:
        """Join the feed and fetch the first snapshot.

        Raises what ended the stream, and what the fetch raises.
        """
        self._feed.join(self)
        await self._feed.until_opened()
        self._raise_if_ended()
        await self._fetch_all()
        self._raise_if_ended()
        self._open = True
        self._report_staleness()
        self._plan.end()

    def _raise_if_ended(self) -> None:
        if self._feed.error is not None:
            raise self._feed.error

    async def close(self) -> None:
        self._open = False
        await self._feed.leave(self)

    # -- called by the feed

    def apply(self, update: Update[T]) -> None:
        if isinstance(update, InvalidateList):
            self._plan.invalidate_list(self._replica.count_list_event())
            return
        replica = self._replica
        changes = replica.apply_event(update, agree=self._feed.clocks.agree)
        if replica.in_doubt and replica.is_doubted(update.key):
            self._plan.request(update.key)
        if changes and self._open:
            self._audience.notify(changes)

    def refetch_at(self, when: float) -> None:
        self._report_staleness()
        self._plan.request_list_at(when)

    def end(self, error: Exception) -> None:
        if self._open:
            if self._reporter is not None:
                self._reporter.closed(error)
            self._audience.end(error)

    # -- called by the scheduler

    async def run(self) -> None:
        whole = self._plan.begin()
        try:
            await (self._fetch_all() if whole else self._fetch_doubted())
        except Exception as error:  # noqa: BLE001  (whatever it is, the view keeps what it has and tries again)
            if whole:
                self._plan.list_failed()
            # A closed client also ends the stream, and that tells the readers.
            if not isinstance(error, ClientClosed):
                self._audience.report(error)
        self._plan.end()

    async def _fetch_all(self) -> None:
        reporter = self._reporter
        if reporter is None:
            await self._fetch_list()
            return
        begun = reporter.now()
        try:
            changes = await self._fetch_list()
        except Exception as error:
            reporter.fetched(begun, error=error)
            raise
        reporter.fetched(begun, objects=len(self._replica), changes=changes)
        self._report_staleness()

    async def _fetch_list(self) -> int:
        """Fetch everything. Returns the number of changes."""
        self._plan.begin_list()
        epoch = self._feed.epoch
        try:
            snapshot = await self._source.snapshot(self._feed.fetcher, lambda: self._replica.seq)
        except NotFound:
            if not self._open:
                raise
            # The list's parent is gone, and the list with it.
            snapshot = self._source.empty(self._replica.seq)
        changes: list[Change[T]] = []
        if self._open:
            changes = self._replica.apply_snapshot(snapshot, agree=self._feed.clocks.agree)
            count = len(changes)
        else:
            count = self._replica.load(snapshot, agree=self._feed.clocks.agree)
        for key in self._replica.doubted:
            self._plan.request(key)
        self._plan.list_fetched(snapshot.watermark)
        if snapshot.complete:
            self._epoch = epoch
        else:
            self._plan.request_list()
        if self._interval:
            spread = random.uniform(0.9, 1.1)  # noqa: S311  (spreads load; nothing secret depends on it)
            self._plan.request_list_at(self._feed.clock.monotonic() + self._interval * spread)
        self._notify(changes)
        return count

    async def _fetch_doubted(self) -> None:
        keys = self._plan.take()
        results = await asyncio.gather(*(self._fetch(key) for key in keys), return_exceptions=True)
        for key in keys:
            if self._replica.is_doubted(key):
                self._plan.request(key)
        for error in results:
            if isinstance(error, BaseException):
                raise error

    async def _fetch(self, key: str) -> None:
        fetched = await self._source.fetch(self._feed.fetcher, key, lambda: self._replica.seq)
        self._notify(self._replica.apply_response(key, fetched, agree=self._feed.clocks.agree))

    def _report_staleness(self) -> None:
        if self._reporter is not None and self._open:
            self._reporter.staleness(self.stale)

    def stats(self) -> ViewStats:
        return ViewStats(kind=self.topic[0], stale=self.stale, objects=len(self._replica))

    def _wake(self, when: float) -> None:
        if self._open:
            self._feed.scheduler.at(when, self)

    def _notify(self, changes: list[Change[T]]) -> None:
        if self._open and changes:
            self._audience.notify(changes)
