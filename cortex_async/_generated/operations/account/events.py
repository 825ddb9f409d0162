# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from cortex_async._core.stream import EventStream, StreamOptions

    from ...events import Event
    from ...models import IngestedEvent, IngestEventSource, IngestEventType

API_KEY_BEARER = frozenset({"api-key", "bearer"})

INGEST = Route(
    "ingest",
    "POST",
    "/api/events/ingest",
    header_parameters={
        "X-Project-Id": Parameter("x_project_id", "str"),
        "X-Signature": Parameter("x_signature", "str"),
        "X-Timestamp": Parameter("x_timestamp", "str"),
    },
    keywords="x_project_id x_signature x_timestamp payload resource_id source type timestamp",
)
STREAM = Route(
    "stream",
    "GET",
    "/api/events/stream",
    API_KEY_BEARER,
    accept="text/event-stream",
    query_parameters={
        "resources": Parameter("resources", "str", many="joined"),
        "types": Parameter("types", "str", many="joined"),
    },
    header_parameters={"last-event-id": Parameter("last_event_id", "str")},
    keywords="last_event_id resources types",
)


class EventsOperations(Operations):
    """Operations of the resource events in the scope account."""

    __slots__ = ()

    async def ingest(
        self,
        *,
        x_project_id: str,
        x_signature: str,
        x_timestamp: str,
        payload: Mapping[str, Any],
        resource_id: str,
        source: IngestEventSource | str,
        type: IngestEventType | str,
        timestamp: datetime | Unset = UNSET,
        **options: Unpack[Options],
    ) -> IngestedEvent:
        """Ingest an external domain event

        Accepts domain events from trusted ODIN platform services (Voice server, Fleet) and publishes
        them into the Cortex event pipeline. Requires HMAC-SHA256 project secret authentication via
        X-Project-Id, X-Signature, and X-Timestamp headers.

        Args:
            x_project_id: The Payment project/app ID identifying the target project
            x_signature: HMAC-SHA256 hex digest of {timestamp}{rawBody} using the shared project secret
            x_timestamp: ISO 8601 timestamp of when the request was signed (must be within 5 minutes)
            payload: Action-typed event payload: { action, data, changes? }
            resource_id: Resource identifier in resource:id format (e.g. session:abc-123)
            source: The source service that generated this event (namespace:service format)
            type: The type of domain event being ingested
            timestamp: ISO 8601 timestamp of when the event occurred (defaults to server time)

        Raises: BadRequest, Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation ingest: POST /api/events/ingest
        """
        return await self._call(
            Request(
                INGEST,
                headers={
                    "X-Project-Id": x_project_id,
                    "X-Signature": x_signature,
                    "X-Timestamp": x_timestamp,
                },
                body=models.IngestEvent(
                    payload=payload, resource_id=resource_id, source=source, type=type, timestamp=timestamp
                ),
            ),
            models.IngestedEvent,
            options,
        )

    def stream(
        self,
        *,
        last_event_id: str | Unset = UNSET,
        resources: Iterable[str] | Unset = UNSET,
        types: Iterable[str] | Unset = UNSET,
        **options: Unpack[StreamOptions],
    ) -> EventStream[Event]:
        """Subscribe to real-time events via SSE (Tenant-wide)

        Args:
            last_event_id: Optional ID of the last event received for reconnection support
            resources: Comma-separated list of resource IDs
            types: Comma-separated list of event types (supports prefix wildcards like "gathering.*")

        Operation stream: GET /api/events/stream
        """
        from ...events import event_decoder

        return self._events(
            Request(
                STREAM,
                query={"resources": resources, "types": types},
                headers={"last-event-id": last_event_id},
            ),
            event_decoder(options),
            options,
        )
