"""Access tokens that are renewed before they expire."""

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
    """The parameters of ``client.tokens.create``."""

    room_id: str
    user_id: str
    name: str
    role: Role | str
    metadata: Mapping[str, Any] | Unset


class TokenManager:
    """A token for one participant of one room: created on first use, renewed ``early`` seconds before it
    expires.

    Concurrent callers share one request. Use ``client.token_manager(...)`` to make one.
    """

    def __init__(
        self, tokens: TokensOperations, fields: TokenFields, early: float, clock: Clock | None = None
    ) -> None:
        self._tokens = tokens
        self._fields = fields
        self._expiring: Expiring[Token] = Expiring(self._fetch, _expiry, early=early, clock=clock)

    async def token(self) -> Token:
        """A token that has not expired. Raises what ``client.tokens.create`` and ``.refresh`` raise."""
        token, _ = await self._expiring.current()
        return token

    async def _fetch(self, last: Token | None, server: ServerClock) -> Token:
        operation = self._tokens.create if last is None else self._tokens.refresh
        return await operation(**self._fields, on_response=server.note)


def _expiry(token: Token) -> datetime | None:
    return token.expires_at
