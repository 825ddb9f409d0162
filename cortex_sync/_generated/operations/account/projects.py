# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.projects."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._generated.operations.account import projects as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async._generated.models import Project, RoomToken


class ProjectsOperations(Operations[inner.ProjectsOperations]):
    """Operations of the resource projects in the scope account."""

    __slots__ = ()

    def generate_token_legacy(
        self, *, project_id: str, room_id: str, secret: str, **options: Unpack[Options]
    ) -> RoomToken:
        """Generate access token

        Generate a short-lived access token for a specific room and project context.

        Args:
            project_id: The Project ID (API Key)
            room_id: The Room ID
            secret: The Project Secret

        Operation generateTokenLegacy: POST /api/projects/token
        """
        return self._wait(
            self._inner.generate_token_legacy,
            project_id=project_id,
            room_id=room_id,
            secret=secret,
            **options,
        )

    def list(self, **options: Unpack[Options]) -> builtins.list[Project]:
        """List available apps (projects)

        Retrieve a list of apps/projects associated with the current user account, including projects
        shared via invitation.

        Operation listApps: GET /api/projects
        """
        return self._wait(self._inner.list, **options)
