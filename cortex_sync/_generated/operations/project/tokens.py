# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._generated.operations.project import tokens as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async._generated.models import RoomToken


class TokensOperations(Operations[inner.TokensOperations]):
    """Operations of the resource tokens in the scope project."""

    __slots__ = ()

    def generate(self, *, room_id: str, user_id: str, **options: Unpack[Options]) -> RoomToken:
        """Generate ODIN Voice Token

        Generate an access token for ODIN using the method configured in the project settings.

        Args:
            room_id: The Room ID
            user_id: The User ID

        Operation generateProjectToken: POST /api/projects/{projectId}/token
        """
        return self._wait(self._inner.generate, room_id=room_id, user_id=user_id, **options)
