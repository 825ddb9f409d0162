"""Events of a project for blocking code: the generated operations, and waiting for one event."""

from __future__ import annotations

from cortex_async._generated.operations.project.events import EventsOperations as AsyncOperations
from cortex_sync._generated.operations.project.events import EventsOperations
from cortex_sync.resources.event_waits import EventWaits


class ProjectEvents(EventsOperations, EventWaits[AsyncOperations]):
    """The events of a project."""

    __slots__ = ()
