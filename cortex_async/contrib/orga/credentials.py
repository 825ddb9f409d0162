"""Authenticators: one that chooses a credential by security scheme, and one that creates and renews its own
tokens.
"""

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
from cortex_async._core.auth.jwt import expiry, subject
from cortex_async._core.errors import ConfigError
from cortex_async._core.secrets.masking import Secret
from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.expiring import Expiring, ServerClock

if TYPE_CHECKING:
    from cortex_async.contrib.orga._generated.models import ClientSecret

API_KEY = "apiKeyAuth"
EPHEMERAL = "ephemeralAuth"


def bearer(source: Source, what: str, scheme: str) -> Authenticator:
    """An authenticator for a bearer credential; ``what`` names it in errors."""
    return HeaderAuthenticator(Credential(source, what), "Authorization", "Bearer ", scheme, {})


@frozen
class _SchemeAuthorization(Authorization):
    authenticator: Authenticator = field(kw_only=True, repr=False)


class SchemeAuthenticator:
    """Chooses among several authenticators by the security schemes of the operation.

    missing: the error message for each scheme without an authenticator.
    """

    def __init__(self, by_scheme: Mapping[str, Authenticator], missing: Mapping[str, str]) -> None:
        self._by_scheme = by_scheme
        self._missing = missing

    def known(self, schemes: frozenset[str]) -> Authorization | None:
        return None if schemes else NO_CREDENTIAL

    async def authorize(self, signing: Signing) -> Authorization:
        if not signing.schemes:
            return NO_CREDENTIAL
        authenticator = self._chosen(signing.schemes)
        authorization = await authenticator.authorize(signing)
        return _SchemeAuthorization(
            authorization.headers, authorization.generation, authorization.source, authenticator=authenticator
        )

    def _chosen(self, schemes: frozenset[str]) -> Authenticator:
        for scheme in sorted(schemes):
            if scheme in self._by_scheme:
                return self._by_scheme[scheme]
        raise ConfigError(self._missing[min(schemes)])

    async def identity(self, schemes: frozenset[str]) -> str:
        return await self._chosen(schemes).identity(schemes) if schemes else ""

    async def refresh(self, rejected: Authorization) -> bool:
        return isinstance(rejected, _SchemeAuthorization) and await rejected.authenticator.refresh(rejected)

    def hint(self, schemes: frozenset[str]) -> str | None:
        return None


class TokenAuthenticator:
    """Authenticates with tokens from ``fetch``: cached, renewed before they expire, and replaced once after a
    401.
    """

    def __init__(
        self,
        fetch: Callable[[ServerClock], Awaitable[ClientSecret]],
        early: float,
        clock: Clock | None = None,
    ) -> None:
        async def renew(_: ClientSecret | None, server: ServerClock) -> ClientSecret:
            return await fetch(server)

        self._expiring: Expiring[ClientSecret] = Expiring(renew, expiry_of, early=early, clock=clock)

    async def current(self) -> ClientSecret:
        """A token that has not expired."""
        secret, _ = await self._expiring.current()
        return secret

    def known(self, schemes: frozenset[str]) -> Authorization | None:
        return None

    async def authorize(self, signing: Signing) -> Authorization:
        secret, generation = await self._expiring.current()
        headers = {"Authorization": Secret(f"Bearer {secret.ephemeral_token}")}
        return Authorization(headers, generation, "ephemeral_token")

    async def identity(self, schemes: frozenset[str]) -> str:
        token = (await self.current()).ephemeral_token
        return subject(token) or token

    async def refresh(self, rejected: Authorization) -> bool:
        await self._expiring.renew(rejected.generation)
        return True

    def hint(self, schemes: frozenset[str]) -> str | None:
        return None


def expiry_of(secret: ClientSecret) -> datetime | None:
    """When a token expires: as reported by the service, or else by the token itself, or else None."""
    return secret.expires_at or _expiry_claim(secret.ephemeral_token)


def _expiry_claim(token: str) -> datetime | None:
    """``exp`` of a JWT. It is not verified, since it only determines when to renew the token."""
    timestamp = expiry(token)
    try:
        return None if timestamp is None else datetime.fromtimestamp(timestamp, UTC)
    except (ValueError, OverflowError, OSError):
        return None
