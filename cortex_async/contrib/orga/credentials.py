"""Which credential goes out with which operation, and tokens that the client gets for itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from attrs import field, frozen

from cortex_async._core.auth.credentials import (
    NO_CREDENTIAL,
    Authenticator,
    Authorization,
    Credential,
    HeaderAuthenticator,
    Signing,
    Source,
)
from cortex_async._core.auth.jwt import expiry
from cortex_async._core.errors import ConfigError
from cortex_async._core.secrets.masking import Secret
from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.expiring import Expiring, ServerClock

if TYPE_CHECKING:
    from cortex_async.contrib.orga._generated.models import ClientSecret

API_KEY = "apiKeyAuth"
EPHEMERAL = "ephemeralAuth"


def bearer(source: Source, what: str, scheme: str) -> Authenticator:
    """A credential that is given to us; ``what`` names it in errors."""
    return HeaderAuthenticator(Credential(source, what), "Authorization", "Bearer ", scheme, {})


@frozen
class _Chosen(Authorization):
    by: Authenticator = field(kw_only=True, repr=False)


class ByScheme:
    """An authenticator with several of its own, by security scheme: the operation says which one it takes.

    missing: what to say, by scheme, where there is none for an operation.
    """

    def __init__(self, each: Mapping[str, Authenticator], missing: Mapping[str, str]) -> None:
        self._each = each
        self._missing = missing

    def known(self, schemes: frozenset[str]) -> Authorization | None:
        return None if schemes else NO_CREDENTIAL

    async def authorize(self, signing: Signing) -> Authorization:
        if not signing.schemes:
            return NO_CREDENTIAL
        by = next((self._each[scheme] for scheme in sorted(signing.schemes) if scheme in self._each), None)
        if by is None:
            raise ConfigError(next(self._missing[scheme] for scheme in sorted(signing.schemes)))
        given = await by.authorize(signing)
        return _Chosen(given.headers, given.generation, by=by)

    async def refresh(self, rejected: Authorization) -> bool:
        return isinstance(rejected, _Chosen) and await rejected.by.refresh(rejected)

    def hint(self, schemes: frozenset[str]) -> str | None:
        return None


class OwnTokens:
    """An authenticator with tokens that ``fetch`` gets: kept, renewed before their end, and once more after a 401."""

    def __init__(
        self,
        fetch: Callable[[ServerClock], Awaitable[ClientSecret]],
        early: float,
        clock: Clock | None = None,
    ) -> None:
        async def renew(_: ClientSecret | None, server: ServerClock) -> ClientSecret:
            return await fetch(server)

        self._expiring: Expiring[ClientSecret] = Expiring(renew, end_of, early=early, clock=clock)

    async def current(self) -> ClientSecret:
        """A token with some life left."""
        secret, _ = await self._expiring.current()
        return secret

    def known(self, schemes: frozenset[str]) -> Authorization | None:
        return None

    async def authorize(self, signing: Signing) -> Authorization:
        secret, generation = await self._expiring.current()
        return Authorization({"Authorization": Secret(f"Bearer {secret.ephemeral_token}")}, generation)

    async def refresh(self, rejected: Authorization) -> bool:
        await self._expiring.renew(rejected.generation)
        return True

    def hint(self, schemes: frozenset[str]) -> str | None:
        return None


def end_of(secret: ClientSecret) -> datetime | None:
    """When a token ends: what the service says, else what the token itself says, else None."""
    return secret.expires_at or _expiry_claim(secret.ephemeral_token)


def _expiry_claim(token: str) -> datetime | None:
    """``exp`` of a JWT. Not verified: it only says when to ask for the next one."""
    end = expiry(token)
    try:
        return None if end is None else datetime.fromtimestamp(end, UTC)
    except (ValueError, OverflowError, OSError):
        return None
