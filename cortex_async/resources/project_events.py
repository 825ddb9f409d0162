"""Events of a project: the generated operations, and waiting for one event."""

from __future__ import annotations

from cortex_async._generated.operations.project.events import STREAM, EventsOperations
from cortex_async.resources.event_waits import EventWaits


class ProjectEvents(EventsOperations, EventWaits):
    """The events of a project."""

    __slots__ = ()

    _route = STREAM
