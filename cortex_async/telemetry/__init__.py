"""Observers: see what clients do in production.

    class Retries(Observer):
        def retry_scheduled(self, retry: RetryScheduled) -> None:
            print(retry.call.operation, retry.error, retry.wait)

    async with CortexClient(observers=[Retries()]) as client: ...

``Observer`` describes when its methods are called; the other classes are what they get. ``client.stats()``
returns ``ClientStats`` without any observer. ``DriftObserver`` notices when an API drifts from its spec.
"""

from __future__ import annotations

from cortex_async._core.telemetry.calls import (
    AttemptEnded,
    AttemptStarted,
    BodyEnded,
    CallEnded,
    CallLimited,
    CallStarted,
    Connection,
    CredentialRenewed,
    Declined,
    Renewal,
    RetryDeclined,
    RetryScheduled,
)
from cortex_async._core.telemetry.connections import ConnectionClosed, ConnectionOpened
from cortex_async._core.telemetry.observer import Observer
from cortex_async._core.telemetry.relays import RelayChanged, RelayPublished
from cortex_async._core.telemetry.stats import ClientStats, StreamPhase, StreamStats, ViewStats
from cortex_async._core.telemetry.streams import (
    EventReceived,
    State,
    StreamChanged,
    StreamClosed,
    StreamOpened,
)
from cortex_async._core.telemetry.views import ViewClosed, ViewFetched, ViewFresh, ViewOpened, ViewStale
from cortex_async._core.telemetry.webhooks import DeliveryJudged, DeliveryReceived
from cortex_async._core.telemetry.workers import HandlingEnded, HandlingOutcome, HandlingStarted
from cortex_async.telemetry.drift import Deviation, DeviationKind, DriftCounts, DriftObserver

__all__ = [
    "AttemptEnded",
    "AttemptStarted",
    "BodyEnded",
    "CallEnded",
    "CallLimited",
    "CallStarted",
    "ClientStats",
    "Connection",
    "ConnectionClosed",
    "ConnectionOpened",
    "CredentialRenewed",
    "Declined",
    "DeliveryJudged",
    "DeliveryReceived",
    "Deviation",
    "DeviationKind",
    "DriftCounts",
    "DriftObserver",
    "EventReceived",
    "HandlingEnded",
    "HandlingOutcome",
    "HandlingStarted",
    "Observer",
    "RelayChanged",
    "RelayPublished",
    "Renewal",
    "RetryDeclined",
    "RetryScheduled",
    "State",
    "StreamChanged",
    "StreamClosed",
    "StreamOpened",
    "StreamPhase",
    "StreamStats",
    "ViewClosed",
    "ViewFetched",
    "ViewFresh",
    "ViewOpened",
    "ViewStale",
    "ViewStats",
]
