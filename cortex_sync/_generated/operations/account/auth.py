# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.auth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._generated.operations.account import auth as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async._generated.models import Login, UserProfile


class AuthOperations(Operations[inner.AuthOperations]):
    """Operations of the resource auth in the scope account."""

    __slots__ = ()

    def get_profile(self, **options: Unpack[Options]) -> UserProfile:
        """Get current user profile

        Retrieve details of the currently authenticated user based on the JWT token.

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation getProfile: GET /api/auth/me
        """
        return self._wait(self._inner.get_profile, **options)

    def login(self, *, fusion_session_id: str, **options: Unpack[Options]) -> Login:
        """Login with Fusion Session ID

        Exchange a Fusion Session ID for an application JWT access token.

        Args:
            fusion_session_id: Fusion Session ID for authentication

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation login: POST /api/auth/login
        """
        return self._wait(self._inner.login, fusion_session_id=fusion_session_id, **options)

    def login_with_credentials(self, *, email: str, password: str, **options: Unpack[Options]) -> Login:
        """Login with credentials

        Authenticate using email and password to receive a JWT access token.

        Args:
            email: User email address
            password: User password

        Operation loginWithCredentials: POST /api/auth/login-credentials
        """
        return self._wait(self._inner.login_with_credentials, email=email, password=password, **options)
