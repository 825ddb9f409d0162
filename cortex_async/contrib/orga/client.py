"""The Orga client: its operations, and the two flows they are made for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self, Unpack

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.auth.credentials import Authenticator, Source
from cortex_async._core.call.service import Service
from cortex_async._core.errors import ConfigError
from cortex_async._core.options import Options
from cortex_async._core.secrets.masking import hidden, hide_settings
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.timing.clock import Clock
from cortex_async._core.unset import UNSET, Unset
from cortex_async.api_client import APIClient, connect
from cortex_async.config import ConnectionSettings
from cortex_async.contrib.expiring import ServerClock
from cortex_async.contrib.orga import problems
from cortex_async.contrib.orga._generated.scopes import AccountScope
from cortex_async.contrib.orga._generated.secrets import SECRET_FIELDS
from cortex_async.contrib.orga.credentials import API_KEY, EPHEMERAL, ByScheme, OwnTokens, bearer, end_of
from cortex_async.contrib.orga.session import SessionConfig, SessionDescription, candidates_of
from cortex_async.contrib.repairs import RepairingCodec, no_nulls, timestamp

if TYPE_CHECKING:
    from cortex_async.contrib.orga._generated.models import Call, CallParams, ClientSecret, IceCandidate

ORGA = Service(
    name="odin-cortex",
    codec=RepairingCodec(
        "cortex_async.contrib.orga._generated",
        SECRET_FIELDS,
        {
            "ClientSecret": timestamp("expires_at"),
            "IceConfig": no_nulls("iceServers"),
            "decode_get_ice_config_answer": no_nulls("iceServers"),
        },
    ),
    base_url="https://api.orga-ai.com",
    schemes=frozenset({API_KEY, EPHEMERAL}),
    read_problem=problems.read,
    base_suffix="/v1",
)

_MISSING = {
    API_KEY: "this operation needs the API key: make the client with api_key=..., on a server only",
    EPHEMERAL: "this operation needs a token: make the client with api_key=... or ephemeral_token=...",
}


class OrgaClient(APIClient, AccountScope):
    """Orga AI realtime, asynchronously.

    api_key: ``sk_orga_ai_...`` or a function that returns it; for servers. Tokens that operations need are made with it.
    ephemeral_token: a token, or a function that returns one, that somebody else made; for a client without the API key.
    email: of the user for whom tokens are made, where the service asks for it.
    early: seconds before its end from which a token is renewed.
    clock: for tests.
    settings: ``base_url``, ``timeout``, ``retry``, ``headers``, ``session``, ``proxy``, ``ssl``, ``pool_size`` and
        ``max_response_bytes`` as for ``CortexClient``.

    Raises ``ConfigError`` for settings that do not fit; an operation without its credential raises it too.
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
            raise ConfigError("no credentials: pass api_key=... or ephemeral_token=...")
        self._email = email
        self._tokens = OwnTokens(self._new_token, early, clock)
        each: dict[str, Authenticator] = {}
        if api_key is not None:
            each = {API_KEY: bearer(api_key, "api_key", API_KEY), EPHEMERAL: self._tokens}
        if ephemeral_token is not None:
            each[EPHEMERAL] = bearer(ephemeral_token, "ephemeral_token", EPHEMERAL)
        self._adopt(connect(ORGA, ByScheme(each, _MISSING), clock, **settings), owner=True)

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        AccountScope.__init__(self, service_client)
        super()._adopt(service_client, owner=owner)

    def _variant(self, service: ServiceClient) -> Self:
        client = super()._variant(service)
        client._email, client._tokens = self._email, self._tokens
        return client

    async def _new_token(self, clock: ServerClock) -> ClientSecret:
        # Past whatever moves hooks to another thread: the clock is read on return.
        realtime = type(self.realtime)(self._service_client)
        return await realtime.create_client_secret(email=self._email, on_response=clock.note)

    async def ephemeral_token(self) -> ClientSecret:
        """The token that this client uses itself, made with the API key and renewed before its end."""
        return await self._tokens.current()

    async def session_config(
        self, *, email: str | Unset = UNSET, **options: Unpack[Options]
    ) -> SessionConfig:
        """A token of its own for one client, and with it the ICE servers: what a proxy endpoint hands to a browser.

        email: of the user, instead of the client's.

        Raises what the two operations raise, and ``ConfigError`` without an API key.
        """
        wanted = self._email if email is UNSET else email
        secret = await self.realtime.create_client_secret(email=wanted, **options)
        as_them = bearer(secret.ephemeral_token, "ephemeral_token", EPHEMERAL)
        realtime = type(self.realtime)(self._service_client.with_authenticator(as_them))
        config = await realtime.get_ice_config(**options)
        servers = config if isinstance(config, list) else config.ice_servers
        return SessionConfig(secret.ephemeral_token, servers, end_of(secret))

    async def exchange_sdp(
        self,
        offer: str | SessionDescription,
        *,
        params: CallParams | Unset = UNSET,
        candidates: Sequence[IceCandidate] | None = None,
        **options: Unpack[Options],
    ) -> Call:
        """Starts a conversation: the answer to an SDP offer, and the conversation's id.

        offer: the session description or its text, with all candidates gathered: none can follow later.
        params: settings of the assistant.
        candidates: those of the offer if they do not stand in its text.

        It is never repeated after an unknown outcome, since every call starts another conversation; after a 401 it goes out once
        more with a new token.
        """
        from cortex_async.contrib.orga._generated.models import Offer

        sdp: object = offer if isinstance(offer, str) else getattr(offer, "sdp", None)
        if not isinstance(sdp, str):
            raise wrong_type("offer", "a session description or its string", offer)
        if not isinstance(offer, str) and offer.type != "offer":
            raise wrong_value("offer", "a session description of type 'offer'", offer.type)
        found = candidates_of(sdp) if candidates is None else candidates
        body = Offer(sdp=sdp, type="offer", candidates=found)
        return await self.realtime.create_call(offer=body, params=params, **options)
