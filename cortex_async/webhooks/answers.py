"""What a delivery came to, and how its sender is told."""

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
class Answer:
    """What the sender is told. It tries again after anything but 2xx.

    status: 200 for ``handled``, ``duplicate`` (handled before) and ``unhandled`` (nobody listens to this type); 409 for
        ``in_progress`` (another worker is at it); 503 for ``busy`` (the store can remember no more now); 500 for ``failed`` (a
        handler or the store raised); for ``rejected`` 400 (malformed), 401 (not to be trusted), 413 (too large) or 500 (the
        server did not pass the raw body).
    error: name of the ``WebhookError``, for ``rejected``.
    """

    outcome: Outcome
    status: int
    error: str | None = None

    @property
    def body(self) -> bytes:
        """JSON."""
        return orjson.dumps({"outcome": self.outcome, **({"error": self.error} if self.error else {})})


def answer(outcome: Outcome) -> Answer:
    return Answer(outcome, _STATUS[outcome])


def rejection(refusal: Refusal) -> Answer:
    return Answer("rejected", refusal.status, type(refusal).__name__)
