"""The relay for blocking code: it works on the SDK's loop thread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from cortex_async._core.arguments import wrong_type
from cortex_async.relay import Relay as AsyncRelay
from cortex_async.relay import RelayStatus
from cortex_async.relay.service.brokers import Broker
from cortex_async.relay.settings import BUFFER_BYTES, BUFFER_SIZE, GIVE_UP, HOLD, LEASE, RESYNC
from cortex_sync.bridge.opened import Opened
from cortex_sync.bridge.runner import Runner
from cortex_sync.relay.brokers import BlockingBroker, inner_broker

if TYPE_CHECKING:
    from cortex_sync.client import CortexClient
    from cortex_sync.project import ProjectScope


class Relay(Opened[AsyncRelay]):
    """Publishes the events of a project to a broker, and fills in missed events::

        Relay(client.project(project_id), sink).run()     # until Ctrl-C

        with Relay(client.project(project_id), sink) as relay:
            relay.ready()
            print(relay.status)

    It works in a background thread. See ``cortex_async.relay.Relay`` for leaders, repairs and events that the
    relay makes itself.

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

    _noun = "relay"

    def __init__(
        self,
        source: CortexClient | ProjectScope,
        sink: Broker | BlockingBroker,
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
        runner: object = getattr(source, "_runner", None)
        if not isinstance(runner, Runner):
            raise wrong_type("source", "a project or a client", source)
        inner = AsyncRelay(
            cast("Any", getattr(source, "_inner", None) or getattr(source, "_client", None)),
            inner_broker(sink),
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
        super().__init__(runner, inner)

    @property
    def status(self) -> RelayStatus:
        """What the relay is doing at this moment."""
        return self._inner.status

    def run(self) -> None:
        """Relay until Ctrl-C interrupts it, or ``close`` is called in another thread.

        Raises what makes going on impossible: ``Unauthorized``, ``Forbidden``, ``NotFound`` for the project,
        ``DecodeError`` for a response that is not an event stream, ``ClientClosed``, and ``ConfigError`` for
        a broker that cannot be used as it is set up. One that is not available is waited for.
        """
        with self:
            self.wait()

    def wait(self) -> None:
        """Wait until the relay ends, and raise what ended it.

        Raises ``RuntimeError`` if it has not been started.
        """
        self._runner.run(self._inner.wait)

    def ready(self, timeout: float | None = None) -> None:
        """Wait until this relay leads, and nothing that was missed is left to repair.

        timeout: seconds; None waits without limit.

        Raises ``WaitTimedOut``, what ended the relay, and ``RuntimeError`` if it has not been started.
        """
        self._runner.run(self._inner.ready, timeout)

    def close(self) -> None:
        """Stop, and give the leadership up. Closing twice is allowed."""
        super().close()
