# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET, Unset

if TYPE_CHECKING:
    from cortex_async._core.stream import EventStream, StreamOptions

    from ...events import Event

API_KEY_BEARER = frozenset({"api-key", "bearer"})

STREAM = Route(
    "streamProject",
    "GET",
    "/api/projects/{projectId}/events/stream",
    API_KEY_BEARER,
    accept="text/event-stream",
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    query_parameters={
        "resources": Parameter("resources", "str", many="joined"),
        "types": Parameter("types", "str", many="joined"),
    },
    header_parameters={"last-event-id": Parameter("last_event_id", "str")},
    keywords="last_event_id resources types",
)


class EventsOperations(Operations):
    """Operations of the resource events in the scope project."""

    __slots__ = ()

    def stream(
        self,
        *,
        last_event_id: str | Unset = UNSET,
        resources: Iterable[str] | Unset = UNSET,
        types: Iterable[str] | Unset = UNSET,
        **options: Unpack[StreamOptions],
    ) -> EventStream[Event]:
        """Subscribe to real-time events via SSE (Project-scoped)

        Args:
            last_event_id: Optional ID of the last event received for reconnection support
            resources: Comma-separated list of resource IDs
            types: Comma-separated list of event types (supports prefix wildcards like "gathering.*")

        Operation streamProject: GET /api/projects/{projectId}/events/stream
        """
        from ...events import event_decoder

        return self._events(
            Request(
                STREAM,
                self._bound,
                query={"resources": resources, "types": types},
                headers={"last-event-id": last_event_id},
            ),
            event_decoder(options),
            options,
        )
