"""The Orga client for blocking code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.auth.credentials import Source
from cortex_async._core.options import Options
from cortex_async._core.secrets.masking import hidden
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.timing.clock import Clock
from cortex_async._core.unset import UNSET, Unset
from cortex_async.contrib.orga.client import OrgaClient as AsyncClient
from cortex_async.contrib.orga.session import SessionConfig, SessionDescription
from cortex_sync.api_client import APIClient, ConnectionSettings, check_settings
from cortex_sync.bridge.hooks import HookedCaller, put_off
from cortex_sync.bridge.runner import Runner
from cortex_sync.contrib.orga._generated.scopes import AccountScope

if TYPE_CHECKING:
    from cortex_async.contrib.orga.models import Call, CallParams, ClientSecret, IceCandidate


class _Behind(AsyncClient):
    """The async client that does the work."""

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        super()._adopt(service_client, owner=owner)
        self._caller = HookedCaller(service_client)


class OrgaClient(APIClient[AsyncClient], AccountScope):
    """Orga AI realtime for blocking code; in threads, notebooks and after a fork as ``cortex_sync.CortexClient``.

    api_key: ``sk_orga_ai_...`` or a function that returns it; for servers. Tokens that operations need are made with it.
    ephemeral_token: a token, or a function that returns one, that somebody else made; for a client without the API key.
    email: of the user for whom tokens are made, where the service asks for it.
    early: seconds before its end from which a token is renewed.
    clock: for tests.
    settings: ``base_url``, ``timeout``, ``retry``, ``headers``, ``proxy``, ``ssl``, ``pool_size`` and
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
        check_settings(settings)
        api_key, ephemeral_token = hidden(api_key), hidden(ephemeral_token)
        behind = _Behind(
            api_key=api_key,
            ephemeral_token=ephemeral_token,
            email=email,
            early=early,
            clock=clock,
            **settings,
        )
        self._adopt(behind)

    def _adopt(self, client: AsyncClient, runner: Runner | None = None) -> None:
        super()._adopt(client, runner)
        AccountScope.__init__(self, self._runner, client)

    def ephemeral_token(self) -> ClientSecret:
        """The token that this client uses itself, made with the API key and renewed before its end."""
        return self._runner.run(self._client.ephemeral_token)

    def session_config(self, *, email: str | Unset = UNSET, **options: Unpack[Options]) -> SessionConfig:
        """A token of its own for one client, and with it the ICE servers: what a proxy endpoint hands to a browser.

        email: of the user, instead of the client's.

        Raises what the two operations raise, and ``ConfigError`` without an API key.
        """
        return self._runner.run(self._client.session_config, email=email, **put_off(options))

    def exchange_sdp(
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
        exchange = self._client.exchange_sdp
        return self._runner.run(exchange, offer, params=params, candidates=candidates, **put_off(options))
