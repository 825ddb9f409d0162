# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group auth."""

from __future__ import annotations

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked


@define(kw_only=True)
class Login:
    """Schema LoginResponse of the API.

    Attributes:
        access_token (str): JWT access token
        session_id (str | None): Fusion Session ID for Fleet and Payment SDK authentication. Only
            returned from the credentials login flow.
    """

    access_token: str = field(repr=masked)
    """JWT access token"""
    session_id: str | None = field(default=None, repr=masked)
    """Fusion Session ID for Fleet and Payment SDK authentication. Only returned from the credentials login
    flow.
    """


@define(kw_only=True)
class LoginCredentials:
    """Schema LoginCredentials of the API.

    Attributes:
        email (str): User email address
        password (str): User password
    """

    email: str
    """User email address"""
    password: str = field(repr=masked)
    """User password"""


@define(kw_only=True)
class LoginRequest:
    """Schema LoginRequest of the API.

    Attributes:
        fusion_session_id (str): Fusion Session ID for authentication
    """

    fusion_session_id: str = field(repr=masked)
    """Fusion Session ID for authentication"""


@define(kw_only=True)
class UserProfile:
    """Schema UserProfile of the API.

    Attributes:
        tenant_id (str): Tenant ID
        user_id (str): User ID
        username (str): User name
    """

    tenant_id: str
    """Tenant ID"""
    user_id: str
    """User ID"""
    username: str
    """User name"""
