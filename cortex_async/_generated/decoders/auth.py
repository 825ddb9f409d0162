# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group auth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import new

from ..models.auth import Login, LoginCredentials, LoginRequest, UserProfile


def decode_login(o: dict[str, Any]) -> Login:
    get = o.get
    m = new(Login)
    m.access_token = o["accessToken"]
    m.session_id = get("sessionId")
    return m


def encode_login(m: Login) -> dict[str, Any]:
    o: dict[str, Any] = {"accessToken": m.access_token}
    if m.session_id is not None:
        o["sessionId"] = m.session_id
    return o


def decode_login_credentials(o: dict[str, Any]) -> LoginCredentials:
    m = new(LoginCredentials)
    m.email = o["email"]
    m.password = o["password"]
    return m


def encode_login_credentials(m: LoginCredentials) -> dict[str, Any]:
    o: dict[str, Any] = {"email": m.email, "password": m.password}
    return o


def decode_login_request(o: dict[str, Any]) -> LoginRequest:
    m = new(LoginRequest)
    m.fusion_session_id = o["fusionSessionId"]
    return m


def encode_login_request(m: LoginRequest) -> dict[str, Any]:
    o: dict[str, Any] = {"fusionSessionId": m.fusion_session_id}
    return o


def decode_user_profile(o: dict[str, Any]) -> UserProfile:
    m = new(UserProfile)
    m.tenant_id = o["tenantId"]
    m.user_id = o["userId"]
    m.username = o["username"]
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
