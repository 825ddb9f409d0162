"""What the leader does from when it has the leadership until it loses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NoReturn

from cortex_async._core.stream import Connected, Disconnected, EventStream, Gap, StreamState
from cortex_async._core.stream.events import hand_to
from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.waiting import first_failure, first_of
from cortex_async.relay.backlog import Backlog
from cortex_async.relay.hindrance import Hindrance
from cortex_async.relay.lease import Lease
from cortex_async.relay.publishing import BATCH, Publisher
from cortex_async.relay.repair.debt import Debt
from cortex_async.relay.repair.repairs import Repairs
from cortex_async.relay.repairing import Repairing
from cortex_async.relay.retrying import Retrying
from cortex_async.relay.status import Tally
from cortex_async.relay.streaming import ServerClock

if TYPE_CHECKING:
    from cortex_async.relay.items import Item
    from cortex_async.relay.settings import RelaySettings

IDLE: Final = 10.0
"""Seconds after which the checkpoint of an idle project moves on."""

_API: Final = "connection to the API"

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
        hindrance: Hindrance,
        repairs: Repairs,
        open_stream: OpenStream,
        settings: RelaySettings,
        clock: Clock,
        server: ServerClock,
        tally: Tally,
        retrying: Retrying,
        notify: Callable[[], object],
    ) -> None:
        self.publisher = publisher
        self.backlog: Backlog = Backlog(settings.buffer_size, settings.buffer_bytes)
        self.debt: Debt = Debt(clock, notify)
        self.stream: EventStream[Item] | None = None
        self.repairing: Repairing = Repairing(
            publisher, self.backlog, self.debt, repairs, settings, clock, server, tally, retrying
        )
        self._lease = lease
        self._hindrance = hindrance
        self._repairs = repairs
        self._open_stream = open_stream
        self._settings = settings
        self._clock = clock
        self._server = server

    async def run(self) -> NoReturn:
        """Relay events.

        Raises ``LeaseLost``, ``Fenced``, ``Hindered``, ``StreamEnded``, or what ended the stream.
        """
        self._hindrance.begin(_API)
        await first_failure(self._lease.keep(), self._lease.watch(), self._hindrance.watch(), self._relay())

    async def _relay(self) -> NoReturn:
        since = await self.publisher.load()
        stream = self._open_stream(self._saw)
        # What is read goes into the backlog at once, without waking a task.
        handing = hand_to(stream, self.backlog.add, lambda: not self.backlog.full)
        self.backlog.has_room = handing.go_on
        # First, so that nothing new is missed while the repair looks for what was.
        async with stream:
            self.stream = stream
            if since is None:
                await self._begin()
            else:
                self._owe()
            self.repairing.looked(self._server.now())
            await first_failure(
                _ended(stream),
                self._pass_on(),
                self.repairing.run(stream, compare=since is not None or self._settings.since is not None),
                self._move_on(stream),
            )

    async def _begin(self) -> None:
        """Note where the first leader of all begins."""
        since = self._settings.since
        start = self._server.now() if since is None else since
        await self.publisher.publish((), start, self._repairs.begun(start))
        if since is not None:
            self._owe()

    def _saw(self, state: StreamState) -> None:
        if isinstance(state, Connected):
            self._hindrance.end(_API)
        elif isinstance(state, Disconnected):
            self._hindrance.begin(_API)
        if isinstance(state, (Connected, Gap)):
            # Nothing proves that a server that resumes a stream sends all that was missed.
            self._owe(anew=isinstance(state, Connected))

    def _owe(self, *, anew: bool = False) -> None:
        since = self.publisher.complete_until
        if since is not None:
            self.debt.owe(since, certain=True, anew=anew)

    async def _pass_on(self) -> NoReturn:
        """Publish what the stream brings, behind what is being repaired, unless that takes too long."""
        while True:
            await self.backlog.wait()
            while (wait := self.debt.hold(self._settings.hold)) > 0:
                await first_of(self.debt.changed(), self._clock.sleep(wait))
            items = self.backlog.first(BATCH)
            owed = self.debt.certain
            await self.publisher.publish(items, None if owed else items[-1].at, owed=owed)
            self.backlog.drop(len(items))

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
            if now - self.publisher.audited >= resync:
                self.debt.owe(self.publisher.audited, certain=False)


async def _ended(stream: EventStream[Item]) -> NoReturn:
    async for _ in stream:
        raise AssertionError("events go into the backlog")
    raise StreamEnded
