# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.projects."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route

from ... import models

if TYPE_CHECKING:
    from ...models import Project, RoomToken

API_KEY_BEARER = frozenset({"api-key", "bearer"})

GENERATE_TOKEN_LEGACY = Route(
    "generateTokenLegacy", "POST", "/api/projects/token", API_KEY_BEARER, keywords="project_id room_id secret"
)
LIST = Route("listApps", "GET", "/api/projects", API_KEY_BEARER)


class ProjectsOperations(Operations):
    """Operations of the resource projects in the scope account."""

    __slots__ = ()

    async def generate_token_legacy(
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
        return await self._call(
            Request(
                GENERATE_TOKEN_LEGACY,
                body=models.GenerateTokenRequest(project_id=project_id, room_id=room_id, secret=secret),
            ),
            models.RoomToken,
            options,
        )

    async def list(self, **options: Unpack[Options]) -> builtins.list[Project]:
        """List available apps (projects)

        Retrieve a list of apps/projects associated with the current user account, including projects
        shared via invitation.

        Operation listApps: GET /api/projects
        """
        return await self._call(Request(LIST), list[models.Project], options)
