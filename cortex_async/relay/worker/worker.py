"""The worker: takes events from a broker and runs the handlers of a router."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from cortex_async._core.arguments import wrong_type
from cortex_async._core.retry import Retry
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.clock import Clock, SystemClock
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
from cortex_async.routing.drivers import run_async
from cortex_async.routing.registry import HandlerRegistry
from cortex_async.webhooks.replay import HANDLER_TIMEOUT

if TYPE_CHECKING:
    from cortex_async._core.telemetry.observer import Observer


class Worker(NotCopyable):
    """Runs the handlers of a router on the events that a broker hands out::

        router = EventRouter()

        @router.on(SanctionCreatedEvent)
        async def enforce(event: SanctionCreatedEvent) -> None: ...

        await Worker(router, RedisStreams("redis://localhost"), group="moderation").run(signals=True)

    Any number of workers share the events of a group; each group gets every event. An event is acknowledged
    when its handlers have returned. If one raises, all of them are called again after a pause, and after
    ``retry.attempts`` attempts the event becomes a dead letter of the group.

    **Order.** Events with the same key, which is the session, gathering or participant that they concern, are
    handled one after another, over all workers of the group. Events with different keys are handled
    concurrently. An event that waits for another attempt delays only events with the same key.

    **Once.** An event is handled again if its worker died before it could acknowledge it. With a replay store
    that all workers share, such as ``RedisReplayStore``, that happens only to events whose handlers had not
    returned yet.

    router: an ``EventRouter``; ``WebhookRouter(secret, router=router)`` may have the same one.
    source: a broker, e.g. ``RedisStreams`` or ``JetStream``.
    group: the name under which workers share events.
    name: the name of this worker, shown in the broker; host and process id by default.
    concurrency: how many events are handled at once.
    retry: how often an event is tried, and the pauses between the attempts.
    handler_timeout: seconds that a coroutine may take, 30 by default; None for no limit. A shorter limit of
        the router takes precedence.
    replay: a store of handled events, by default in this process; ``False`` for none.
    lease: seconds after which the partitions of a worker that died go to others. If a worker was suspended
        for longer, its handlers are cancelled when it wakes up.
    drain_timeout: seconds that running handlers have to finish when the worker stops; None for no limit.
    observers: a list of ``Observer`` objects, whose ``handling_started`` and ``handling_ended`` are called.

    Raises ``ArgumentError`` for a setting that cannot be used.
    """

    def __init__(
        self,
        router: HandlerRegistry,
        source: Source,
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
        clock: Clock | None = None,
    ) -> None:
        if not isinstance(router, HandlerRegistry):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("router", "an EventRouter", router)
        require_source("source", source)
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
        self._engine = Engine(routes, source, settings, run_async, clock or SystemClock())

    async def run(self, *, signals: bool = False) -> None:
        """Handle events until ``stop`` is called or this is cancelled.

        Events whose handlers run then are finished and acknowledged first, within ``drain_timeout``. The
        others go to the other workers of the group. While the broker is unavailable the worker waits for it.

        signals: whether SIGTERM and SIGINT stop the worker; only in the main thread. A second one ends the
            process as it would without this.

        Raises what ends it: a handler's ``SystemExit``, or an error of the broker that waiting does not mend.
        """
        loop = asyncio.get_running_loop()
        with stop_on_signals(lambda: loop.call_soon_threadsafe(self.stop)) if signals else nullcontext():
            await self._engine.run()

    def stop(self) -> None:
        """Let ``run`` end. May be called before it; on the event loop, as everything here."""
        self._engine.stop()

    @property
    def status(self) -> WorkerStatus:
        """What the worker does, and has done."""
        return self._engine.status
