"""Tells observers how deliveries were judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from attrs import define

from cortex_async._core.telemetry.streams import UNKNOWN_TYPE
from cortex_async._core.telemetry.webhooks import DeliveryJudged, DeliveryReceived
from cortex_async._core.timing.clock import monotonic, unix
from cortex_async.webhooks.headers import values_of
from cortex_async.webhooks.responses import response_to

if TYPE_CHECKING:
    from cortex_async._core.telemetry.listeners import Heard
    from cortex_async._core.telemetry.observer import Observer
    from cortex_async.routing.drivers import Procedure
    from cortex_async.webhooks.headers import HeaderLike
    from cortex_async.webhooks.responses import WebhookResponse


@define(eq=False)
class Facts:
    """What is known of one delivery once it is trusted.

    type: its event type, None before. timestamp: when it was signed, as it was sent.
    """

    type: str | None = None
    timestamp: bytes | None = None


class Judging:
    """The observers of one router.

    parse: turns a timestamp into Unix seconds.
    """

    def __init__(self, observers: Sequence[Observer] | None, parse: Callable[[str], float]) -> None:
        self._parse = parse
        self._received: Heard = ()
        self._judged: Heard = ()
        self._known: frozenset[str] = frozenset()
        if observers is not None:
            # Imported late: most routers have no observers.
            from cortex_async._core.telemetry.listeners import Listeners
            from cortex_async.event_types import known_types

            listeners = Listeners(observers)
            self._received, self._judged = listeners.delivery_received, listeners.delivery_judged
            self._known = frozenset(known_types())

    def judged(
        self, facts: Facts, headers: HeaderLike, procedure: Procedure[WebhookResponse]
    ) -> Procedure[WebhookResponse]:
        """Run the procedure that handles a delivery, and tell of the delivery and its response."""
        if not self._received and not self._judged:
            return (yield from procedure)
        from cortex_async._core.telemetry.listeners import tell

        begun, delivery = monotonic(), _received(headers)
        tell(self._received, delivery)
        try:
            response = yield from procedure
        except BaseException as error:
            failed = response_to("failed")
            self._tell(delivery, facts, failed.outcome, failed.status, type(error).__name__, begun)
            raise
        self._tell(delivery, facts, response.outcome, response.status, response.error, begun)
        return response

    def _tell(
        self,
        delivery: DeliveryReceived,
        facts: Facts,
        outcome: str,
        status: int,
        error: str | None,
        begun: float,
    ) -> None:
        from cortex_async._core.telemetry.listeners import tell

        judged = DeliveryJudged(
            delivery=delivery,
            outcome=outcome,
            status=status,
            type=facts.type if facts.type is None or facts.type in self._known else UNKNOWN_TYPE,
            error=error,
            age=self._age(facts.timestamp),
            duration=monotonic() - begun,
        )
        tell(self._judged, judged)

    def _age(self, timestamp: bytes | None) -> float | None:
        try:
            return None if timestamp is None else unix() - self._parse(timestamp.decode())
        except ValueError:
            # Without a tolerance, nobody has checked it.
            return None


def _received(headers: HeaderLike) -> DeliveryReceived:
    return DeliveryReceived(traceparent=_one(headers, "traceparent"), tracestate=_one(headers, "tracestate"))


def _one(headers: HeaderLike, name: str) -> str | None:
    """Return a header that is there once, shortened."""
    values = values_of(headers, name)
    return values[0][:_LONGEST] if len(values) == 1 else None


_LONGEST: Final = 512
"""https://www.w3.org/TR/trace-context/#tracestate-limits"""
