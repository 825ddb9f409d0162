"""Sends each trusted delivery to the handlers of its event type, once."""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, TypeVar, Unpack

from attrs import frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.stream.event_patterns import covers
from cortex_async.event_types import check_patterns
from cortex_async.webhooks.answers import Answer, Outcome, answer, rejection
from cortex_async.webhooks.errors import Refusal
from cortex_async.webhooks.headers import HeaderLike
from cortex_async.webhooks.limits import require_limits, require_memory
from cortex_async.webhooks.replay import HANDLER_TIMEOUT, Claim, MemoryReplayStore, ReplayStore, Terms
from cortex_async.webhooks.signature import Secrets
from cortex_async.webhooks.steps import Step, Steps, drive, drive_sync
from cortex_async.webhooks.verification import Verification, VerifyOptions, decode_event, json_object

_log = logging.getLogger(__name__)

H = TypeVar("H", bound=Callable[..., object])

MAX_BODY_BYTES = 4 * 1024 * 1024

_UNCLAIMED: dict[Claim, Outcome] = {"done": "duplicate", "full": "busy"}


@frozen
class _Delivery:
    key: str
    type: str
    event: Any


class WebhookRouter:
    """Verifies deliveries and calls handlers::

        router = WebhookRouter(os.environ["WEBHOOK_SECRET"])

        @router.on("session.*")
        async def session_changed(event: SessionUpdatedEvent) -> None: ...

    Handlers take the event and are functions or coroutines. Every handler whose pattern fits is called, in the order of
    registration; the delivery counts as handled when all of them have returned. If one raises, the sender is told to try again,
    and then all of them are called again. A plain function under an asynchronous server runs in the event loop, so it should only put
    the event somewhere; a coroutine under a synchronous server runs in an event loop of its own.

    A delivery is known by the digest of its signed body, or of timestamp and body if the body has no ``id``: the sender signs each
    attempt anew, and headers that are not signed prove nothing.

    secrets and ``verification``: as for ``unwrap``.
    replay: where handled deliveries are remembered; in this process by default, ``False`` to handle every delivery.
    decode: the parsed body to whatever handlers are to get, instead of the typed event.
    handler_timeout: seconds that one coroutine may take; None for no limit.
    max_body_bytes: larger bodies are refused.

    Raises ``ConfigError`` without a usable secret, and when the store forgets sooner than the timestamps expire.
    """

    def __init__(
        self,
        secrets: Secrets,
        *,
        replay: ReplayStore | Literal[False] | None = None,
        decode: Callable[[dict[str, Any]], Any] = decode_event,
        handler_timeout: float | None = HANDLER_TIMEOUT,
        max_body_bytes: int = MAX_BODY_BYTES,
        **verification: Unpack[VerifyOptions],
    ) -> None:
        self._verification = Verification(secrets=secrets, **verification)
        require_limits(handler_timeout, max_body_bytes)
        self._store = MemoryReplayStore() if replay is None else replay or None
        self._decode = decode
        self._handler_timeout = handler_timeout
        self.max_body_bytes = max_body_bytes
        self._routes: list[tuple[tuple[str, ...], Callable[..., object]]] = []
        if self._store is not None:
            require_memory(self._store, self._verification.tolerance)
        if isinstance(self._store, Terms):
            self._store.serve(handler_timeout, self._verification.tolerance)

    def on(self, *patterns: str) -> Callable[[H], H]:
        """Registers a handler for event types: exact (``session.created``), by prefix (``gathering.*``), or all (``*``).

        Warns (``UnknownEventTypeWarning``) of a pattern that covers no known type. New ones may come, so it is registered.
        """
        if not patterns:
            raise ArgumentValueError(
                "patterns must name at least one event type, or '*' for all", parameter="patterns"
            )
        for pattern in patterns:
            if not isinstance(pattern, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
                raise wrong_type("patterns", "event types as strings", pattern)
            exact = pattern.removesuffix(".*")
            if pattern != "*" and (not exact or "*" in exact):
                raise wrong_value("patterns", "event types, prefixes such as 'session.*', or '*'", pattern)
        check_patterns(patterns)

        def register(handler: H) -> H:
            self._routes.append((patterns, handler))
            return handler

        return register

    async def handle(self, body: bytes, headers: HeaderLike) -> Answer:
        """For asynchronous servers. Raises nothing of the delivery: what went wrong is in the answer and in the log."""
        return await drive(self._steps(body, headers))

    def handle_sync(self, body: bytes, headers: HeaderLike) -> Answer:
        """For synchronous servers, in a thread without a running event loop. Otherwise like ``handle``."""
        return drive_sync(self._steps(body, headers))

    def refuse_unread(self, headers: HeaderLike) -> Answer | None:
        """For adapters, before they read the body: the refusal of a delivery that needs no body to be refused, else None.

        ``Content-Length`` may be missing or lie: read at most ``max_body_bytes`` and one more.
        """
        try:
            self._verification.check_unread(headers, self.max_body_bytes)
        except Refusal as refusal:
            return rejected(refusal)
        return None

    def _steps(self, body: bytes, headers: HeaderLike) -> Steps[Answer]:
        try:
            delivery = self._open(body, headers)
        except Refusal as refusal:
            return rejected(refusal)
        except Exception:  # noqa: BLE001  (logged, and the sender tries again)
            _log.exception("a webhook delivery could not be decoded")
            return answer("failed")
        handlers = [
            handler
            for patterns, handler in self._routes
            if any(covers(pattern, delivery.type) for pattern in patterns)
        ]
        if not handlers:
            return answer("unhandled")
        try:
            return (yield from self._once(delivery, handlers))
        except Exception:  # noqa: BLE001  (logged, and the sender tries again)
            _log.exception("a webhook delivery of type %s was not handled", delivery.type)
            return answer("failed")

    def _open(self, body: bytes, headers: HeaderLike) -> _Delivery:
        timestamp = self._verification.check(body, headers, self.max_body_bytes)
        raw = json_object(body)
        event = self._decode(raw)
        key, kind = raw.get("id"), raw.get("type")
        signed = body if key and isinstance(key, str) else timestamp + body
        return _Delivery(hashlib.sha256(signed).hexdigest(), kind if isinstance(kind, str) else "", event)

    def _once(self, delivery: _Delivery, handlers: list[Callable[..., object]]) -> Steps[Answer]:
        if self._store is None:
            yield from self._call(handlers, delivery.event)
            return answer("handled")
        token = uuid.uuid4().hex
        claim = yield Step(partial(self._store.claim, delivery.key, token))
        if claim != "claimed":
            if claim == "full":
                _log.error(
                    "the replay store can remember no more deliveries now: the sender has to come again"
                )
            return answer(_UNCLAIMED.get(claim, "in_progress"))
        try:
            yield from self._call(handlers, delivery.event)
        except GeneratorExit:
            raise
        except BaseException:
            yield from self._release(delivery, token)
            raise
        if not (yield Step(partial(self._store.finish, delivery.key, token))):
            _log.warning(
                "handling %s took longer than the replay store's lease; it may have run twice", delivery.type
            )
        return answer("handled")

    def _release(self, delivery: _Delivery, token: str) -> Steps[None]:
        store = self._store
        if store is not None:
            try:
                yield Step(partial(store.release, delivery.key, token))
            except Exception:  # noqa: BLE001  (what the handler raised, or its cancellation, must not be lost over this)
                _log.exception("the claim on a webhook delivery was not given back; it lapses by itself")

    def _call(self, handlers: list[Callable[..., object]], event: object) -> Steps[None]:
        for handler in handlers:
            yield Step(partial(handler, event), self._handler_timeout, coroutine=True)


def rejected(refusal: Refusal) -> Answer:
    """The response to a delivery that is not taken, after a line in the log."""
    level = logging.ERROR if refusal.status >= 500 else logging.INFO
    _log.log(level, "webhook delivery rejected: %s", refusal)
    return rejection(refusal)
