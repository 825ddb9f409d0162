"""What the leader does from when it has the leadership until it loses it."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import TYPE_CHECKING, Final, NoReturn

from cortex_async._core.stream import Connected, EventStream, Gap, StreamState
from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.waiting import first_failure, first_of
from cortex_async.relay.backlog import Backlog, merged
from cortex_async.relay.lease import Lease
from cortex_async.relay.publishing import BATCH, Publisher
from cortex_async.relay.repair.debt import Debt
from cortex_async.relay.repair.project import Repaired
from cortex_async.relay.repair.repairs import Repairs
from cortex_async.relay.retrying import wait_after
from cortex_async.relay.status import Tally
from cortex_async.relay.streaming import ServerClock
from cortex_async.relay.synthetic import GAP_TYPE
from cortex_async.relay.versions import Changes

if TYPE_CHECKING:
    from cortex_async.relay.items import Item
    from cortex_async.relay.settings import RelaySettings

IDLE: Final = 10.0
"""Seconds after which the checkpoint of an idle project moves on."""

OpenStream = Callable[[Callable[[StreamState], None]], "EventStream[Item]"]


class StreamEnded(Exception):
    """The server has ended the event stream, which may be opened again."""


class Term:
    """One leadership.

    open_stream: opens the event stream; gets the function to call with each of its states.
    notify: called when it may be doing something else.
    """

    def __init__(
        self,
        publisher: Publisher,
        lease: Lease,
        repairs: Repairs,
        open_stream: OpenStream,
        settings: RelaySettings,
        clock: Clock,
        server: ServerClock,
        tally: Tally,
        notify: Callable[[], object],
    ) -> None:
        self.publisher = publisher
        self.backlog: Backlog = Backlog(settings.buffer_size, settings.buffer_bytes)
        self.debt: Debt = Debt(clock, notify)
        self.stream: EventStream[Item] | None = None
        self.begun: bool = False
        self._lease = lease
        self._repairs = repairs
        self._open_stream = open_stream
        self._settings = settings
        self._clock = clock
        self._server = server
        self._tally = tally
        self._audited = 0.0

    async def run(self) -> NoReturn:
        """Relay events. Raises ``LeaseLost``, ``Fenced``, ``StreamEnded``, or what ended the stream."""
        await first_failure(self._lease.keep(), self._lease.watch(), self._relay())

    async def _relay(self) -> NoReturn:
        since = await self.publisher.load()
        # First, so that nothing new is missed while the repair looks for what was.
        async with self._open_stream(self._saw) as stream:
            self.stream = stream
            if since is None:
                await self._begin()
            else:
                self._owe()
            self._audited = self._server.now()
            await first_failure(
                self._read(stream),
                self._pass_on(),
                self._repair(stream, compare=since is not None or self._settings.since is not None),
                self._move_on(stream),
            )

    async def _begin(self) -> None:
        """Note where the first leader of all begins."""
        since = self._settings.since
        start = self._server.now() if since is None else since
        await self.publisher.publish((), start, self._repairs.begun(start))
        if since is not None:
            self._owe()

    async def _look_around(self, stream: EventStream[Item]) -> None:
        """Note the versions of all resources, so that there is something to compare with later."""
        began, failures = self._clock.monotonic(), 0
        while True:
            try:
                found = await self._repairs.baseline()
            except Exception as error:  # noqa: BLE001  (whatever it is, the next one is tried, or raises it)
                failures += 1
                wait = wait_after(error, failures)
                if self._clock.monotonic() - began >= self._settings.give_up and stream.connected:
                    return
                await self._clock.sleep(wait)
            else:
                known = self.publisher.known.versions
                changes: Changes = {name: found[name] for name in found if name not in known}
                await self.publisher.publish((), None, changes)
                return

    def _saw(self, state: StreamState) -> None:
        if isinstance(state, (Connected, Gap)):
            # Nothing proves that a server that resumes a stream sends all that was missed.
            self._owe(anew=isinstance(state, Connected))

    def _owe(self, *, anew: bool = False) -> None:
        since = self.publisher.complete_until
        if since is not None:
            self.debt.owe(since, certain=True, anew=anew)

    async def _read(self, stream: EventStream[Item]) -> NoReturn:
        async for item in stream:
            await self.backlog.put(item)
        raise StreamEnded

    async def _pass_on(self) -> NoReturn:
        """Publish what the stream brings, behind what is being repaired, unless that takes too long."""
        while True:
            await self.backlog.wait()
            while (wait := self.debt.hold(self._settings.hold)) > 0:
                await first_of(self.debt.changed(), self._clock.sleep(wait))
            items = self.backlog.first(BATCH)
            await self.publisher.publish(items, None if self.debt.certain else items[-1].at)
            self.backlog.drop(len(items))

    async def _repair(self, stream: EventStream[Item], *, compare: bool) -> NoReturn:
        """Fill in what was missed, whenever something was, until it is filled in.

        compare: whether an earlier leader has left something to compare with.
        """
        if not compare:
            await self._look_around(stream)
        self.begun = True
        self.debt.wake()
        failures = 0
        while True:
            while self.debt.since is None:
                failures = 0
                await self.debt.changed()
            number, since = self.debt.number, self.debt.since
            until = max(since, self._server.now())
            known = dict(self.publisher.known.versions)
            try:
                found = await self._repairs.missed(since, until, known, report=self.debt.certain)
            except Exception as error:  # noqa: BLE001  (whatever it is, the repair is tried again, or raises it)
                failures += 1
                wait = wait_after(error, failures)
                if not self._gives_up(stream):
                    await self._clock.sleep(wait)
                    continue
                found = self._repairs.unavailable(since, until)
            await self._publish_repaired(found, until)
            self._audited = until
            self.debt.paid(number, until)

    def _gives_up(self, stream: EventStream[Item]) -> bool:
        """Whether what cannot be read for a repair is reported as a gap.

        While there is no connection either, nothing waits for the repair; and if it is only to find out
        whether something is missing, it has time.
        """
        return self.debt.certain and stream.connected and self.debt.age >= self._settings.give_up

    def _complete(self, until: float) -> float:
        """Return up to when nothing is missing after a repair: events that were read may still wait."""
        waiting = self.backlog.first(1)
        return min(until, waiting[0].at) if waiting else until

    async def _publish_repaired(self, found: Repaired, until: float) -> None:
        items = [one for one in found.items if not (one.synthetic and self.backlog.brings(one))]
        # They stay in the backlog as well: the broker drops what comes a second time.
        times = (one.time for one in items if not (one.synthetic and one.at == until))
        older = self.backlog.older_than(max(times, default=-inf))
        new = await self.publisher.publish(merged(items, older, until), self._complete(until), found.changes)
        gaps = sum(one.record.type == GAP_TYPE for one in items)
        made = sum(one.synthetic for one in items) - gaps
        new = max(0, new - len(older))
        self._tally.repaired += max(0, new - gaps)
        self._tally.synthetic += min(new, made)

    async def _move_on(self, stream: EventStream[Item]) -> NoReturn:
        """Move the checkpoint of an idle project on, and look whether the stream has lost events silently."""
        resync = self._settings.resync
        while True:
            await self._clock.sleep(min(IDLE, resync or IDLE))
            now, silence = self._server.now(), stream.silence
            if self.debt.since is not None or silence is None:
                continue
            if not self.backlog:
                await self.publisher.publish((), now - silence)
            if resync and now - self._audited >= resync:
                self.debt.owe(self._audited, certain=False)
