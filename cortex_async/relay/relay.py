"""The relay: reads an event stream, and publishes it to a broker."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cortex_async._core.arguments import check_seconds, wrong_type
from cortex_async._core.runtime.loops import running_loop
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.waiting import first_of, time_limit, wait_error
from cortex_async.relay.broker_checks import require_sink
from cortex_async.relay.candidate import Candidate
from cortex_async.relay.settings import (
    BUFFER_BYTES,
    BUFFER_SIZE,
    GIVE_UP,
    HOLD,
    LEASE,
    RESYNC,
    checked_settings,
)
from cortex_async.relay.status import RelayStatus

if TYPE_CHECKING:
    from cortex_async.client import CortexClient
    from cortex_async.project import ProjectScope
    from cortex_async.relay.broker import Sink


class Relay(NotCopyable):
    """Publishes the events of a project to a broker, and fills in missed events::

        await Relay(client.project(project_id), sink).run()     # until cancelled

        async with Relay(client.project(project_id), sink) as relay:
            await relay.ready()
            print(relay.status)

    You can run several relays of one project with the same options: one leads, the others wait until its
    lease expires. A new leader continues where the previous one stopped. It fills in missed events from the
    webhook log, if a subscription covers them, or by comparing what the API lists with what was published.
    Events that it makes from such a comparison have ``synthetic`` in their data. What cannot be found is
    published as an event of the type ``cortex.relay.gap``.

    Args:
        source: the project, ``client.project(project_id)``, or a client for all projects of the account.
        sink: the broker.
        types: event types or patterns such as ``session.*``; all by default.
        name: the name of this process, shown in the broker; host and process id by default.
        since: where the very first relay begins, an aware datetime; now by default.
        lease: seconds after which another relay takes over from a leader that has died; 15 by default.
        hold: seconds for which new events wait until earlier missed events are repaired; 30 by default.
        give_up: seconds after which a period is reported as a gap if the API cannot be read; 600 by default.
        resync: seconds between two checks for events that the stream has lost without a sign; 300 by default,
            0 for never.
        buffer_size, buffer_bytes: the maximum number of events, and of bytes, that are read ahead of the
            broker; 10,000 and 64 MiB by default. Beyond that the stream is not read.

    Raises ``ArgumentError`` for an argument that cannot be used, and warns of types that this version does
    not know.
    """

    def __init__(
        self,
        source: CortexClient | ProjectScope,
        sink: Sink,
        *,
        types: Iterable[str] = (),
        name: str | None = None,
        since: datetime | None = None,
        lease: float = LEASE,
        hold: float = HOLD,
        give_up: float = GIVE_UP,
        resync: float = RESYNC,
        buffer_size: int = BUFFER_SIZE,
        buffer_bytes: int = BUFFER_BYTES,
    ) -> None:
        caller, bound = getattr(source, "_caller", None), getattr(source, "_bound", None)
        if caller is None or bound is None:
            raise wrong_type("source", "a project or a client", source)
        require_sink("sink", sink)
        settings = checked_settings(
            types=types,
            name=name,
            since=since,
            lease=lease,
            hold=hold,
            give_up=give_up,
            resync=resync,
            buffer_size=buffer_size,
            buffer_bytes=buffer_bytes,
        )
        self._candidate = Candidate(caller.unhooked, bound, sink, settings, caller.clock)
        self._task: asyncio.Task[None] | None = None

    @property
    def status(self) -> RelayStatus:
        """What the relay is doing at this moment."""
        return self._candidate.status

    async def __aenter__(self) -> Self:
        if self._task is not None:
            raise RuntimeError("a relay can be started once: create another")
        self._task = running_loop().create_task(self._candidate.run(), name="cortex-relay")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def run(self) -> None:
        """Relay until this is cancelled.

        Raises what makes going on impossible: ``Unauthorized``, ``Forbidden``, ``NotFound`` for the project,
        ``DecodeError`` for a response that is not an event stream, ``ClientClosed``, and ``ConfigError`` for
        a broker that cannot be used as it is set up. One that is not available is waited for.
        """
        async with self:
            await self.wait()

    async def wait(self) -> None:
        """Wait until the relay ends, and raise what ended it.

        Raises ``RuntimeError`` if it has not been started.
        """
        await asyncio.wait({self._started()})
        if not self._started().cancelled():
            self._started().result()

    async def ready(self, timeout: float | None = None) -> None:
        """Wait until this relay leads, and nothing that was missed is left to repair.

        timeout: seconds; None waits without limit.

        Raises ``WaitTimedOut``, what ended the relay, and ``RuntimeError`` if it has not been started.
        """
        check_seconds("timeout", timeout, zero=True)
        task = self._started()
        async with time_limit(
            timeout, lambda: wait_error("the relay was not ready", timeout, self.status.phase)
        ):
            while self.status.phase != "relaying":
                if task.done():
                    await self.wait()
                    raise RuntimeError("the relay is closed")
                await first_of(self._candidate.changed(), asyncio.wait({task}))

    async def close(self) -> None:
        """Stop, and give the leadership up. Closing twice is allowed."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    def _started(self) -> asyncio.Task[None]:
        if self._task is None:
            raise RuntimeError("the relay is not started: async with relay: ..., or await relay.run()")
        return self._task
