"""The router for streams: dispatches each event of a stream to the handlers that are registered for it."""

from __future__ import annotations

from collections.abc import AsyncIterable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from cortex_async._core.arguments import check_count, check_seconds, wrong_type
from cortex_async._core.stream import EventStream, Gap
from cortex_async.routing.calling import call_each, report_gap
from cortex_async.routing.drivers import Procedure, run_async
from cortex_async.routing.registry import HandlerRegistry
from cortex_async.routing.results import DispatchResult
from cortex_async.routing.routes import Routes
from cortex_async.routing.run import Run

if TYPE_CHECKING:
    from cortex_async._generated.events import Event

DRAIN_TIMEOUT = 10.0


class EventRouter(HandlerRegistry):
    """Calls a handler for each event::

        router = EventRouter()

        @router.on(MessageCreatedEvent)
        async def said(event: MessageCreatedEvent) -> None:
            print(event.payload.data.content)

        @router.on("session.*", "gathering.*")
        async def remember(event: Event) -> None: ...

        await router.run(project.events.stream())

    **Order.** By default events are handled one after another, in the order of the stream. With
    ``concurrency=n`` up to ``n`` events are handled at once, but those that concern the same session,
    gathering, message or other resource still one after another; up to ten times ``n`` events are taken
    ahead. The handlers of one event always run one after another, in the order of registration, and each
    gets the event once.

    **Errors.** A handler that raises affects neither the other handlers nor the stream: the ``on_error``
    hooks get the error, and without a hook it is logged. What is not an ``Exception``, such as
    ``SystemExit``, ends ``run``.

    Handlers are coroutine functions or functions. A plain function runs in the event loop and must not block.

    ``WebhookRouter(secret, router=router)`` calls the same handlers for webhooks.

    concurrency: how many events ``run`` handles at once.
    handler_timeout: seconds that a coroutine may take, after which it is cancelled and has failed with
        ``WaitTimedOut``; None for no limit.

    Raises ``ArgumentError`` for a setting that cannot be used.
    """

    def __init__(self, *, concurrency: int = 1, handler_timeout: float | None = None) -> None:
        check_count("concurrency", concurrency)
        check_seconds("handler_timeout", handler_timeout)
        super().__init__(Routes(handler_timeout))
        self._concurrency = concurrency

    async def run(
        self,
        stream: EventStream[Event] | AsyncIterable[Event],
        *,
        drain_timeout: float | None = DRAIN_TIMEOUT,
    ) -> None:
        """Handle the events of ``stream`` until it ends or this is cancelled.

        A stream that is not open is opened, and closed at the end. Any other async iterable of events works
        too, but has no gaps to report.

        However this ends, the events that were taken are handled before it returns or raises. A cancellation
        meanwhile ends that at once, and so does the time limit: handlers that still run are cancelled, and
        the log says how many events were not handled.

        drain_timeout: seconds to wait for the handlers at the end, 10 by default; None for no limit.

        Raises what ended the stream, such as ``Unauthorized`` or ``ClientClosed``.
        """
        check_seconds("drain_timeout", drain_timeout, zero=True)
        if not isinstance(stream, AsyncIterable):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("stream", "a stream such as project.events.stream()", stream)
        async with AsyncExitStack() as stack:
            feed = None
            if isinstance(stream, EventStream):
                # Before the stream opens, so that no gap is missed.
                feed = stream.states()
                if not _is_open(stream):
                    await stack.enter_async_context(stream)
            run = Run(self.dispatch, self._gap, self._concurrency)
            await run.follow(stream, feed, drain_timeout)

    async def dispatch(self, event: Event) -> DispatchResult:
        """Call the handlers of one event, and return what became of it.

        For tests, and for sources of events other than streams: acknowledge the event if the result is
        ``ok``. Calls are not put in order with each other, nor with those of ``run``.

        Errors of handlers are reported as in ``run``, and are not raised: ``result.raise_for_failures()``
        raises them.
        """
        return await run_async(dispatching(self._routes, event))

    async def _gap(self, gap: Gap) -> None:
        await run_async(gap_reporting(self._routes, gap))


def dispatching(
    routes: Routes, event: Event, limit: float | None = None, *, log: bool = True
) -> Procedure[DispatchResult]:
    """The procedure of ``dispatch``, for the async and the sync version.

    limit: an upper bound of the handlers' time limits.
    log: whether errors without a hook are logged.
    """
    if not hasattr(event, "type"):
        raise wrong_type("event", "an event; decode_event of cortex_async.events makes one", event)
    matches = routes.matching(event, limit=limit)
    failures = yield from call_each(event, matches, log=log)
    return DispatchResult(event, len(matches), failures)


def gap_reporting(routes: Routes, gap: Gap) -> Procedure[None]:
    """The procedure that reports a gap, for the async and the sync version."""
    return report_gap(gap, routes.gap_hooks(), routes.time_limit)


def _is_open(stream: EventStream[Event]) -> bool:
    try:
        aiter(stream)
    except RuntimeError:
        return False
    return True
