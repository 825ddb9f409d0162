"""Sends each trusted delivery to the handlers of its event type, once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Unpack, overload

from cortex_async._core.arguments import wrong_type
from cortex_async.routing.drivers import run_async, run_sync
from cortex_async.routing.registry import Decorator, HandlerRegistry
from cortex_async.routing.routes import Routes
from cortex_async.webhooks.body import decode_event
from cortex_async.webhooks.forwarding import Forward, require_forward
from cortex_async.webhooks.handling import Handling
from cortex_async.webhooks.headers import HeaderLike
from cortex_async.webhooks.judging import Judging
from cortex_async.webhooks.once import HandleOnce
from cortex_async.webhooks.options import VerifyOptions
from cortex_async.webhooks.replay import HANDLER_TIMEOUT, MemoryReplayStore, ReplayStore, TimedStore
from cortex_async.webhooks.responses import WebhookResponse
from cortex_async.webhooks.settings_checks import require_limits, require_retention
from cortex_async.webhooks.signature import Secrets
from cortex_async.webhooks.verification import Verification

if TYPE_CHECKING:
    from cortex_async._core.telemetry.observer import Observer
    from cortex_async._generated.events import Event

A = TypeVar("A", bound="Event")
B = TypeVar("B", bound="Event")
C = TypeVar("C", bound="Event")
D = TypeVar("D", bound="Event")
H = TypeVar("H", bound=Callable[..., object])

MAX_BODY_BYTES = 4 * 1024 * 1024


class WebhookRouter(HandlerRegistry):
    """Verifies deliveries and calls handlers::

        router = WebhookRouter(os.environ["WEBHOOK_SECRET"])

        @router.on(SessionUpdatedEvent)
        async def session_changed(event: SessionUpdatedEvent) -> None: ...

    Handlers take the event and are functions or coroutine functions. All matching handlers are called, in the
    order of registration. The delivery is handled when all of them have returned. If one raises, the handlers
    after it are not called, and the response makes the sender retry, after which all of them are called
    again. ``on_error`` hooks get the exception; without a hook it is logged. In an async server a plain
    function runs in the event loop, so it should only hand the event on; in a sync server a coroutine
    function gets an event loop of its own.

    A delivery is identified by the digest of its signed body, or of timestamp and body if the body has no
    ``id``. Headers are not used for this, because they are not signed and each attempt has a new signature.

    secrets and ``verification``: as for ``unwrap``.
    forward: a broker. Each delivery is published there before its handlers are called and before the sender
        gets a response. If publishing fails, the sender retries.
    router: an ``EventRouter`` that shares handlers and hooks with this router: what you register on one is
        registered on both.
    replay: the store of handled deliveries, by default in this process; ``False`` handles every delivery.
    decode: converts the parsed body for the handlers; by default it makes the typed event.
    handler_timeout: seconds that a coroutine may take, 30 by default; None for no limit. A shorter limit of
        ``router`` stays.
    max_body_bytes: larger bodies are refused; 4 MiB by default.
    observers: a list of ``Observer`` objects, whose ``delivery_received`` and ``delivery_judged`` are called.

    Raises ``ConfigError`` without a usable secret, for settings out of range, and for a store that forgets
    before timestamps expire.
    """

    def __init__(
        self,
        secrets: Secrets,
        *,
        forward: Forward | None = None,
        router: HandlerRegistry | None = None,
        replay: ReplayStore | Literal[False] | None = None,
        decode: Callable[[dict[str, Any]], Any] = decode_event,
        handler_timeout: float | None = HANDLER_TIMEOUT,
        max_body_bytes: int = MAX_BODY_BYTES,
        observers: Sequence[Observer] | None = None,
        **verification: Unpack[VerifyOptions],
    ) -> None:
        if router is not None and not isinstance(router, HandlerRegistry):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("router", "an EventRouter", router)
        super().__init__(Routes(None) if router is None else router._routes)
        checks = Verification(secrets=secrets, **verification)
        require_limits(handler_timeout, max_body_bytes)
        require_forward(forward)
        store = MemoryReplayStore() if replay is None else replay or None
        if store is not None:
            require_retention(store, checks.tolerance)
        if isinstance(store, TimedStore):
            store.serve(handler_timeout, checks.tolerance)
        self.max_body_bytes = max_body_bytes
        self._handling = Handling(
            routes=self._routes,
            verification=checks,
            judging=Judging(observers, checks.parse_timestamp),
            handle_once=HandleOnce(store),
            forward=forward,
            decode=decode,
            handler_timeout=handler_timeout,
            max_body_bytes=max_body_bytes,
        )

    @overload
    def on(self, event: str, /, *events: str) -> Callable[[H], H]: ...

    @overload
    def on(self, event: type[A], /) -> Decorator[A]: ...

    @overload
    def on(self, event: type[A], other: type[B], /) -> Decorator[A | B]: ...

    @overload
    def on(self, event: type[A], other: type[B], third: type[C], /) -> Decorator[A | B | C]: ...

    @overload
    def on(
        self, event: type[A], other: type[B], third: type[C], fourth: type[D], /
    ) -> Decorator[A | B | C | D]: ...

    @overload
    def on(self, events: UnionType, /) -> Callable[[H], H]: ...

    @overload
    def on(self, event: str | type[Event], /, *events: str | type[Event]) -> Decorator[Event]: ...

    # Handlers for event types may take anything here, which pyright takes for another order of overloads.
    def on(self, *events: object) -> Callable[..., Any]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Register a handler for event classes (``SessionCreatedEvent``) or event types: exact
        (``session.created``), by prefix (``gathering.*``), or all (``*``).

        A handler for event types may take anything, since it gets what ``decode`` returns.

        Raises ``ArgumentError`` for anything else. Warns (``UnknownEventTypeWarning``) of a pattern that
        covers no known type, and registers it: newer types may exist.
        """
        return self._routes.decorator(events)

    async def handle(self, body: bytes, headers: HeaderLike) -> WebhookResponse:
        """Handle a delivery in an asynchronous server.

        Errors of the delivery are not raised but logged and in the response.
        """
        return await run_async(self._handling.of_body(body, headers))

    def handle_sync(self, body: bytes, headers: HeaderLike) -> WebhookResponse:
        """Handle a delivery in a synchronous server, in a thread without a running event loop.

        Otherwise like ``handle``.
        """
        return run_sync(self._handling.of_body(body, headers))

    async def receive(
        self, headers: HeaderLike, read: Callable[[], bytes | Awaitable[bytes]]
    ) -> WebhookResponse:
        """Handle a request whose body has not been read yet, in an asynchronous server.

        For adapters to a framework.

        A delivery that its headers rule out is refused without a call of ``read``.

        read: returns the raw body, or raises ``BodyTooLarge`` or ``BodyNotBytes``. ``Content-Length`` may be
            missing or wrong, so read at most ``max_body_bytes`` and one more. Other exceptions of it pass
            through.
        """
        return await run_async(self._handling.of_request(headers, read))

    def receive_sync(self, headers: HeaderLike, read: Callable[[], bytes]) -> WebhookResponse:
        """Like ``receive``, in a synchronous server."""
        return run_sync(self._handling.of_request(headers, read))

    def refuse_unread(self, headers: HeaderLike) -> WebhookResponse | None:
        """The response to a delivery that its headers rule out, None if its body is needed.

        ``receive`` includes this check.
        """
        return self._handling.refused_unread(headers)
