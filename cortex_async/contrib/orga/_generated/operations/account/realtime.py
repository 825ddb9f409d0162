# Made by `python -m generator build` from spec/orga.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.realtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.codec.bodies import unless_empty
from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from ...models import Call, CallParams, ClientSecret, IceConfig, IceServer, Offer

APIKEYAUTH = frozenset({"apiKeyAuth"})
EPHEMERALAUTH = frozenset({"ephemeralAuth"})

CREATE_CALL = Route("createCall", "POST", "/v1/realtime/calls", EPHEMERALAUTH, keywords="offer params")
CREATE_CLIENT_SECRET = Route(
    "createClientSecret",
    "POST",
    "/v1/realtime/client-secrets",
    APIKEYAUTH,
    repeatable=True,
    query_parameters={"email": Parameter("email", "str")},
    keywords="email expires_in",
)
GET_ICE_CONFIG = Route("getIceConfig", "GET", "/v1/realtime/ice-config", EPHEMERALAUTH)


class RealtimeOperations(Operations):
    """Operations of the resource realtime in the scope account."""

    __slots__ = ()

    async def create_call(
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
        return await self._call(
            Request(CREATE_CALL, body=models.CreateCall(offer=offer, params=params)), models.Call, options
        )

    async def create_client_secret(
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
        return await self._call(
            Request(
                CREATE_CLIENT_SECRET,
                query={"email": email},
                body=unless_empty(models.CreateClientSecret(expires_in=expires_in)),
            ),
            models.ClientSecret,
            options,
        )

    async def get_ice_config(self, **options: Unpack[Options]) -> IceConfig | list[IceServer]:
        """Get the ICE servers

        Which STUN and TURN servers to use, with credentials for them. An old page shows the bare list.

        Raises: Unauthorized, Forbidden, RateLimited; every call can raise RequestFailed and APIError.

        Operation getIceConfig: GET /v1/realtime/ice-config
        """
        from ...decoders.responses_ import decode_get_ice_config_response

        return await self._call(Request(GET_ICE_CONFIG), decode_get_ice_config_response, options)
