"""Log-in, API keys, projects and their users."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from typing import Any

import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api


def bearer(response: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {response['accessToken']}"}


async def test_logging_in(api: Api, emulator: Emulator) -> None:
    email, password = emulator.credentials
    response = await api.post("/api/auth/login-credentials", {"email": email.upper(), "password": password})
    assert response["sessionId"] == emulator.fusion_session
    profile = await api.get("/api/auth/me", headers=bearer(response))
    assert (profile["tenantId"], profile["username"]) == (emulator.tenant_id, "emulator")
    again = await api.post("/api/auth/login", {"fusionSessionId": response["sessionId"]}, headers={})
    assert "sessionId" not in again
    assert await api.get("/api/auth/me", headers=bearer(again)) == profile
    await emulator.clock.advance(3601)
    assert (await api.call("GET", "/api/auth/me", headers=bearer(again))).status == 401


async def test_logging_in_with_wrong_credentials(api: Api, emulator: Emulator) -> None:
    email, password = emulator.credentials
    for body in ({"email": email, "password": "wrong-one"}, {"email": "x@y.z", "password": password}):
        assert (await api.call("POST", "/api/auth/login-credentials", body)).status == 401
    assert (await api.call("POST", "/api/auth/login", {"fusionSessionId": "fsid_unknown"})).status == 401


async def create_key(api: Api, **values: Any) -> Any:
    response = await api.as_user("POST", "/api/api-keys", {"name": "mine", "scopes": [], **values})
    assert response.status == 201, response
    return response.body


async def test_a_key_is_shown_once(api: Api, emulator: Emulator) -> None:
    created = await create_key(api)
    assert created["key"].startswith("ots_live_")
    assert created["key"].startswith(created["keyPrefix"].removesuffix("..."))
    listed = {one["id"]: one for one in (await api.as_user("GET", "/api/api-keys")).body}
    assert "key" not in listed[created["id"]]
    assert "lastUsedAt" not in listed[created["id"]]
    await emulator.clock.advance(60)
    await api.get("/sessions", headers={"X-API-Key": created["key"]})
    listed = {one["id"]: one for one in (await api.as_user("GET", "/api/api-keys")).body}
    assert listed[created["id"]]["lastUsedAt"] == "2026-01-31T12:01:00.000Z"


async def test_a_key_is_revoked(api: Api) -> None:
    created = await create_key(api)
    path = f"/api/api-keys/{created['id']}"
    assert (await api.as_user("DELETE", path)).status == 200
    assert (await api.as_user("DELETE", path)).status == 404
    assert (await api.call("GET", "/sessions", headers={"X-API-Key": created["key"]})).status == 401


async def test_a_key_expires(api: Api, emulator: Emulator) -> None:
    created = await create_key(api, expiresAt="2026-01-31T13:00:00Z")
    headers = {"X-API-Key": created["key"]}
    await emulator.clock.advance(3599)
    assert (await api.call("GET", "/sessions", headers=headers)).status == 200
    await emulator.clock.advance(1)
    assert (await api.call("GET", "/sessions", headers=headers)).status == 401
    assert created["id"] not in [one["id"] for one in (await api.as_user("GET", "/api/api-keys")).body]


async def test_a_key_of_one_project(api: Api, emulator: Emulator) -> None:
    other = emulator.add_project("Another")
    created = await create_key(api, projectId=other)
    headers = {"X-API-Key": created["key"]}
    assert (await api.call("GET", "/sessions", headers=headers)).status == 403
    assert (await api.call("GET", f"/api/projects/{other}/sessions", headers=headers)).status == 200
    apps = await api.get("/api/projects", headers=headers)
    assert [one["id"] for one in apps] == [other]
    assert len(await api.get("/api/projects")) == 2


async def test_a_key_of_some_scopes(api: Api) -> None:
    created = await create_key(api, scopes=["sessions"])
    headers = {"X-API-Key": created["key"]}
    session = await api.session()
    assert (await api.call("GET", "/sessions", headers=headers)).status == 200
    refused = await api.call("GET", f"/sessions/{session['id']}/messages", headers=headers)
    assert (refused.status, refused["message"]) == (403, "API key lacks the scope messages")
    assert (await api.call("GET", "/api/plugins", headers=headers)).status == 403
    # The other tags have no scopes.
    assert (await api.call("GET", "/sanctions", headers=headers)).status == 200
    scopes = (await api.as_user("GET", "/api/api-keys/scopes")).body
    assert scopes == ["sessions", "messages", "plugins", "plugin-endpoints", "gatherings", "functions"]


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"scopes": ["everything"]}, 400),
        ({"expiresAt": "2026-01-31T12:00:00Z"}, 400),
        ({"expiresAt": "soon"}, 400),
        ({"projectId": "unknown"}, 404),
        ({"name": ""}, 400),
        ({"scopes": "sessions"}, 400),
        ({"projectId": None, "expiresAt": None}, 201),
    ],
)
async def test_what_a_key_may_be(api: Api, values: dict[str, Any], status: int) -> None:
    body = {"name": "mine", "scopes": [], **values}
    assert (await api.as_user("POST", "/api/api-keys", body)).status == status


async def test_nobody_sees_a_rivals_keys(api: Api, emulator: Emulator) -> None:
    emulator.add_tenant("rival")
    assert len((await api.as_user("GET", "/api/api-keys")).body) == 1
    with pytest.raises(ValueError, match="name 'rival' is taken by another tenant"):
        emulator.add_tenant("rival")


async def test_projects(api: Api, emulator: Emulator) -> None:
    (app,) = await api.get("/api/projects")
    assert (app["id"], app["appId"]) == (emulator.project_id, emulator.project_id)
    assert (app["isConfigured"], app["userCount"], app["secret"]) == (True, 1, emulator.project_secret())
    await api.post("/voice/activate")
    amanda = {"pluginId": "amanda", "settings": {"apiKey": "k"}}
    await api.post("/plugins/instances", amanda)
    (app,) = await api.get("/api/projects")
    products = [
        one.get("product", {}).get("slug") or one["config"]["product"] for one in app["activatedProducts"]
    ]
    assert products == ["cortex", "voice", "amanda"]


async def test_users_of_a_project(api: Api) -> None:
    invited = await api.post("/users/invite", {"email": "joe@example.com", "role": "developer"})
    assert (invited["name"], invited["status"]) == ("joe", "pending")
    again = {"email": "JOE@example.com", "role": "admin"}
    assert (await api.call("POST", "/users/invite", again)).status == 409
    change = {"permissionId": invited["id"], "role": "maintainer"}
    response = await api.call("POST", "/users/change-role", change)
    assert (response.status, response.body) == (201, b"")
    roles = {one["email"]: one["role"] for one in await api.get("/users")}
    assert roles == {"emulator@example.com": "admin", "joe@example.com": "maintainer"}
    assert (await api.call("POST", "/users/remove", {"permissionId": invited["id"]})).status == 201
    assert len(await api.get("/users")) == 1
    for action, body in (("remove", {}), ("change-role", {"role": "admin"})):
        response = await api.call("POST", f"/users/{action}", {"permissionId": "unknown", **body})
        assert response.status == 404


async def test_room_tokens(api: Api, emulator: Emulator) -> None:
    body = {"roomId": "room", "userId": "ada"}
    token = (await api.post("/token", body))["token"]
    middle = token.split(".")[1]
    claims = json.loads(urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    assert (claims["rid"], claims["uid"]) == ("room", "ada")
    legacy = {"roomId": "room", "projectId": emulator.project_id, "secret": emulator.project_secret()}
    assert "token" in await api.post("/api/projects/token", legacy)
    assert (await api.call("POST", "/api/projects/token", {**legacy, "secret": "x"})).status == 401
    assert (await api.call("POST", "/api/projects/token", {**legacy, "projectId": "x"})).status == 404
    bare = emulator.add_project("Bare", configured=False)
    assert (await api.call("POST", f"/api/projects/{bare}/token", body)).status == 400
    # A room token is not an access token.
    response = await api.call("GET", "/sessions", headers={"Authorization": f"Bearer {token}"})
    assert response.status == 401
