"""The scope of one project: its generated resources, some replaced by subclasses with additional methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async._core.runtime.loading import loaded_property
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._generated import scopes

if TYPE_CHECKING:
    from cortex_async.resources.functions import Functions
    from cortex_async.resources.gatherings import Gatherings
    from cortex_async.resources.messages import Messages
    from cortex_async.resources.participants import Participants
    from cortex_async.resources.project_events import ProjectEvents
    from cortex_async.resources.sanctions import Sanctions
    from cortex_async.resources.sessions import Sessions
    from cortex_async.resources.webhooks import Webhooks


class ProjectScope(NotCopyable, scopes.ProjectScope):
    """The resources of one project: ``client.project(project_id)``."""

    @loaded_property
    def events(self) -> ProjectEvents:
        from cortex_async.resources.project_events import ProjectEvents

        return ProjectEvents(self._caller, self._bound)

    @loaded_property
    def functions(self) -> Functions:
        from cortex_async.resources.functions import Functions

        return Functions(self._caller, self._bound)

    @loaded_property
    def gatherings(self) -> Gatherings:
        from cortex_async.resources.gatherings import Gatherings

        return Gatherings(self._caller, self._bound)

    @loaded_property
    def messages(self) -> Messages:
        from cortex_async.resources.messages import Messages

        return Messages(self._caller, self._bound)

    @loaded_property
    def participants(self) -> Participants:
        from cortex_async.resources.participants import Participants

        return Participants(self._caller, self._bound)

    @loaded_property
    def sanctions(self) -> Sanctions:
        from cortex_async.resources.sanctions import Sanctions

        return Sanctions(self._caller, self._bound)

    @loaded_property
    def sessions(self) -> Sessions:
        from cortex_async.resources.sessions import Sessions

        return Sessions(self._caller, self._bound)

    @loaded_property
    def webhooks(self) -> Webhooks:
        from cortex_async.resources.webhooks import Webhooks

        return Webhooks(self._caller, self._bound)
