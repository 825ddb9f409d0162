"""Turns what observers see into figures, for every exporter of metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async.telemetry import figures
from cortex_async.telemetry.measuring.calls import MeasuringCalls
from cortex_async.telemetry.measuring.connections import MeasuringConnections
from cortex_async.telemetry.measuring.streams import MeasuringStreams
from cortex_async.telemetry.measuring.views import MeasuringViews

if TYPE_CHECKING:
    from cortex_async._core.telemetry.webhooks import DeliveryJudged
    from cortex_async._core.telemetry.workers import HandlingEnded
    from cortex_async.telemetry.drift.deviations import Deviation


class Measuring(MeasuringCalls, MeasuringConnections, MeasuringStreams, MeasuringViews):
    """Base class of exporters: calls ``measure`` for each value of each figure.

    May be given to several clients and routers, in any threads.
    """

    def delivery_judged(self, judged: DeliveryJudged, /) -> None:
        self.measure(figures.DELIVERIES, 1, judged.outcome, judged.type, judged.error)
        self.measure(figures.DELIVERY_DURATION, judged.duration, judged.outcome)
        if judged.age is not None:
            self.measure(figures.DELIVERY_AGE, max(judged.age, 0.0), judged.outcome)

    def handling_ended(self, ended: HandlingEnded, /) -> None:
        group, outcome = ended.handling.group, ended.outcome
        self.measure(figures.HANDLINGS, 1, group, outcome, ended.handling.type, ended.error)
        self.measure(figures.HANDLING_DURATION, ended.duration, group, outcome)
        if ended.age is not None and outcome == "handled":
            self.measure(figures.HANDLING_AGE, max(ended.age, 0.0), group)

    def deviation_found(self, deviation: Deviation, /) -> None:
        """Count a deviation from the spec: ``DriftObserver(on_deviation=observer.deviation_found)``."""
        self.measure(figures.DEVIATIONS, 1, deviation.kind, deviation.api)
