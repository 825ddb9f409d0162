"""Authentication and authorization."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-API-Key": "ots_live_wrong"},
        {"X-API-Key": ""},
        {"Authorization": "ApiKey ots_live_wrong"},
        {"Authorization": "Bearer not.a.token"},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer a.b.\xe4"},
    ],
)
async def test_invalid_credentials_are_a_401(api: Api, headers: dict[str, str]) -> None:
    response = await api.call("GET", "/sessions", headers=headers)
    assert response.status == 401
    assert response["statusCode"] == 401
    assert response["error"] == "Unauthorized"


async def test_both_forms_of_the_key_and_a_token_are_accepted(api: Api) -> None:
    key = api.emulator.api_key
    for headers in (
        {"X-API-Key": key},
        {"Authorization": f"ApiKey {key}"},
        {"authorization": f"apikey {key}"},
    ):
        assert (await api.call("GET", "/sessions", headers=headers)).status == 200
    assert (await api.as_user("GET", "/sessions")).status == 200


@pytest.mark.parametrize("path", ["/api/auth/me", "/api/api-keys", "/api/api-keys/scopes"])
async def test_account_operations_take_a_token_only(api: Api, path: str) -> None:
    assert (await api.call("GET", path)).status == 401
    assert (await api.as_user("GET", path)).status == 200


async def test_a_token_expires_and_cannot_be_forged(api: Api, emulator: Emulator) -> None:
    token = emulator.access_token
    head, claims, signature = token.split(".")
    forged = {"Authorization": f"Bearer {head}.{claims}.{signature[::-1]}"}
    assert (await api.call("GET", "/sessions", headers=forged)).status == 401
    headers = {"Authorization": f"Bearer {token}"}
    assert (await api.call("GET", "/sessions", headers=headers)).status == 200
    await emulator.clock.advance(timedelta(hours=25))
    assert (await api.call("GET", "/sessions", headers=headers)).status == 401


async def test_somebody_elses_project_is_not_found(api: Api, emulator: Emulator) -> None:
    key, project_id = emulator.add_tenant("rival")
    assert (await api.call("GET", f"/api/projects/{project_id}/sessions")).status == 404
    assert (await api.call("GET", f"/api/projects/{project_id}/users")).status == 403
    rival = {"X-API-Key": key}
    assert (await api.call("GET", f"/api/projects/{project_id}/sessions", headers=rival)).status == 200
    assert (await api.call("GET", "/sessions", headers=rival)).status == 404


async def test_a_record_of_another_project_is_not_found(api: Api, emulator: Emulator) -> None:
    session = await api.session()
    other = emulator.add_project("Another")
    assert (await api.call("GET", f"/api/projects/{other}/sessions/{session['id']}")).status == 404


async def test_guards_come_before_validation(api: Api) -> None:
    assert (await api.call("POST", "/sessions", {"title": 1}, headers={})).status == 401
    assert (await api.call("POST", "/api/projects/unknown/sessions", {"title": 1})).status == 404
