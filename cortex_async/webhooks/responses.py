"""The outcomes of a delivery, and the responses that tell the sender."""

from __future__ import annotations

from typing import Literal, TypeAlias

import orjson
from attrs import frozen

from cortex_async.webhooks.errors import Refusal

Outcome: TypeAlias = Literal["handled", "duplicate", "unhandled", "in_progress", "busy", "rejected", "failed"]

_STATUS: dict[Outcome, int] = {
    "handled": 200,
    "duplicate": 200,
    "unhandled": 200,
    "in_progress": 409,
    "busy": 503,
    "failed": 500,
}


@frozen
class WebhookResponse:
    """The response to a delivery. The sender retries after anything but 2xx.

    status: 200 for ``handled``, ``duplicate`` (handled before) and ``unhandled`` (no handler for this type);
        409 for ``in_progress`` (another worker is handling it); 503 for ``busy`` (the store is full); 500 for
        ``failed`` (a handler or the store raised); for ``rejected`` 400 (malformed), 401 (not trusted), 413
        (too large) or 500 (the server did not pass the raw body).
    error: name of the ``WebhookError`` class, for ``rejected``.
    """

    outcome: Outcome
    status: int
    error: str | None = None

    @property
    def body(self) -> bytes:
        """JSON."""
        return orjson.dumps({"outcome": self.outcome, **({"error": self.error} if self.error else {})})


def response_to(outcome: Outcome) -> WebhookResponse:
    return WebhookResponse(outcome, _STATUS[outcome])


def rejection(refusal: Refusal) -> WebhookResponse:
    return WebhookResponse("rejected", refusal.status, type(refusal).__name__)
