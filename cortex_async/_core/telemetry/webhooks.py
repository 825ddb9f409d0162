"""What observers see of webhook deliveries."""

from __future__ import annotations

from attrs import frozen


@frozen(eq=False, slots=False, kw_only=True)
class DeliveryJudged:
    """A webhook delivery that a ``WebhookRouter`` has responded to.

    outcome: ``handled``, ``duplicate``, ``unhandled``, ``in_progress``, ``busy``, ``rejected`` or ``failed``;
        see ``WebhookResponse``.
    status: HTTP status of the response.
    type: the event's type; ``unknown`` for one that this version of the SDK does not know; None if the
        delivery was rejected, since its content is not trusted.
    error: name of the ``WebhookError`` class, for ``rejected``.
    age: seconds from the signed timestamp to now, None if the delivery was rejected.
    duration: seconds, with the handlers.
    """

    outcome: str
    status: int
    type: str | None = None
    error: str | None = None
    age: float | None = None
    duration: float
