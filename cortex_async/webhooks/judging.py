"""Tells observers how deliveries were judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from attrs import define

from cortex_async._core.telemetry.streams import UNKNOWN_TYPE
from cortex_async._core.telemetry.webhooks import DeliveryJudged
from cortex_async._core.timing.clock import monotonic, unix

if TYPE_CHECKING:
    from cortex_async._core.telemetry.listeners import Heard
    from cortex_async._core.telemetry.observer import Observer
    from cortex_async.routing.drivers import Procedure
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
        self._heard: Heard = ()
        self._known: frozenset[str] = frozenset()
        if observers is not None:
            # Imported late: most routers have no observers.
            from cortex_async._core.telemetry.listeners import Listeners
            from cortex_async.event_types import known_types

            self._heard = Listeners(observers).delivery_judged
            self._known = frozenset(known_types())

    def judged(self, facts: Facts, procedure: Procedure[WebhookResponse]) -> Procedure[WebhookResponse]:
        """Run the procedure that handles a delivery, and tell of its response."""
        if not self._heard:
            return (yield from procedure)
        from cortex_async._core.telemetry.listeners import tell

        begun = monotonic()
        response = yield from procedure
        judged = DeliveryJudged(
            outcome=response.outcome,
            status=response.status,
            type=facts.type if facts.type is None or facts.type in self._known else UNKNOWN_TYPE,
            error=response.error,
            age=self._age(facts.timestamp),
            duration=monotonic() - begun,
        )
        tell(self._heard, judged)
        return response

    def _age(self, timestamp: bytes | None) -> float | None:
        try:
            return None if timestamp is None else unix() - self._parse(timestamp.decode())
        except ValueError:
            # Without a tolerance, nobody has checked it.
            return None
