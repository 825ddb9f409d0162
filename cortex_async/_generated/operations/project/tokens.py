# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter

from ... import models

if TYPE_CHECKING:
    from ...models import RoomToken

API_KEY_BEARER = frozenset({"api-key", "bearer"})

GENERATE = Route(
    "generateProjectToken",
    "POST",
    "/api/projects/{projectId}/token",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="room_id user_id",
)


class TokensOperations(Operations):
    """Operations of the resource tokens in the scope project."""

    __slots__ = ()

    async def generate(self, *, room_id: str, user_id: str, **options: Unpack[Options]) -> RoomToken:
        """Generate ODIN Voice Token

        Generate an access token for ODIN using the method configured in the project settings.

        Args:
            room_id: The Room ID
            user_id: The User ID

        Operation generateProjectToken: POST /api/projects/{projectId}/token
        """
        return await self._call(
            Request(
                GENERATE, self._bound, body=models.GenerateProjectToken(room_id=room_id, user_id=user_id)
            ),
            models.RoomToken,
            options,
        )
