"""Publishes under one leadership: one call after the other, each with the checkpoint that it leads to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import UTC, datetime
from functools import partial
from math import inf
from typing import Final, TypeVar

from cortex_async._core.timing.clock import Clock
from cortex_async.relay.broker import BrokerUnavailable, Checkpoint, Leadership, RecordRefused, Saved
from cortex_async.relay.hindrance import Hindrance
from cortex_async.relay.items import Item
from cortex_async.relay.known import Known
from cortex_async.relay.lease import Lease
from cortex_async.relay.outage import Outage
from cortex_async.relay.status import Tally
from cortex_async.relay.synthetic import GAP_TYPE, missing
from cortex_async.relay.versions import Changes

_logger = logging.getLogger(__name__)

T = TypeVar("T")

_BROKER: Final = "completed call of the broker"

BATCH: Final = 100
"""Events, and known versions, of one call of the broker."""

BATCH_BYTES: Final = 1024 * 1024
"""Bytes of one call of the broker; a single event may be larger."""


class Publisher:
    """leadership: under which it publishes, for as long as ``lease`` lasts.

    leadership.singly: up to this many events are published in a call each, since that takes less time. 0 if
        it has no such attribute.
    published: called with the numbers of events that the broker has acknowledged, of duplicates, of synthetic
        events and of gaps among them.
    audited: the time of the server up to which somebody has looked whether the stream has lost events
        silently, infinite if nobody looks. Messages since then stay known.
    """

    def __init__(
        self,
        leadership: Leadership,
        lease: Lease,
        hindrance: Hindrance,
        outage: Outage,
        clock: Clock,
        tally: Tally,
        published: Callable[[int, int, int, int], object],
    ) -> None:
        self._leadership = leadership
        # Not in the protocol, since brokers may be anybody's.
        self._singly: int = getattr(leadership, "singly", 0)
        self._lease = lease
        self._hindrance = hindrance
        self._outage = outage
        self._clock = clock
        self._tally = tally
        self._published = published
        self._lock = asyncio.Lock()
        self._last_id = ""
        self.known: Known = Known({})
        self.audited: float = inf
        self.complete_until: float | None = None

    async def load(self) -> float | None:
        """Read what the leaders before have left. Returns up to when nothing is missing, None if unknown."""
        saved: Saved = await self._repeated(self._leadership.saved)
        self.known = Known(saved.known)
        if saved.checkpoint is not None:
            self._last_id = saved.checkpoint.event_id
            self.complete_until = saved.checkpoint.time.timestamp()
        return self.complete_until

    async def publish(
        self,
        items: Sequence[Item],
        complete_until: float | None,
        changes: Changes | None = None,
        *,
        owed: bool = False,
        repaired: Collection[str] = (),
        begun: Changes | None = None,
    ) -> int:
        """Publish events in order, and then save the checkpoint. Returns how many were new.

        complete_until: up to when nothing is missing afterwards, None if that stays as it is.
        changes: further changes of the known versions.
        owed: whether something will be missing afterwards. What its repair has to know is saved with the
            events that change it.
        repaired: the names of resources of which nothing will be missing any more.
        begun: when the relay began, for a broker that has forgotten it. See ``Known.anew``.

        Raises ``LeaseLost`` and ``Fenced``. Waits for a broker that is not available.
        """
        new = 0
        async with self._lock:
            # Only now: another call may have published the same meanwhile.
            items = [one for one in items if not self.known.has(one)]
            changes = {**self.known.anew(begun or {}), **(changes or {})}
            calls = _calls(items, changes, 1 if len(items) <= self._singly else BATCH)
            for place, (part, changed) in enumerate(calls, 1):
                last = place == len(calls)
                time = complete_until if last or self.complete_until is None else None
                every = self._with_kept(part, changed, repaired, owed=owed, last=last)
                new += await self._publish(part, every, time)
        return new

    def _with_kept(
        self, items: Sequence[Item], changes: Changes, repaired: Collection[str], *, owed: bool, last: bool
    ) -> Changes:
        kept = self.known.kept(items, repaired) if owed else {}
        released = self.known.released(repaired if owed else None) if last else {}
        return {**changes, **kept, **released} if kept or released else changes

    async def _publish(self, items: Sequence[Item], changes: Changes, complete_until: float | None) -> int:
        time = max(complete_until or 0.0, self.complete_until or 0.0)
        changes = {**self.known.expired(time, min(time, self.audited)), **changes}
        for one in items:
            changes.update(one.changes)
        if not items and not changes and time == self.complete_until:
            return 0
        last_id = items[-1].id if items else self._last_id
        checkpoint = Checkpoint(last_id, datetime.fromtimestamp(time, UTC), self._leadership.fence)
        while True:
            records = [one.record for one in items]
            try:
                new = await self._repeated(partial(self._leadership.publish, records, checkpoint, changes))
                break
            except RecordRefused as error:
                items = _replaced(items, error)
        # A worker in this process that has got the event by now begins before the rest is done.
        await asyncio.sleep(0)
        self._last_id, self.complete_until = last_id, time
        self.known.note(changes)
        for one in items:
            self.known.published(one)
        self._count(items, new)
        return new

    def _count(self, items: Sequence[Item], new: int) -> None:
        if not items:
            return
        gaps = sum(one.record.type == GAP_TYPE for one in items)
        self._tally.published += new
        self._tally.duplicates += len(items) - new
        self._tally.gaps += gaps
        self._published(len(items), len(items) - new, sum(one.synthetic for one in items) - gaps, gaps)

    async def _repeated(self, call: Callable[[], Awaitable[T]]) -> T:
        """Call the broker until it responds: repeating is safe."""
        outage = self._outage
        with self._hindrance.during(_BROKER):
            while True:
                self._lease.check()
                try:
                    result = await call()
                except BrokerUnavailable as error:
                    await self._clock.sleep(outage.failed(error))
                else:
                    outage.over()
                    return result


def _replaced(items: Sequence[Item], error: RecordRefused) -> list[Item]:
    """Return the events with a gap in place of the one that the broker never takes.

    Raises the error if it is about something else.
    """
    refused = [one for one in items if one.id == error.record_id and one.record.type != GAP_TYPE]
    if not refused:
        raise error
    _logger.warning("the broker of a relay refuses an event of type %s: %s", refused[0].record.type, error)
    return [one if one not in refused else missing(one) for one in items]


def _calls(items: Sequence[Item], changes: Changes, most: int) -> list[tuple[Sequence[Item], Changes]]:
    """Divide what is to be published into calls of the broker.

    most: events in a call.
    """
    calls: list[tuple[Sequence[Item], Changes]] = [(part, {}) for part in _parts(items, most)]
    names = list(changes)
    calls += [
        ((), {name: changes[name] for name in names[at : at + BATCH]}) for at in range(0, len(names), BATCH)
    ]
    return calls or [((), {})]


def _parts(items: Sequence[Item], most: int) -> list[list[Item]]:
    """Divide events into parts that are not too large for one call."""
    parts: list[list[Item]] = []
    size = 0
    for item in items:
        weight = len(item.record.body)
        if not parts or len(parts[-1]) >= most or size + weight > BATCH_BYTES:
            parts.append([])
            size = 0
        parts[-1].append(item)
        size += weight
    return parts
