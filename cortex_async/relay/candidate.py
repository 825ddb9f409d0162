"""One relay among those of a scope: waits for the leadership, and makes use of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NoReturn

from cortex_async._core.call_errors import DecodeError, Forbidden, NotFound, Unauthorized
from cortex_async._core.errors import ClientClosed, ConfigError, CortexError
from cortex_async._core.retry import Retry, backoff_wait
from cortex_async._core.telemetry.listeners import tell
from cortex_async._core.telemetry.relays import RelayChanged, RelayPublished
from cortex_async._core.timing.clock import Clock, time_limit
from cortex_async._core.timing.waiting import first_of
from cortex_async.relay.broker import BrokerUnavailable, Fenced, Leadership
from cortex_async.relay.hindrance import Hindered, Hindrance
from cortex_async.relay.lease import Lease, LeaseLost
from cortex_async.relay.publishing import Publisher
from cortex_async.relay.repair.coverage import Wanted
from cortex_async.relay.repair.repairs import Repairs
from cortex_async.relay.status import Phase, RelayStatus, Tally
from cortex_async.relay.streaming import ServerClock, open_stream
from cortex_async.relay.term import Term
from cortex_async.relay.troubles import Troubles

if TYPE_CHECKING:
    from cortex_async._core.operations import Caller
    from cortex_async.relay.broker import Sink
    from cortex_async.relay.settings import RelaySettings


ACCOUNT: Final = "account"
"""The scope of a relay for all projects."""

_FATAL: Final = (ClientClosed, ConfigError, Unauthorized, Forbidden, NotFound, DecodeError)
_WAITS: Final = Retry(attempts=64, base=1.0, cap=30.0)
_STABLE: Final = 60.0
_RELEASE_LIMIT: Final = 5.0


class Candidate:
    """bound: the project's id, or nothing for an account."""

    def __init__(
        self, caller: Caller, bound: tuple[str, ...], sink: Sink, settings: RelaySettings, clock: Clock
    ) -> None:
        self._caller = caller
        self._bound = bound
        self._project = bound[0] if bound else None
        self._scope = self._project or ACCOUNT
        self._sink = sink
        self._settings = settings
        self._clock = clock
        self._server = ServerClock(clock)
        self._tally = Tally()
        self._phase: Phase = "starting"
        self._told: Phase = "starting"
        self._fence: int | None = None
        self._term: Term | None = None
        self._failures = 0
        self._troubles = Troubles(f"the relay of {self._scope}", clock)
        self._changed = asyncio.Event()

    async def run(self) -> NoReturn:
        """Lead whenever nobody else does. Raises what makes going on impossible."""
        try:
            while True:
                await self._lead()
        finally:
            self._enter("stopped")

    def changed(self) -> Awaitable[None]:
        """Wait until the phase may be another one than at this call."""
        term = self._term
        return first_of(self._changed.wait(), *(() if term is None else (term.debt.changed(),)))

    async def _lead(self) -> None:
        """Wait for the leadership, and lead for as long as that lasts."""
        asked = self._clock.monotonic()
        try:
            leadership = await self._sink.lead(self._scope, self._settings.name, self._settings.lease)
        except BrokerUnavailable as error:
            self._troubles.leading.failed(error)
            leadership = None
        else:
            self._troubles.leading.over()
            if leadership is None:
                self._troubles.left_to_others()
        if leadership is None:
            self._enter("standby")
            await self._clock.sleep(self._settings.lease / 3)
            return
        try:
            wait = await self._serve(leadership, asked)
        finally:
            self._term = self._fence = None
            self._enter("standby")
            await self._release(leadership)
        await self._clock.sleep(wait)

    async def _serve(self, leadership: Leadership, asked: float) -> float:
        """Use a leadership to its end. Returns the seconds to wait before asking for another one."""
        try:
            lease = Lease(leadership, self._settings.lease, asked, self._troubles.renewing, self._clock)
            await self._use(leadership, lease)
        except (LeaseLost, Fenced) as error:
            self._troubles.ended("%s no longer leads: %s", error)
            return 0.0
        except Hindered as error:
            self._troubles.ended("%s gives way to others: %s", error)
            return max(self._settings.lease, self._wait_after(asked))
        except _FATAL:
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is, it is logged, and the relay begins again)
            self._troubles.failed(error)
            return self._wait_after(asked)

    def _wait_after(self, asked: float) -> float:
        """Return the seconds to wait after a leadership that failed."""
        lasted = self._clock.monotonic() - asked
        self._failures = 1 if lasted > _STABLE else self._failures + 1
        return backoff_wait(_WAITS, self._failures)

    async def _use(self, leadership: Leadership, lease: Lease) -> NoReturn:
        settings, caller, bound = self._settings, self._caller, self._bound
        server, clock, troubles = self._server, self._clock, self._troubles
        repairs = Repairs(caller, bound, Wanted(settings.types), server.now)
        hindrance = Hindrance(clock, settings.lease)
        self._fence = leadership.fence
        self._term = Term(
            Publisher(leadership, lease, hindrance, troubles.publishing, clock, self._tally, self._published),
            lease,
            hindrance,
            repairs,
            lambda on_state: open_stream(caller, bound, settings.types, server, on_state, troubles.streaming),
            settings,
            clock,
            server,
            self._tally,
            troubles.retrying,
            self._notify,
        )
        self._enter("repairing")
        await self._term.run()

    async def _release(self, leadership: Leadership) -> None:
        # Otherwise the others wait until the lease runs out: nothing is lost by that.
        with suppress(CortexError, TimeoutError):
            async with time_limit(_RELEASE_LIMIT):
                await leadership.release()

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self._changed.set()
        self._changed = asyncio.Event()
        self._notify()

    def _notify(self) -> None:
        """Tell observers of another phase."""
        status, listeners = self.status, self._caller.listeners
        if status.phase == self._told:
            return
        self._told = status.phase
        if status.phase == "relaying":
            self._troubles.relaying()
        if listeners is not None and listeners.relay_changed:
            changed = RelayChanged(project_id=self._project, phase=status.phase, fence=status.fence)
            tell(listeners.relay_changed, changed)

    def _published(self, events: int, duplicates: int, synthetic: int, gaps: int) -> None:
        listeners = self._caller.listeners
        if listeners is not None and listeners.relay_published:
            published = RelayPublished(
                project_id=self._project, events=events, duplicates=duplicates, synthetic=synthetic, gaps=gaps
            )
            tell(listeners.relay_published, published)

    @property
    def status(self) -> RelayStatus:
        """What it is doing at this moment."""
        term, tally, phase = self._term, self._tally, self._phase
        until = None if term is None else term.publisher.complete_until
        if term is not None and term.repairing.begun and term.debt.since is None:
            phase = "relaying"
        return RelayStatus(
            phase=phase,
            fence=self._fence,
            connected=term is not None and term.stream is not None and term.stream.connected,
            complete_until=None if until is None else datetime.fromtimestamp(until, UTC),
            lag=None if until is None else max(0.0, self._server.now() - until),
            buffered=0 if term is None else len(term.backlog),
            published=tally.published,
            duplicates=tally.duplicates,
            repaired=tally.repaired,
            synthetic=tally.synthetic,
            gaps=tally.gaps,
        )
