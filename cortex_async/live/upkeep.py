"""Keeps one copy current: what must be asked, and when."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from math import inf
from typing import Generic, TypeVar

from cortex_async._core.call_errors import NotFound
from cortex_async._core.errors import ClientClosed
from cortex_async._core.retry import Retry, backoff_wait
from cortex_async.live.changes import Change
from cortex_async.live.feed import GRACE, Feed
from cortex_async.live.replica import Replica
from cortex_async.live.signals import Reread, Signal, Topic
from cortex_async.live.sources import Source
from cortex_async.live.spacing import LONGEST, LONGEST_FOR_HINTS, Questions, Spaced

T = TypeVar("T")

FAILING = Retry(attempts=64, base=1.0, cap=60.0)
"""The waits after a fetch that failed."""

BATCH = 8
"""Objects asked for in one go."""


class Upkeep(Generic[T]):
    """Fetches and hears for one replica, one thing at a time, so that no two answers about one object overtake each other.

    changed: called with what changed, report: with what went wrong, ended: with what ended the stream.
    interval: seconds between two fetches of everything, 0 for none but those that are needed.
    """

    def __init__(
        self,
        feed: Feed,
        source: Source[T],
        replica: Replica[T],
        interval: float,
        *,
        changed: Callable[[list[Change[T]]], None],
        report: Callable[[Exception], None],
        ended: Callable[[Exception], None],
    ) -> None:
        self._feed = feed
        self._source = source
        self._replica = replica
        self._interval = interval
        self._changed = changed
        self._report = report
        self._ended = ended
        self._open = False
        self._epoch = -1
        self._due = inf
        self._failures = 0
        # While something is being asked, what comes in may be answered by it: whether it was is looked at afterwards.
        self._busy = True
        self._wanted = 0
        self._whole = Spaced()
        self._questions = Questions(replica.is_doubted)

    @property
    def topic(self) -> Topic:
        return self._source.topic

    @property
    def stale(self) -> bool:
        """Whether something may have been missed since the last fetch."""
        return not (self._open and self._feed.connected and self._epoch == self._feed.epoch)

    async def open(self) -> None:
        """Returns with the first snapshot in place. Raises what ended the stream, and what the fetch raises."""
        self._feed.join(self)
        await self._feed.until_connected(GRACE)
        self._raise_if_ended()
        await self._fetch_whole()
        self._raise_if_ended()
        self._open, self._busy = True, False
        self._plan()

    def _raise_if_ended(self) -> None:
        if self._feed.error is not None:
            raise self._feed.error

    async def close(self) -> None:
        self._open = False
        await self._feed.leave(self)

    # -- what the feed calls

    def hear(self, signal: Signal[T]) -> None:
        if isinstance(signal, Reread):
            self._wanted = self._replica.count()
            if not self._busy:
                self._ask_whole()
            return
        changes = self._replica.hear(signal, agree=self._feed.clocks.agree)
        if self._replica.is_doubted(signal.key):
            self._ask(signal.key)
        self._tell(changes)

    def renew(self, when: float) -> None:
        self._due = min(self._due, when)
        self._wake(self._due)

    def end(self, error: Exception) -> None:
        if self._open:
            self._ended(error)

    async def tend(self) -> None:
        whole = self._due <= self._now()
        self._busy = True
        try:
            await (self._fetch_whole() if whole else self._fetch_doubted())
        except Exception as error:  # noqa: BLE001  (whatever it is, the view goes on with what it has and tries again)
            if whole:
                self._failures += 1
                self._due = min(self._due, self._now() + backoff_wait(FAILING, self._failures))
            # The end of the stream, which comes with it, tells the readers.
            if not isinstance(error, ClientClosed):
                self._report(error)
        self._busy = False
        self._plan()

    # -- asking

    async def _fetch_whole(self) -> None:
        self._due = inf
        self._whole.asked(self._now(), LONGEST if self._source.paged else LONGEST_FOR_HINTS)
        epoch = self._feed.epoch
        try:
            snapshot = await self._source.snapshot(self._feed.asker, lambda: self._replica.seq)
        except NotFound:
            if not self._open:
                raise
            # What the list belongs to is gone, and the list with it.
            snapshot = self._source.nothing(self._replica.seq)
        changes = self._replica.land(snapshot, agree=self._feed.clocks.agree)
        for key in self._replica.doubted:
            self._ask(key)
        self._failures = 0
        if self._wanted <= snapshot.mark:
            self._wanted = 0
        if snapshot.complete:
            self._epoch = epoch
        else:
            self._ask_whole()
        if self._interval:
            spread = random.uniform(0.9, 1.1)  # noqa: S311  (to spread load, not to hide anything)
            self._due = min(self._due, self._now() + self._interval * spread)
        self._tell(changes)

    async def _fetch_doubted(self) -> None:
        keys = self._questions.take(self._now(), BATCH)
        for key in keys:
            hinted = self._replica.is_hinted_at(key)
            self._questions.asked(key, self._now(), LONGEST_FOR_HINTS if hinted else LONGEST)
        results = await asyncio.gather(*(self._fetch(key) for key in keys), return_exceptions=True)
        for key in keys:
            if self._replica.is_doubted(key):
                self._ask(key)
        for error in results:
            if isinstance(error, BaseException):
                raise error

    async def _fetch(self, key: str) -> None:
        reading = await self._source.fetch(self._feed.asker, key, lambda: self._replica.seq)
        self._tell(self._replica.answer(key, reading, agree=self._feed.clocks.agree))

    # -- planning

    def _ask_whole(self) -> None:
        self.renew(max(self._now(), self._whole.due))

    def _ask(self, key: str) -> None:
        if not self._whole_only:
            when = self._questions.add(key, self._now())
            if not self._busy:
                self._wake(when)
        elif not self._busy:
            self._ask_whole()

    @property
    def _whole_only(self) -> bool:
        return self._source.one is None or self._replica.overflowed

    def _plan(self) -> None:
        if self._wanted or (self._whole_only and self._replica.in_doubt):
            self._ask_whole()
        self._wake(self._due)
        if not self._whole_only:
            self._wake(self._questions.next_due())

    def _wake(self, when: float) -> None:
        if self._open and when < inf:
            self._feed.agenda.at(when, self)

    def _now(self) -> float:
        return self._feed.clock.monotonic()

    def _tell(self, changes: list[Change[T]]) -> None:
        if self._open and changes:
            self._changed(changes)
