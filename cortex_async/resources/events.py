"""Events of the account: the generated operations, waiting for one event, and an ingest that signs its
requests.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Unpack

from attrs import evolve

from cortex_async import models
from cortex_async._core.codec.bodies import Content
from cortex_async._core.errors import ArgumentTypeError, ArgumentValueError
from cortex_async._core.options import Options
from cortex_async._core.request import Request
from cortex_async._core.secrets.masking import hidden
from cortex_async._core.strings.wire_strings import check_encodable, identifier
from cortex_async._core.unset import UNSET, Unset
from cortex_async._generated.operations.account.events import INGEST, STREAM, EventsOperations
from cortex_async.resources.event_waits import EventWaits
from cortex_async.webhooks.signature import sign_ingest

if TYPE_CHECKING:
    from cortex_async.models import IngestedEvent, IngestEventSource, IngestEventType

# Not the keywords of the spec: ``ingest`` makes the signature itself.
_INGEST = evolve(INGEST, keywords="project_id secret payload resource_id source type timestamp")


class Events(EventsOperations, EventWaits):
    """The events of the account."""

    __slots__ = ()

    _route = STREAM

    async def ingest(  # type: ignore[override]  # signs with the secret instead of taking a signature of bytes not yet made
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
        secret = hidden(secret)
        event = models.IngestEvent(
            payload=payload, resource_id=resource_id, source=source, type=type, timestamp=timestamp
        )
        body = self._caller.codec.encode_body(event)
        headers = sign_ingest(identifier(project_id, "project_id"), _signing(secret), body)
        request = Request(_INGEST, headers=headers, body=Content(body, "application/json"))
        return await self._call(request, models.IngestedEvent, options)


def _signing(secret: object) -> str:
    """A project's secret, checked. Raises ``ArgumentError`` without showing it."""
    if not isinstance(secret, str):
        got = type(secret).__name__
        raise ArgumentTypeError(
            f"secret must be a non-empty string, got a value of type {got}", parameter="secret"
        )
    if not secret.strip():
        raise ArgumentValueError("secret must be a non-empty string", parameter="secret")
    check_encodable(secret, "secret")
    return secret
