"""An access token for one participant that never runs out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.expiring import Expiring, ServerClock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from cortex_async._core.unset import Unset
    from cortex_async.contrib.rtcstack._generated.models import Role, Token
    from cortex_async.contrib.rtcstack._generated.operations.account.tokens import TokensOperations


class TokenFields(TypedDict, total=False):
    """What a token says: as the parameters of ``client.tokens.create``."""

    room_id: str
    user_id: str
    name: str
    role: Role | str
    metadata: Mapping[str, Any] | Unset


class TokenManager:
    """Keeps a token for one participant of one room: made at first use, renewed ``early`` seconds before its end.

    However many ask at the same time, the service is asked once. Made by ``client.token_manager(...)``.
    """

    def __init__(
        self, tokens: TokensOperations, fields: TokenFields, early: float, clock: Clock | None = None
    ) -> None:
        self._tokens = tokens
        self._fields = fields
        self._expiring: Expiring[Token] = Expiring(self._fetch, _end, early=early, clock=clock)

    async def token(self) -> Token:
        """A token with some life left. Raises what ``client.tokens.refresh`` raises."""
        token, _ = await self._expiring.current()
        return token

    async def _fetch(self, last: Token | None, server: ServerClock) -> Token:
        make = self._tokens.create if last is None else self._tokens.refresh
        return await make(**self._fields, on_response=server.note)


def _end(token: Token) -> datetime | None:
    return token.expires_at
