# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from ...models import Role, Token

API_KEY = frozenset({"api-key"})

CREATE = Route(
    "createToken",
    "POST",
    "/v1/token",
    API_KEY,
    repeatable=True,
    keywords="name role room_id user_id metadata",
)
REFRESH = Route(
    "refreshToken",
    "POST",
    "/v1/token/refresh",
    API_KEY,
    repeatable=True,
    keywords="name role room_id user_id metadata",
)


class TokensOperations(Operations):
    """Operations of the resource tokens in the scope account."""

    __slots__ = ()

    async def create(
        self,
        *,
        name: str,
        role: Role | str,
        room_id: str,
        user_id: str,
        metadata: Mapping[str, Any] | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Token:
        """Issue an access token

        Issues a LiveKit access token for one participant of one room. The room need not exist. Answered
        without LiveKit.

        Args:
            name: Name to show.
            role: What the participant may do.
            room_id: Name of the room to join.
            user_id: Identity of the participant; a second one with it replaces the first. At most 100
                UTF-16 code units can be addressed.
            metadata: Anything to attach to the participant; others in the room see it as JSON text.

        Raises: BadRequest, Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation createToken: POST /v1/token
        """
        return await self._call(
            Request(
                CREATE,
                body=models.CreateToken(
                    name=name, role=role, room_id=room_id, user_id=user_id, metadata=metadata
                ),
            ),
            models.Token,
            options,
        )

    async def refresh(
        self,
        *,
        name: str,
        role: Role | str,
        room_id: str,
        user_id: str,
        metadata: Mapping[str, Any] | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Token:
        """Issue an access token anew

        Issues another token from the same values, to go on with before the first one expires. The old
        token is not sent and stays valid until its own end.

        Args:
            name: Name to show.
            role: What the participant may do.
            room_id: Name of the room to join.
            user_id: Identity of the participant; a second one with it replaces the first. At most 100
                UTF-16 code units can be addressed.
            metadata: Anything to attach to the participant; others in the room see it as JSON text.

        Raises: BadRequest, Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation refreshToken: POST /v1/token/refresh
        """
        return await self._call(
            Request(
                REFRESH,
                body=models.CreateToken(
                    name=name, role=role, room_id=room_id, user_id=user_id, metadata=metadata
                ),
            ),
            models.Token,
            options,
        )
