"""The worker for blocking code: handlers run in threads."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from cortex_async._core.arguments import wrong_type
from cortex_async._core.retry import Retry
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.clock import SystemClock
from cortex_async.relay.broker import Source
from cortex_async.relay.broker_checks import require_source
from cortex_async.relay.stopping import stop_on_signals
from cortex_async.relay.worker.engine import Engine
from cortex_async.relay.worker.settings import (
    DRAIN_TIMEOUT,
    LEASE,
    RETRY,
    Replay,
    default_name,
    worker_settings,
)
from cortex_async.relay.worker.status import WorkerStatus
from cortex_async.routing.registry import HandlerRegistry
from cortex_async.webhooks.replay import HANDLER_TIMEOUT
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.handler_threads import drive_in_thread
from cortex_sync.bridge.process import loop_thread
from cortex_sync.relay.brokers import BlockingBroker, inner_broker

if TYPE_CHECKING:
    from cortex_async._core.telemetry.observer import Observer


class Worker(NotCopyable):
    """Runs the handlers of a router on the events that a broker hands out::

        router = EventRouter()

        @router.on(SanctionCreatedEvent)
        def enforce(event: SanctionCreatedEvent) -> None: ...

        Worker(router, RedisStreams("redis://localhost"), group="moderation").run(signals=True)

    Handlers run in threads, ``concurrency`` at a time, and may block. Groups, order, attempts and dead
    letters are as for the async ``Worker``. A plain function cannot be interrupted: if its partition is lost,
    it runs to its end, and its event may be handled twice.

    The settings are those of the async version; ``replay`` must be a synchronous store, such as
    ``RedisReplayStore`` with a ``redis.Redis``.

    Raises ``ArgumentError`` for a setting that cannot be used.
    """

    def __init__(
        self,
        router: HandlerRegistry,
        source: Source | BlockingBroker,
        *,
        group: str = "workers",
        name: str | None = None,
        concurrency: int = 16,
        retry: Retry = RETRY,
        handler_timeout: float | None = HANDLER_TIMEOUT,
        replay: Replay = None,
        lease: float = LEASE,
        drain_timeout: float | None = DRAIN_TIMEOUT,
        observers: Sequence[Observer] | None = None,
    ) -> None:
        if not isinstance(router, HandlerRegistry):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("router", "an EventRouter", router)
        inner = inner_broker(source)
        require_source("source", inner)
        settings = worker_settings(
            group=group,
            name=default_name() if name is None else name,
            concurrency=concurrency,
            retry=retry,
            handler_timeout=handler_timeout,
            replay=replay,
            lease=lease,
            drain_timeout=drain_timeout,
            observers=observers,
        )
        routes = router._routes  # pyright: ignore[reportPrivateUsage]  # of the same package
        self._engine = Engine(routes, inner, settings, drive_in_thread, SystemClock())

    def run(self, *, signals: bool = False) -> None:
        """Handle events until ``stop`` is called or Ctrl-C interrupts it.

        Events whose handlers run then are finished and acknowledged first, within ``drain_timeout``; another
        Ctrl-C ends that at once.

        signals: whether SIGTERM and SIGINT stop the worker, so that ``run`` returns; only in the main thread.

        Raises what ends it: a handler's ``SystemExit``, or an error of the broker that waiting does not mend.
        """
        thread, call = loop_thread(), Call(self._engine.run)
        with stop_on_signals(self.stop) if signals else nullcontext():
            try:
                thread.complete(call)
            except BaseException:
                # The call has been cancelled, and drains.
                thread.complete(Call(self._engine.ended))
                raise
            call.result()

    def stop(self) -> None:
        """Let ``run`` end. May be called in any thread, before it or during it."""
        loop_thread().post(Call(self._stop))

    async def _stop(self) -> None:
        self._engine.stop()

    @property
    def status(self) -> WorkerStatus:
        """What the worker does, and has done."""
        return self._engine.status
