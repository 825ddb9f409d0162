"""Notices when an API drifts from its spec: ``DriftObserver``."""

from __future__ import annotations

from cortex_async.telemetry.drift.deviations import Deviation, DeviationKind, DriftCounts
from cortex_async.telemetry.drift.observer import DriftObserver

__all__ = ["Deviation", "DeviationKind", "DriftCounts", "DriftObserver"]
