"""Relays for blocking code, by the names of ``cortex_async.relay``.

    Relay(client.project(project_id), sink).run()      # until Ctrl-C

Brokers are those of ``cortex_async.relay``; ``BlockingSink`` makes one usable in a blocking web server.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack, cast

from cortex_async._core.arguments import wrong_type
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async.relay import (
    BrokerUnavailable,
    Checkpoint,
    DeadLetter,
    Delivery,
    Envelope,
    EnvelopeMalformed,
    Fenced,
    Leadership,
    Membership,
    MemoryBroker,
    Record,
    RecordRefused,
    RelayStatus,
    Saved,
    Sink,
    Source,
    event_of,
    open_envelope,
)
from cortex_async.relay import Relay as AsyncRelay
from cortex_async.relay import receiver as async_receiver
from cortex_async.relay.settings import BUFFER_BYTES, BUFFER_SIZE, GIVE_UP, HOLD, LEASE, RESYNC
from cortex_async.webhooks.options import VerifyOptions
from cortex_async.webhooks.router import WebhookRouter
from cortex_async.webhooks.signature import Secrets
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.loop import LoopThread
from cortex_sync.bridge.process import loop_thread
from cortex_sync.bridge.runner import Runner

if TYPE_CHECKING:
    from cortex_sync.client import CortexClient
    from cortex_sync.project import ProjectScope

__all__ = [
    "BlockingSink",
    "BrokerUnavailable",
    "Checkpoint",
    "DeadLetter",
    "Delivery",
    "Envelope",
    "EnvelopeMalformed",
    "Fenced",
    "Leadership",
    "Membership",
    "MemoryBroker",
    "Record",
    "RecordRefused",
    "Relay",
    "RelayStatus",
    "Saved",
    "Sink",
    "Source",
    "event_of",
    "open_envelope",
    "receiver",
]


class BlockingSink:
    """A broker for threads: ``publish`` returns when the broker has the events::

        router = WebhookRouter(os.environ["WEBHOOK_SECRET"], forward=BlockingSink(sink))

    The connections of the broker are made in the SDK's loop thread.

    sink: the broker.
    """

    def __init__(self, sink: Sink) -> None:
        if not callable(getattr(sink, "publish", None)):
            raise wrong_type("sink", "a broker", sink)
        self._sink = sink

    def publish(self, records: Sequence[Record]) -> int:
        """Append records that were not published before. Returns how many were new.

        Raises ``BrokerUnavailable``.
        """
        call = Call(lambda: self._sink.publish(records))
        loop_thread().complete(call)
        return call.result()

    def close(self) -> None:
        """Close the broker's connections. Closing twice is allowed."""
        call = Call(self._sink.close)
        loop_thread().complete(call)
        call.result()


def receiver(
    sink: Sink | BlockingSink, secrets: Secrets, **verification: Unpack[VerifyOptions]
) -> WebhookRouter:
    """Return a router that publishes each verified delivery, and does nothing else::

        app.add_url_rule("/cortex", view_func=view(receiver(sink, secret)), methods=["POST"])

    The broker recognises repeated deliveries, those that a relay has published, and those that another
    receiver gets, so no replay store is needed. The sender gets a 2xx only after the broker has the event.

    sink: the broker.
    secrets and ``verification``: as for ``WebhookRouter``.
    """
    blocking = sink if isinstance(sink, BlockingSink) else BlockingSink(sink)
    return async_receiver(blocking, secrets, **verification)


class Relay(NotCopyable):
    """Publishes the events of a project to a broker, and what was missed of them::

        Relay(client.project(project_id), sink).run()     # until Ctrl-C

        with Relay(client.project(project_id), sink) as relay:
            relay.ready()
            print(relay.status)

    It works in the background. See ``cortex_async.relay.Relay`` for leaders, repairs and events that the
    relay makes itself.

    Args:
        source: the project, ``client.project(project_id)``, or a client for all projects of the account.
        sink: the broker.
        types: event types or patterns such as ``session.*``; all by default.
        name: the name of this process for people who look; host and process id by default.
        since: where the first relay of all begins, if that is not now. An aware datetime.
        lease: seconds after which another relay takes over from a leader that is gone; 15 by default.
        hold: seconds for which new events wait for the repair of what was missed before; 30 by default.
        give_up: seconds after which a time that the API does not let read is reported as a gap; 600 by
            default.
        resync: seconds after which the API is asked for events that the stream has lost without a sign; 300
            by default, 0 for never.
        buffer_size, buffer_bytes: the most events, and bytes, that are read ahead of the broker; 10,000 and
            64 MiB by default. Beyond that the stream is not read.

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
        runner: object = getattr(source, "_runner", None)
        if not isinstance(runner, Runner):
            raise wrong_type("source", "a project or a client", source)
        self._runner = runner
        self._loop_thread: LoopThread | None = None
        self._inner = AsyncRelay(
            cast("Any", getattr(source, "_inner", None) or getattr(source, "_client", None)),
            sink,
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

    @property
    def status(self) -> RelayStatus:
        """What the relay is doing at this moment."""
        return self._inner.status

    def __enter__(self) -> Self:
        try:
            self._runner.run(self._enter)
        except BaseException:
            # Ctrl-C may come after the relay has started and before the `with` block begins.
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

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
        thread, self._loop_thread = self._loop_thread, None
        if thread is not None and thread.alive:
            closing = Call(self._inner.close)
            thread.complete(closing)
            closing.result()

    def __del__(self) -> None:
        # One whose constructor was interrupted has no such attribute.
        thread: LoopThread | None = getattr(self, "_loop_thread", None)
        if thread is not None:
            thread.post(Call(self._inner.close))

    async def _enter(self) -> None:
        self._loop_thread = loop_thread()
        await self._inner.__aenter__()
