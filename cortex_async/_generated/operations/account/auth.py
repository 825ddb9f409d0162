# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.auth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route

from ... import models

if TYPE_CHECKING:
    from ...models import Login, UserProfile

BEARER = frozenset({"bearer"})

GET_PROFILE = Route("getProfile", "GET", "/api/auth/me", BEARER)
LOGIN = Route("login", "POST", "/api/auth/login", keywords="fusion_session_id")
LOGIN_WITH_CREDENTIALS = Route(
    "loginWithCredentials", "POST", "/api/auth/login-credentials", keywords="email password"
)


class AuthOperations(Operations):
    """Operations of the resource auth in the scope account."""

    __slots__ = ()

    async def get_profile(self, **options: Unpack[Options]) -> UserProfile:
        """Get current user profile

        Retrieve details of the currently authenticated user based on the JWT token.

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation getProfile: GET /api/auth/me
        """
        return await self._call(Request(GET_PROFILE), models.UserProfile, options)

    async def login(self, *, fusion_session_id: str, **options: Unpack[Options]) -> Login:
        """Login with Fusion Session ID

        Exchange a Fusion Session ID for an application JWT access token.

        Args:
            fusion_session_id: Fusion Session ID for authentication

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation login: POST /api/auth/login
        """
        return await self._call(
            Request(LOGIN, body=models.LoginRequest(fusion_session_id=fusion_session_id)),
            models.Login,
            options,
        )

    async def login_with_credentials(self, *, email: str, password: str, **options: Unpack[Options]) -> Login:
        """Login with credentials

        Authenticate using email and password to receive a JWT access token.

        Args:
            email: User email address
            password: User password

        Operation loginWithCredentials: POST /api/auth/login-credentials
        """
        return await self._call(
            Request(LOGIN_WITH_CREDENTIALS, body=models.LoginCredentials(email=email, password=password)),
            models.Login,
            options,
        )
