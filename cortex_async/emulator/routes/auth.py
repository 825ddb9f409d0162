"""Handlers for logging in."""

from __future__ import annotations

from cortex_async.emulator.domain import tenancy
from cortex_async.emulator.errors import unauthorized
from cortex_async.emulator.records import Record
from cortex_async.emulator.registry import Call, handles
from cortex_async.emulator.store import GLOBAL


@handles("POST", "/api/auth/login")
def login(call: Call) -> Record:
    user = tenancy.by_fusion_session(call.world, call.body["fusionSessionId"])
    if user is None:
        raise unauthorized()
    return {"accessToken": tenancy.issue_token(call.world, user)}


@handles("POST", "/api/auth/login-credentials")
def login_with_credentials(call: Call) -> Record:
    user = tenancy.by_credentials(call.world, call.body["email"], call.body["password"])
    if user is None:
        raise unauthorized("Invalid credentials")
    return {"accessToken": tenancy.issue_token(call.world, user), "sessionId": user["_fusionSession"]}


@handles("GET", "/api/auth/me")
def get_profile(call: Call) -> Record:
    user = call.world.store.users.get(GLOBAL, call.principal.user_id)
    if user is None:
        raise unauthorized()
    return {"userId": user["id"], "tenantId": user["tenantId"], "username": user["name"]}
