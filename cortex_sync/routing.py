"""The event router for blocking code: handlers run in the calling thread, or in several threads."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from cortex_async._core.arguments import check_count, check_seconds, wrong_type
from cortex_async._core.stream import Gap
from cortex_async.routing.drivers import run_sync
from cortex_async.routing.event_router import DRAIN_TIMEOUT, dispatching, gap_reporting
from cortex_async.routing.registry import HandlerRegistry
from cortex_async.routing.results import DispatchResult
from cortex_async.routing.routes import Routes
from cortex_sync.bridge.handlers import HandlerThreads
from cortex_sync.bridge.stream import EventStream

if TYPE_CHECKING:
    from cortex_async._generated.events import Event


class EventRouter(HandlerRegistry):
    """Calls a handler for each event::

        router = EventRouter()

        @router.on(MessageCreatedEvent)
        def said(event: MessageCreatedEvent) -> None:
            print(event.payload.data.content)

        @router.on("session.*", "gathering.*")
        def remember(event: Event) -> None: ...

        router.run(project.events.stream())

    **Order.** By default events are handled one after another, in the order of the stream and in the thread
    that calls ``run``. With ``concurrency=n`` up to ``n`` events are handled at once, in threads, but those
    that concern the same session, gathering, message or other resource still one after another; up to ten
    times ``n`` events are taken ahead. The handlers of one event always run one after another, in the order
    of registration, and each gets the event once.

    **Errors.** A handler that raises affects neither the other handlers nor the stream: the ``on_error``
    hooks get the error, and without a hook it is logged. What is not an ``Exception``, such as Ctrl-C, ends
    ``run``.

    Handlers are functions, which may block and call the client. A coroutine function is accepted, for
    handlers that an asynchronous server shares: each call gets an event loop of its own, so it must not use
    an asynchronous client of another loop.

    ``WebhookRouter(secret, router=router)`` calls the same handlers for webhooks.

    concurrency: how many events ``run`` handles at once.
    handler_timeout: seconds that a coroutine may take, after which it is cancelled and has failed with
        ``WaitTimedOut``; None for no limit. A plain function cannot be interrupted.

    Raises ``ArgumentError`` for a setting that cannot be used.
    """

    def __init__(self, *, concurrency: int = 1, handler_timeout: float | None = None) -> None:
        check_count("concurrency", concurrency)
        check_seconds("handler_timeout", handler_timeout)
        super().__init__(Routes(handler_timeout))
        self._concurrency = concurrency

    def run(
        self, stream: EventStream[Event] | Iterable[Event], *, drain_timeout: float | None = DRAIN_TIMEOUT
    ) -> None:
        """Handle the events of ``stream`` until it ends, e.g. because another thread closes it.

        A stream that is not open is opened, and closed at the end. Any other iterable of events works too,
        but has no gaps to report. ``on_gap`` hooks run in a thread of their own.

        Ctrl-C interrupts the handler in the calling thread. Handlers in other threads end first, and another
        Ctrl-C ends that wait at once, as does the time limit; the log then says how many events were not
        handled.

        drain_timeout: seconds to wait for those handlers at the end, 10 by default; None for no limit.

        Raises what ended the stream, such as ``Unauthorized`` or ``ClientClosed``.
        """
        check_seconds("drain_timeout", drain_timeout, zero=True)
        if not isinstance(stream, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("stream", "a stream such as project.events.stream()", stream)
        with ExitStack() as stack:
            if isinstance(stream, EventStream):
                # Only a stream that is open is its own iterator.
                if iter(stream) is not stream:
                    stack.enter_context(stream)
                stack.callback(stream._on_gap(self._gap))  # pyright: ignore[reportPrivateUsage]  # same package
            if self._concurrency == 1:
                for event in stream:
                    self.dispatch(event)
            else:
                HandlerThreads(self.dispatch, self._concurrency).follow(stream, drain_timeout)

    def dispatch(self, event: Event) -> DispatchResult:
        """Call the handlers of one event, and return what became of it.

        For tests, and for sources of events other than streams: acknowledge the event if the result is
        ``ok``. Calls are not put in order with each other, nor with those of ``run``.

        Errors of handlers are reported as in ``run``, and are not raised: ``result.raise_for_failures()``
        raises them.
        """
        return run_sync(dispatching(self._routes, event))

    def _gap(self, gap: Gap) -> None:
        run_sync(gap_reporting(self._routes, gap))
