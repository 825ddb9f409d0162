# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.unset import UNSET, Unset
from cortex_async._generated.operations.project import events as inner
from cortex_sync.bridge.operations import Operations
from cortex_sync.bridge.stream import EventStream

if TYPE_CHECKING:
    from cortex_async._core.stream import StreamOptions
    from cortex_async._generated.events import Event


class EventsOperations(Operations[inner.EventsOperations]):
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
        return EventStream(
            self._runner,
            self._inner.stream(last_event_id=last_event_id, resources=resources, types=types, **options),
        )
