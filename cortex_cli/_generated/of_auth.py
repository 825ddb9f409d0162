# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The operations of `cortex auth`."""

from __future__ import annotations

from typing import Any

MODELS: dict[str, dict[str, Any]] = {
    "Login": {"fields": ("accessToken", "sessionId"), "columns": ()},
    "UserProfile": {
        "fields": ("tenantId", "userId", "username"),
        "columns": ("username", "tenantId", "userId"),
    },
}

OPERATIONS: dict[str, dict[str, Any]] = {
    "get-profile": {
        "id": "getProfile",
        "call": ("account", "auth", "get_profile"),
        "request": "GET /api/auth/me",
        "summary": "Get current user profile",
        "help": "Retrieve details of the currently authenticated user based on the JWT token.",
        "parameters": (),
        "result": {"shape": "record", "model": "UserProfile"},
    },
    "login": {
        "id": "login",
        "call": ("account", "auth", "login"),
        "request": "POST /api/auth/login",
        "summary": "Login with Fusion Session ID",
        "help": "Exchange a Fusion Session ID for an application JWT access token.",
        "parameters": (
            {
                "name": "fusion_session_id",
                "kind": "str",
                "help": "Fusion Session ID for authentication",
                "required": True,
                "secret": True,
                "option": "fusion-session-id",
            },
        ),
        "result": {"shape": "record", "model": "Login", "reveals": True},
        "anonymous": True,
    },
    "login-with-credentials": {
        "id": "loginWithCredentials",
        "call": ("account", "auth", "login_with_credentials"),
        "request": "POST /api/auth/login-credentials",
        "summary": "Login with credentials",
        "help": "Authenticate using email and password to receive a JWT access token.",
        "parameters": (
            {
                "name": "email",
                "kind": "str",
                "help": "User email address",
                "required": True,
                "option": "email",
            },
            {
                "name": "password",
                "kind": "str",
                "help": "User password",
                "required": True,
                "secret": True,
                "option": "password",
            },
        ),
        "result": {"shape": "record", "model": "Login", "reveals": True},
        "anonymous": True,
    },
}
