"""The Orga AI client: its operations, and the two workflows that they serve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self, Unpack

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.auth.credentials import Authenticator, Source
from cortex_async._core.errors import ConfigError
from cortex_async._core.options import Options
from cortex_async._core.secrets.masking import hidden, hide_settings
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.timing.clock import Clock
from cortex_async._core.unset import UNSET, Unset
from cortex_async.api_client import APIClient, connect
from cortex_async.config import ConnectionSettings
from cortex_async.contrib.expiring import ServerClock
from cortex_async.contrib.orga._generated.scopes import AccountScope
from cortex_async.contrib.orga.credentials import (
    API_KEY,
    EPHEMERAL,
    SchemeAuthenticator,
    TokenAuthenticator,
    bearer,
    expiry_of,
)
from cortex_async.contrib.orga.service import ORGA
from cortex_async.contrib.orga.session import SessionConfig, SessionDescription, candidates_of

if TYPE_CHECKING:
    from cortex_async.contrib.orga._generated.models import Call, CallParams, ClientSecret, IceCandidate

_MISSING = {
    API_KEY: "api_key is required for this operation: create the client with api_key=..., on a server only",
    EPHEMERAL: "ephemeral_token or api_key is required for this operation: create the client with one of them",
}


class OrgaClient(APIClient, AccountScope):
    """Async client for Orga AI realtime.

    api_key: ``sk_orga_ai_...``, or a function that returns it; for servers only. The client creates the
        tokens that it needs.
    ephemeral_token: a token that was created elsewhere, or a function that returns one; for a client without
        the API key.
    email: e-mail address of the user for whom tokens are created, if the service requires it.
    early: seconds before expiry at which a token is renewed. Default 10.
    clock: a clock for tests.
    settings: ``base_url``, ``timeout``, ``retry``, ``headers``, ``session``, ``proxy``, ``ssl``,
        ``pool_size``, ``max_response_bytes`` and ``observers`` as for ``CortexClient``.

    Raises ``ConfigError`` for invalid settings; so does an operation whose credential is missing.
    """

    def __init__(
        self,
        *,
        api_key: Source | None = None,
        ephemeral_token: Source | None = None,
        email: str | Unset = UNSET,
        early: float = 10.0,
        clock: Clock | None = None,
        **settings: Unpack[ConnectionSettings],
    ) -> None:
        hide_settings(settings)
        api_key, ephemeral_token = hidden(api_key), hidden(ephemeral_token)
        if api_key is None and ephemeral_token is None:
            raise ConfigError("api_key or ephemeral_token is required, got neither")
        self._email = email
        self._tokens = TokenAuthenticator(self._new_token, early, clock)
        by_scheme: dict[str, Authenticator] = {}
        if api_key is not None:
            by_scheme = {API_KEY: bearer(api_key, "api_key", API_KEY), EPHEMERAL: self._tokens}
        if ephemeral_token is not None:
            by_scheme[EPHEMERAL] = bearer(ephemeral_token, "ephemeral_token", EPHEMERAL)
        self._adopt(connect(ORGA, SchemeAuthenticator(by_scheme, _MISSING), clock, **settings), owner=True)

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        AccountScope.__init__(self, service_client)
        super()._adopt(service_client, owner=owner)

    def _variant(self, service: ServiceClient) -> Self:
        client = super()._variant(service)
        client._email, client._tokens = self._email, self._tokens
        return client

    async def _new_token(self, clock: ServerClock) -> ClientSecret:
        # Bypasses callers that run hooks on another thread: the clock must be set when the call returns.
        realtime = type(self.realtime)(self._service_client)
        return await realtime.create_client_secret(email=self._email, on_response=clock.note)

    async def ephemeral_token(self) -> ClientSecret:
        """The token that this client uses itself, created with the API key and renewed before it expires."""
        return await self._tokens.current()

    async def session_config(
        self, *, email: str | Unset = UNSET, **options: Unpack[Options]
    ) -> SessionConfig:
        """Create a token for one browser and get the ICE servers: what a proxy endpoint returns to the
        browser.

        email: e-mail address of the user. Default: the client's ``email``.

        Raises what the two operations raise, and ``ConfigError`` without an API key.
        """
        user = self._email if email is UNSET else email
        secret = await self.realtime.create_client_secret(email=user, **options)
        token = bearer(secret.ephemeral_token, "ephemeral_token", EPHEMERAL)
        realtime = type(self.realtime)(self._service_client.with_authenticator(token))
        config = await realtime.get_ice_config(**options)
        servers = config if isinstance(config, list) else config.ice_servers
        return SessionConfig(secret.ephemeral_token, servers, expiry_of(secret))

    async def exchange_sdp(
        self,
        offer: str | SessionDescription,
        *,
        params: CallParams | Unset = UNSET,
        candidates: Sequence[IceCandidate] | None = None,
        **options: Unpack[Options],
    ) -> Call:
        """Start a conversation; returns the answer to an SDP offer and the conversation's id.

        offer: the session description or its SDP string. All candidates must have been gathered, since none
            can be sent later.
        params: settings of the assistant.
        candidates: the candidates. Default: those in the offer's SDP string.

        Every call starts a new conversation, so it is never retried after an unknown outcome. After a 401 it
        is sent once more with a new token.
        """
        from cortex_async.contrib.orga._generated.models import Offer

        sdp: object = offer if isinstance(offer, str) else getattr(offer, "sdp", None)
        if not isinstance(sdp, str):
            raise wrong_type("offer", "a session description or its string", offer)
        if not isinstance(offer, str) and offer.type != "offer":
            raise wrong_value("offer", "a session description of type 'offer'", offer.type)
        gathered = candidates_of(sdp) if candidates is None else candidates
        body = Offer(sdp=sdp, type="offer", candidates=gathered)
        return await self.realtime.create_call(offer=body, params=params, **options)
