"""What a router does with one delivery: verifies it, opens it, publishes it, calls its handlers, responds."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from attrs import frozen

from cortex_async.routing.calling import Match
from cortex_async.routing.drivers import Call, Procedure
from cortex_async.routing.routes import Routes
from cortex_async.webhooks.body import json_object
from cortex_async.webhooks.errors import Refusal
from cortex_async.webhooks.forwarding import Forward, forwarding
from cortex_async.webhooks.headers import HeaderLike
from cortex_async.webhooks.judging import Facts, Judging
from cortex_async.webhooks.once import Delivery, HandleOnce, Reported
from cortex_async.webhooks.responses import WebhookResponse, rejection, response_to
from cortex_async.webhooks.verification import Verification

_logger = logging.getLogger(__name__)


# Without a repr and a comparison: it holds the secrets.
@frozen(kw_only=True, eq=False, repr=False)
class Handling:
    """Handles deliveries with what a ``WebhookRouter`` was created with, see there."""

    routes: Routes
    verification: Verification
    judging: Judging
    handle_once: HandleOnce
    forward: Forward | None
    decode: Callable[[dict[str, Any]], Any]
    handler_timeout: float | None
    max_body_bytes: int

    def of_body(self, body: bytes, headers: HeaderLike) -> Procedure[WebhookResponse]:
        """Handle a delivery that was read."""
        facts = Facts()
        return self.judging.judged(facts, headers, self._handle(body, headers, facts))

    def of_request(
        self, headers: HeaderLike, read: Callable[[], bytes | Awaitable[bytes]]
    ) -> Procedure[WebhookResponse]:
        """Handle a delivery whose body ``read`` returns, if its headers do not rule it out."""
        facts = Facts()
        return self.judging.judged(facts, headers, self._receive(headers, read, facts))

    def refused_unread(self, headers: HeaderLike) -> WebhookResponse | None:
        """The response to a delivery that its headers rule out, None if its body is needed."""
        try:
            self.verification.check_unread(headers, self.max_body_bytes)
        except Refusal as refusal:
            return _rejected(refusal)
        return None

    def _receive(
        self, headers: HeaderLike, read: Callable[[], bytes | Awaitable[bytes]], facts: Facts
    ) -> Procedure[WebhookResponse]:
        refused = self.refused_unread(headers)
        if refused is not None:
            return refused
        try:
            body = yield Call(read, "read")
        except Refusal as refusal:
            return _rejected(refusal)
        return (yield from self._handle(body, headers, facts))

    def _handle(self, body: bytes, headers: HeaderLike, facts: Facts) -> Procedure[WebhookResponse]:
        try:
            delivery, publish = self._open(body, headers, facts)
        except Refusal as refusal:
            return _rejected(refusal)
        except Exception:  # logged, and the sender retries
            _logger.exception("a webhook delivery could not be decoded")
            return response_to("failed")
        matching = self.routes.matching(delivery.event, delivery.type, limit=self.handler_timeout)
        handlers = (*publish, *matching)
        if not handlers:
            return response_to("unhandled")
        try:
            return response_to((yield from self.handle_once(delivery, handlers)))
        except Reported:
            return response_to("failed")
        except Exception:  # logged, and the sender retries
            _logger.exception("a webhook delivery of type %s was not handled", delivery.type)
            return response_to("failed")

    def _open(self, body: bytes, headers: HeaderLike, facts: Facts) -> tuple[Delivery, tuple[Match, ...]]:
        """The delivery, and what publishes it."""
        timestamp = self.verification.check(body, headers, self.max_body_bytes)
        raw = json_object(body)
        key, kind = raw.get("id"), raw.get("type")
        facts.type, facts.timestamp = kind if isinstance(kind, str) else "", timestamp
        event = self.decode(raw)
        signed = body if key and isinstance(key, str) else timestamp + body
        delivery = Delivery(hashlib.sha256(signed).hexdigest(), facts.type, event)
        return delivery, forwarding(self.forward, raw, body, self.handler_timeout)


def _rejected(refusal: Refusal) -> WebhookResponse:
    """The response to a delivery that is refused, after a line in the log."""
    level = logging.ERROR if refusal.status >= 500 else logging.INFO
    _logger.log(level, "webhook delivery rejected: %s", refusal)
    return rejection(refusal)
