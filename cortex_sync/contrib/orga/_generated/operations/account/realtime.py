# Made by `python -m generator build` from spec/orga.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.realtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_async.contrib.orga._generated.operations.account import realtime as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async.contrib.orga._generated.models import (
        Call,
        CallParams,
        ClientSecret,
        IceConfig,
        IceServer,
        Offer,
    )


class RealtimeOperations(Operations[inner.RealtimeOperations]):
    """Operations of the resource realtime in the scope account."""

    __slots__ = ()

    def create_call(
        self, *, offer: Offer, params: CallParams | Unset = UNSET, **options: Unpack[Options]
    ) -> Call:
        """Start a call

        Takes an SDP offer with all of its ICE candidates and starts a conversation. Candidates cannot
        follow later. Every call starts another conversation.

        Args:
            offer: The client's half of the handshake.
            params: Settings of the assistant.

        Raises: BadRequest, Unauthorized, Forbidden, ValidationFailed, RateLimited; every call can raise
        RequestFailed and APIError.

        Operation createCall: POST /v1/realtime/calls
        """
        return self._wait(self._inner.create_call, offer=offer, params=params, **options)

    def create_client_secret(
        self, *, email: str | Unset = UNSET, expires_in: int | Unset = UNSET, **options: Unpack[Options]
    ) -> ClientSecret:
        """Create an ephemeral token

        Exchanges the API key for a token that a client may hold. Its life is a minute to a quarter of
        an hour: rely on `expires_at`. Only a server may call this.

        Args:
            email: The user for whom the token is. Older versions of the service ask for it.
            expires_in: Seconds that the token shall live. The service need not follow.

        Raises: BadRequest, Unauthorized, Forbidden, NotFound, ValidationFailed, RateLimited; every call
        can raise RequestFailed and APIError.

        Operation createClientSecret: POST /v1/realtime/client-secrets
        """
        return self._wait(self._inner.create_client_secret, email=email, expires_in=expires_in, **options)

    def get_ice_config(self, **options: Unpack[Options]) -> IceConfig | list[IceServer]:
        """Get the ICE servers

        Which STUN and TURN servers to use, with credentials for them. An old page shows the bare list.

        Raises: Unauthorized, Forbidden, RateLimited; every call can raise RequestFailed and APIError.

        Operation getIceConfig: GET /v1/realtime/ice-config
        """
        return self._wait(self._inner.get_ice_config, **options)
