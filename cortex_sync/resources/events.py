"""Events of the account for blocking code: the generated operations, waiting for one event, and an ``ingest``
that signs its requests.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Unpack, cast

from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_async._generated.operations.account.events import EventsOperations as AsyncEventsOperations
from cortex_sync._generated.operations.account.events import EventsOperations
from cortex_sync.resources.event_waits import EventWaits

if TYPE_CHECKING:
    from cortex_async.models import IngestedEvent, IngestEventSource, IngestEventType
    from cortex_async.resources.events import Events as AsyncEvents


class Events(EventsOperations, EventWaits[AsyncEventsOperations]):
    """The events of the account."""

    __slots__ = ()

    def ingest(  # type: ignore[override]  # takes the secret to sign with, instead of a signature
        self,
        *,
        project_id: str,
        secret: str,
        payload: Mapping[str, Any],
        resource_id: str,
        source: IngestEventSource | str,
        type: IngestEventType | str,
        timestamp: datetime | Unset = UNSET,
        **options: Unpack[Options],
    ) -> IngestedEvent:
        """Ingest an event of the platform

        Signs the bytes that are sent, with the project's secret and the current time. The server accepts 100
        events per second and project. Beyond that it responds with 429, and the call is repeated after the
        pause that it asks for.

        Args:
            project_id: the project that the event belongs to
            secret: the project's secret; it is never sent
            payload: action, data and, for updates, changes
            resource_id: kind and id, e.g. ``session:abc-123``
            source: which service the event comes from
            type: the event's type
            timestamp: when it happened; the server's time by default

        Raises: BadRequest, Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation ingest: POST /api/events/ingest
        """
        inner = cast("AsyncEvents", self._inner)
        return self._wait(
            inner.ingest,
            project_id=project_id,
            secret=secret,
            payload=payload,
            resource_id=resource_id,
            source=source,
            type=type,
            timestamp=timestamp,
            **options,
        )
