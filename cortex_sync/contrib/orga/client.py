"""The blocking Orga AI client."""

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


class _InnerClient(AsyncClient):
    """The async client behind the blocking one."""

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        super()._adopt(service_client, owner=owner)
        self._caller = HookedCaller(service_client)


class OrgaClient(APIClient[AsyncClient], AccountScope):
    """Blocking client for Orga AI realtime.

    Threads, notebooks and forks are handled as by ``cortex_sync.CortexClient``.

    api_key: ``sk_orga_ai_...``, or a function that returns it; for servers only. The client creates the
        tokens that it needs.
    ephemeral_token: a token that was created elsewhere, or a function that returns one; for a client without
        the API key.
    email: e-mail address of the user for whom tokens are created, if the service requires it.
    early: seconds before expiry at which a token is renewed. Default 10.
    clock: a clock for tests.
    settings: ``base_url``, ``timeout``, ``retry``, ``headers``, ``proxy``, ``ssl``, ``pool_size``,
        ``max_response_bytes`` and ``observers`` as for ``CortexClient``.

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
        check_settings(settings)
        api_key, ephemeral_token = hidden(api_key), hidden(ephemeral_token)
        inner = _InnerClient(
            api_key=api_key,
            ephemeral_token=ephemeral_token,
            email=email,
            early=early,
            clock=clock,
            **settings,
        )
        self._adopt(inner)

    def _adopt(self, client: AsyncClient, runner: Runner | None = None) -> None:
        super()._adopt(client, runner)
        AccountScope.__init__(self, self._runner, client)

    def ephemeral_token(self) -> ClientSecret:
        """The token that this client uses itself, created with the API key and renewed before it expires."""
        return self._runner.run(self._client.ephemeral_token)

    def session_config(self, *, email: str | Unset = UNSET, **options: Unpack[Options]) -> SessionConfig:
        """Create a token for one browser and get the ICE servers: what a proxy endpoint returns to the
        browser.

        email: e-mail address of the user. Default: the client's ``email``.

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
        """Start a conversation; returns the answer to an SDP offer and the conversation's id.

        offer: the session description or its SDP string. All candidates must have been gathered, since none
            can be sent later.
        params: settings of the assistant.
        candidates: the candidates. Default: those in the offer's SDP string.

        Every call starts a new conversation, so it is never retried after an unknown outcome. After a 401 it
        is sent once more with a new token.
        """
        exchange = self._client.exchange_sdp
        return self._runner.run(exchange, offer, params=params, candidates=candidates, **put_off(options))
