# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_async.contrib.rtcstack._generated.operations.account import tokens as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import Role, Token


class TokensOperations(Operations[inner.TokensOperations]):
    """Operations of the resource tokens in the scope account."""

    __slots__ = ()

    def create(
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
        return self._wait(
            self._inner.create,
            name=name,
            role=role,
            room_id=room_id,
            user_id=user_id,
            metadata=metadata,
            **options,
        )

    def refresh(
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
        return self._wait(
            self._inner.refresh,
            name=name,
            role=role,
            room_id=room_id,
            user_id=user_id,
            metadata=metadata,
            **options,
        )
