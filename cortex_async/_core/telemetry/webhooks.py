"""What observers see of webhook deliveries."""

from __future__ import annotations

from attrs import frozen


@frozen(eq=False, slots=False, kw_only=True)
class DeliveryReceived:
    """A webhook delivery before it has been verified. It is hashable by identity.

    traceparent, tracestate: the headers of these names, by which senders tell their trace
        (https://www.w3.org/TR/trace-context/); None if missing. They are not signed: anybody may have made
        them up.
    """

    traceparent: str | None = None
    tracestate: str | None = None


@frozen(eq=False, slots=False, kw_only=True)
class DeliveryJudged:
    """A webhook delivery that a ``WebhookRouter`` has responded to.

    delivery: what ``delivery_received`` got, the same object.
    outcome: ``handled``, ``duplicate``, ``unhandled``, ``in_progress``, ``busy``, ``rejected`` or ``failed``;
        see ``WebhookResponse``.
    status: HTTP status of the response.
    type: the event's type; ``unknown`` for one that this version of the SDK does not know; None if the
        delivery was rejected, since its content is not trusted.
    error: name of the ``WebhookError`` class, for ``rejected``; of the exception that left the router instead
        of a response, with the outcome ``failed``, such as ``CancelledError``.
    age: seconds from the signed timestamp to now, None if the delivery was rejected.
    duration: seconds, with the handlers.
    """

    delivery: DeliveryReceived
    outcome: str
    status: int
    type: str | None = None
    error: str | None = None
    age: float | None = None
    duration: float
