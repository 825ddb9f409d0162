# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group auth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import new
from cortex_async._core.codec.names import parsed_name

from ..models.auth import Login, LoginCredentials, LoginRequest, UserProfile

_ACCESS_TOKEN = parsed_name("accessToken")
_EMAIL = parsed_name("email")
_FUSION_SESSION_ID = parsed_name("fusionSessionId")
_PASSWORD = parsed_name("password")
_SESSION_ID = parsed_name("sessionId")
_TENANT_ID = parsed_name("tenantId")
_USER_ID = parsed_name("userId")
_USERNAME = parsed_name("username")


def decode_login(o: dict[str, Any]) -> Login:
    m = new(Login)
    m.access_token = o[_ACCESS_TOKEN]
    m.session_id = o[_SESSION_ID] if _SESSION_ID in o else None
    return m


def encode_login(m: Login) -> dict[str, Any]:
    o: dict[str, Any] = {"accessToken": m.access_token}
    if m.session_id is not None:
        o["sessionId"] = m.session_id
    return o


def decode_login_credentials(o: dict[str, Any]) -> LoginCredentials:
    m = new(LoginCredentials)
    m.email = o[_EMAIL]
    m.password = o[_PASSWORD]
    return m


def encode_login_credentials(m: LoginCredentials) -> dict[str, Any]:
    o: dict[str, Any] = {"email": m.email, "password": m.password}
    return o


def decode_login_request(o: dict[str, Any]) -> LoginRequest:
    m = new(LoginRequest)
    m.fusion_session_id = o[_FUSION_SESSION_ID]
    return m


def encode_login_request(m: LoginRequest) -> dict[str, Any]:
    o: dict[str, Any] = {"fusionSessionId": m.fusion_session_id}
    return o


def decode_user_profile(o: dict[str, Any]) -> UserProfile:
    m = new(UserProfile)
    m.tenant_id = o[_TENANT_ID]
    m.user_id = o[_USER_ID]
    m.username = o[_USERNAME]
    return m


def encode_user_profile(m: UserProfile) -> dict[str, Any]:
    o: dict[str, Any] = {"tenantId": m.tenant_id, "userId": m.user_id, "username": m.username}
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    Login: decode_login,
    LoginCredentials: decode_login_credentials,
    LoginRequest: decode_login_request,
    UserProfile: decode_user_profile,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    Login: encode_login,
    LoginCredentials: encode_login_credentials,
    LoginRequest: encode_login_request,
    UserProfile: encode_user_profile,
}
