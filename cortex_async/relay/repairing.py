"""The repairs of a leader: notices what is owed, fills it in, and publishes what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from itertools import chain
from math import inf
from typing import TYPE_CHECKING, NoReturn

from cortex_async._core.stream import EventStream
from cortex_async._core.timing.clock import Clock
from cortex_async.relay.backlog import Backlog, merged
from cortex_async.relay.known import LATENESS
from cortex_async.relay.publishing import Publisher
from cortex_async.relay.repair.debt import Debt
from cortex_async.relay.repair.messages import PART
from cortex_async.relay.repair.repaired import Repaired, in_order
from cortex_async.relay.repair.repairs import Repairs
from cortex_async.relay.retrying import Retrying
from cortex_async.relay.status import Tally
from cortex_async.relay.streaming import ServerClock
from cortex_async.relay.synthetic import GAP_TYPE
from cortex_async.relay.versions import Changes

if TYPE_CHECKING:
    from cortex_async.relay.items import Item
    from cortex_async.relay.settings import RelaySettings


class Repairing:
    """What is missing in one leadership, and how it is filled in.

    begun: whether there is something to compare with.
    """

    def __init__(
        self,
        publisher: Publisher,
        backlog: Backlog,
        debt: Debt,
        repairs: Repairs,
        settings: RelaySettings,
        clock: Clock,
        server: ServerClock,
        tally: Tally,
        retrying: Retrying,
    ) -> None:
        self._publisher = publisher
        self._backlog = backlog
        self._debt = debt
        self._repairs = repairs
        self._settings = settings
        self._clock = clock
        self._server = server
        self._tally = tally
        self._retrying = retrying
        self.begun: bool = False

    async def run(self, stream: EventStream[Item], *, compare: bool) -> NoReturn:
        """Fill in what was missed, whenever something was, until it is filled in.

        compare: whether an earlier leader has left something to compare with.
        """
        if not compare:
            await self._look_around(stream)
        self.begun = True
        self._debt.wake()
        failures = 0
        while True:
            while self._debt.since is None:
                failures = 0
                await self._debt.changed()
            number, since = self._debt.number, self._debt.since
            until = max(since, self._server.now())
            begun = self._repairs.begun(since - LATENESS) if self._debt.certain else None
            error = await self._fill_in(number, since, until, begun)
            if error is not None:
                failures += 1
                wait = self._retrying.wait_after(error, failures)
                if not self._gives_up(stream):
                    await self._clock.sleep(wait)
                    continue
                await self._publish([self._repairs.unavailable(since, until)], until, number, begun)
            else:
                self._retrying.succeeded()
            self.looked(until)
            self._debt.paid(number, until)

    def looked(self, until: float) -> None:
        """Note up to which time of the server somebody has looked."""
        if self._settings.resync:
            self._publisher.audited = until

    def _gives_up(self, stream: EventStream[Item]) -> bool:
        """Whether what cannot be read for a repair is reported as a gap.

        While there is no connection either, nothing waits for the repair; and if it is only to find out
        whether something is missing, it has time.
        """
        return self._debt.certain and stream.connected and self._debt.age >= self._settings.give_up

    def _complete(self, until: float) -> float:
        """Return up to when nothing is missing after a repair: events that were read may still wait."""
        waiting = self._backlog.first(1)
        return min(until, waiting[0].at) if waiting else until

    async def _fill_in(
        self, number: int, since: float, until: float, begun: Changes | None
    ) -> Exception | None:
        """Publish what was missed, part by part. Returns why no more of it can be read, None at its end."""
        certain = self._debt.certain
        known = self._publisher.known.snapshot(self._publisher.complete_until if certain else None)
        missed = self._repairs.missed(since, until, known, report=certain)
        found: list[Repaired] = []
        size = 0
        async with aclosing(missed) as parts:
            while True:
                try:
                    further = await anext(parts, None)
                except Exception as error:  # noqa: BLE001  (whatever it is, the repair is tried again, or raises it)
                    await self._publish(found, until)
                    return error
                if further is None:
                    await self._publish(found, until, number, begun)
                    return None
                found.append(further)
                size += len(further.items) + len(further.changes)
                if size >= PART:
                    await self._publish(found, until)
                    found, size = [], 0

    async def _publish(
        self, parts: Sequence[Repaired], until: float, paid: int | None = None, begun: Changes | None = None
    ) -> None:
        """Publish parts together.

        paid: the number of the debt that this pays, None if there are further parts.
        begun: see ``Publisher.publish``.
        """
        found = Repaired.of(parts)
        ordered = in_order(found.items, until)
        items = [one for one in ordered if not (one.synthetic and self._backlog.brings(one))]
        # They stay in the backlog as well: the broker drops what comes a second time.
        times = (one.time for one in items if not (one.synthetic and one.at == until))
        waiting = self._backlog.older_than(max(times, default=-inf))
        older = [one for one in waiting if found.has_all(one.record.key)]
        new = await self._publisher.publish(
            merged(items, older, until),
            None if paid is None else self._complete(until),
            found.changes,
            owed=paid != self._debt.number,
            begun=begun,
            repaired={*found.changes, *chain.from_iterable(one.changes for one in found.items)},
        )
        gaps = sum(one.record.type == GAP_TYPE for one in items)
        made = sum(one.synthetic for one in items) - gaps
        new = max(0, new - len(older))
        self._tally.repaired += max(0, new - gaps)
        self._tally.synthetic += min(new, made)

    async def _look_around(self, stream: EventStream[Item]) -> None:
        """Note the versions of all resources, so that there is something to compare with later."""
        began, failures = self._clock.monotonic(), 0
        while True:
            try:
                found = await self._repairs.baseline()
            except Exception as error:  # noqa: BLE001  (whatever it is, the next one is tried, or raises it)
                failures += 1
                wait = self._retrying.wait_after(error, failures)
                if self._clock.monotonic() - began >= self._settings.give_up and stream.connected:
                    return
                await self._clock.sleep(wait)
            else:
                self._retrying.succeeded()
                known = self._publisher.known.states
                changes: Changes = {name: found[name] for name in found if name not in known}
                await self._publisher.publish((), None, changes, owed=True)
                return
