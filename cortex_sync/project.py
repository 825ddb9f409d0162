"""The scope of one project for blocking code: the generated resources, some replaced by classes with
additional methods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async._core.runtime.loading import loaded_property
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_sync._generated import scopes

if TYPE_CHECKING:
    from cortex_sync.resources.functions import Functions
    from cortex_sync.resources.gatherings import Gatherings
    from cortex_sync.resources.messages import Messages
    from cortex_sync.resources.participants import Participants
    from cortex_sync.resources.project_events import ProjectEvents
    from cortex_sync.resources.sanctions import Sanctions
    from cortex_sync.resources.sessions import Sessions
    from cortex_sync.resources.webhooks import Webhooks


class ProjectScope(NotCopyable, scopes.ProjectScope):
    """The resources of one project: ``client.project(project_id)``."""

    @loaded_property
    def events(self) -> ProjectEvents:
        from cortex_sync.resources.project_events import ProjectEvents

        return ProjectEvents(self._runner, self._inner.events)

    @loaded_property
    def functions(self) -> Functions:
        from cortex_sync.resources.functions import Functions

        return Functions(self._runner, self._inner.functions)

    @loaded_property
    def gatherings(self) -> Gatherings:
        from cortex_sync.resources.gatherings import Gatherings

        return Gatherings(self._runner, self._inner.gatherings)

    @loaded_property
    def messages(self) -> Messages:
        from cortex_sync.resources.messages import Messages

        return Messages(self._runner, self._inner.messages)

    @loaded_property
    def participants(self) -> Participants:
        from cortex_sync.resources.participants import Participants

        return Participants(self._runner, self._inner.participants)

    @loaded_property
    def sanctions(self) -> Sanctions:
        from cortex_sync.resources.sanctions import Sanctions

        return Sanctions(self._runner, self._inner.sanctions)

    @loaded_property
    def sessions(self) -> Sessions:
        from cortex_sync.resources.sessions import Sessions

        return Sessions(self._runner, self._inner.sessions)

    @loaded_property
    def webhooks(self) -> Webhooks:
        from cortex_sync.resources.webhooks import Webhooks

        return Webhooks(self._runner, self._inner.webhooks)
