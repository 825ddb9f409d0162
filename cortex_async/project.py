"""The scope of one project: the generated resources, and those with behaviour of their own in their place."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ._generated import scopes

if TYPE_CHECKING:
    from .resources.messages import Messages


class ProjectScope(scopes.ProjectScope):
    """The resources of one project: ``client.project(project_id)``."""

    @cached_property
    def messages(self) -> Messages:
        from .resources.messages import Messages

        return Messages(self._caller, self._bound)
