"""Project settings."""

from __future__ import annotations

from typing import Any

import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api

ACCESS = {"tokenProviderType": "access_key", "accessKeyConfig": {"accessKey": "AK", "botUserId": "bot"}}
SERVICE = {
    "tokenProviderType": "webservice",
    "webserviceConfig": {"url": "https://x.example", "method": "POST", "responseTokenPath": "token"},
}


async def test_put_replaces_and_patch_merges(api: Api) -> None:
    before = await api.get("/settings")
    put = await api.ok(
        "PUT", "/settings", {**ACCESS, "debugAudioEnabled": True, "botUserData": {"name": "Bot"}}
    )
    assert (put["id"], put["botUserId"], put["debugAudioEnabled"]) == (before["id"], "bot", True)
    patched = await api.ok("PATCH", "/settings", {"botUserData": {"name": "New"}})
    assert patched == {**put, "botUserData": {"name": "New"}}
    replaced = await api.ok("PUT", "/settings", SERVICE)
    assert (replaced["webserviceUrl"], replaced["webserviceMethod"]) == ("https://x.example", "POST")
    assert "botUserData" not in replaced
    assert replaced["debugAudioEnabled"] is False
    assert await api.get("/settings") == replaced


@pytest.mark.parametrize(
    "body",
    [
        {"tokenProviderType": "access_key"},
        {"tokenProviderType": "webservice", "accessKeyConfig": ACCESS["accessKeyConfig"]},
        {**ACCESS, "e2eEncryptionMode": "manual"},
        {},
    ],
)
async def test_a_provider_needs_its_configuration(api: Api, body: dict[str, Any]) -> None:
    before = await api.get("/settings")
    assert (await api.call("PUT", "/settings", body)).status == 400
    assert await api.get("/settings") == before


async def test_patching_to_a_provider_without_configuration_changes_nothing(api: Api) -> None:
    before = await api.get("/settings")
    change: dict[str, Any] = {"debugAudioEnabled": True, "tokenProviderType": "webservice"}
    assert (await api.call("PATCH", "/settings", change)).status == 400
    assert await api.get("/settings") == before
    assert (await api.ok("PATCH", "/settings", {"tokenProviderType": "rooms"}))[
        "tokenProviderType"
    ] == "rooms"


async def test_encryption(api: Api) -> None:
    path = "/settings/e2e-encryption"
    assert (await api.call("PATCH", path, {"mode": "manual"})).status == 400
    manual = await api.ok("PATCH", path, {"mode": "manual", "password": "cipher"})
    assert (manual["e2eEncryptionMode"], manual["e2eEncryptionPassword"]) == ("manual", "cipher")
    assert (await api.ok("PATCH", path, {"mode": "manual"}))["e2eEncryptionPassword"] == "cipher"
    for mode in ("automatic", "disabled"):
        assert "e2eEncryptionPassword" not in await api.ok("PATCH", path, {"mode": mode})
        assert (await api.call("PATCH", path, {"mode": "manual"})).status == 400
    both: dict[str, Any] = {"e2eEncryptionMode": "manual", "e2eEncryptionPassword": "new"}
    assert (await api.ok("PATCH", "/settings", both))["e2eEncryptionPassword"] == "new"


async def test_the_project_secret(api: Api, emulator: Emulator) -> None:
    assert (await api.get("/settings"))["hasSecret"] is True
    assert await api.get("/settings/secret") == {"secret": emulator.project_secret()}
    await api.ok("DELETE", "/settings/revoke-secret")
    assert (await api.get("/settings"))["hasSecret"] is False
    assert (await api.call("GET", "/settings/secret")).status == 404
    await api.post("/settings/sync-secret")
    assert (await api.get("/settings"))["hasSecret"] is True
    bare = emulator.add_project("Bare", secret=False)
    response = await api.call("POST", f"/api/projects/{bare}/settings/sync-secret")
    assert (response.status, response["message"]) == (400, "No secret found in Payment system")


async def test_without_settings(api: Api) -> None:
    response = await api.call("DELETE", "/settings")
    assert (response.status, response.body) == (200, b"")
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {}),
        ("DELETE", "", None),
        ("GET", "/secret", None),
        ("PATCH", "/debug-audio", {"enabled": True}),
    ):
        assert (await api.call(method, f"/settings{path}", body)).status == 404
    session = {"title": "Raid", "externalRoomId": "r"}
    assert (await api.call("POST", "/sessions", session)).status == 400
    await api.ok("PUT", "/settings", ACCESS)
    await api.session()
