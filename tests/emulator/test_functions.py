"""Serverless functions: activation, runtime, versions, deployment."""

from __future__ import annotations

from typing import Any

import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api

WHERE = {"locationCity": "frankfurt", "locationContinent": "europe", "locationCountry": "de"}


async def activate(api: Api, emulator: Emulator) -> None:
    await api.post("/functions/settings/activate", WHERE)
    await emulator.clock.advance(60)


async def create(api: Api, **values: Any) -> Any:
    return await api.post("/functions", {"name": "On Mute!", "code": "exports.handler = 1", **values})


async def test_activation_goes_step_by_step(api: Api, emulator: Emulator) -> None:
    assert (await api.get("/functions/settings"))["isActivated"] is False
    assert await api.post("/functions/settings/activate", WHERE) == {"message": "Activation started"}
    again = await api.call("POST", "/functions/settings/activate", WHERE)
    assert again.status == 400
    steps: list[str] = []
    for _ in range(7):
        steps.append((await api.get("/functions/settings"))["activationStep"])
        await emulator.clock.advance(1)
    assert steps == ["pending", "registry", "image", "config", "deployment", "server", "complete"]
    settings = await api.get("/functions/settings")
    assert (settings["isActivated"], settings["resourcePackageSlug"]) == (True, "fleet-s1")
    assert (await api.get("/functions/settings/runtime-status"))["status"] == "running"
    assert (await api.call("POST", "/functions/settings/activate", WHERE)).status == 400


async def test_activation_fails_without_credentials(api: Api, emulator: Emulator) -> None:
    bare = f"/api/projects/{emulator.add_project('Bare', secret=False)}/functions/settings"
    assert (await api.post(f"{bare}/verify-credentials"))["valid"] is False
    assert (await api.post("/functions/settings/verify-credentials"))["valid"] is True
    await api.post(f"{bare}/activate", WHERE)
    await emulator.clock.advance(60)
    settings = await api.get(bare)
    assert (settings["activationStep"], settings["activationError"]) == (
        "error",
        "Fleet credentials are invalid",
    )
    assert (await api.call("POST", f"{bare}/activate", WHERE)).status == 201


@pytest.mark.parametrize("wrong", [{"locationCity": "atlantis"}, {"resourcePackage": "huge"}])
async def test_what_fleet_does_not_offer(api: Api, wrong: dict[str, str]) -> None:
    assert (await api.call("POST", "/functions/settings/activate", {**WHERE, **wrong})).status == 400
    packages = await api.get("/functions/settings/resource-packages")
    assert [one["slug"] for one in packages] == ["fleet-s1", "fleet-s2", "fleet-d1"]
    assert len(await api.get("/functions/settings/locations")) == 3


async def test_the_runtime_takes_a_moment(api: Api, emulator: Emulator) -> None:
    runtime, status = "/functions/settings/runtime", "/functions/settings/runtime-status"
    unknown = await api.get(status)
    assert (unknown["status"], unknown["runtimeVersion"]) == ("unknown", None)
    assert (await api.call("POST", f"{runtime}/start")).status == 400
    await activate(api, emulator)
    seen: list[str] = []
    for action in ("start", "stop", "start", "restart"):
        seen.append((await api.post(f"{runtime}/{action}"))["status"])
        await emulator.clock.advance(1)
        seen.append((await api.get(status))["status"])
    assert seen == ["running", "running", "stopping", "stopped", "starting", "running", "starting", "running"]


async def test_versions_of_the_runtime(api: Api, emulator: Emulator) -> None:
    runtime = "/functions/settings/runtime"
    assert (await api.get(f"{runtime}/versions"))["current"] is None
    await activate(api, emulator)
    older = await api.post(f"{runtime}/upgrade", {"version": "v1"})
    assert (older["status"], older["runtimeVersion"], older["upgradeAvailable"]) == ("starting", "v1", True)
    assert (await api.get(f"{runtime}/versions"))["upgradeAvailable"] is True
    assert (await api.call("POST", f"{runtime}/upgrade", {"version": "v9"})).status == 400


async def test_what_functions_share(api: Api, emulator: Emulator) -> None:
    await activate(api, emulator)
    secret = {"key": "TOKEN", "value": "hush", "isSecret": True}
    response = await api.ok(
        "PUT", "/functions/settings/env-vars", {"envVars": [secret, {"key": "A", "value": "1"}]}
    )
    assert response["settings"]["envVars"] == [
        {"key": "TOKEN", "value": "***", "isSecret": True},
        {"key": "A", "value": "1", "isSecret": False},
    ]
    assert (await api.get("/functions/settings/runtime-status"))["status"] == "starting"
    dependencies = [{"name": "lodash", "version": "^4"}]
    response = await api.ok("PUT", "/functions/settings/dependencies", {"dependencies": dependencies})
    assert response["settings"]["dependencies"] == dependencies
    for path, body in (
        ("env-vars", {"envVars": [secret, secret]}),
        ("env-vars", {"envVars": [{"key": "1A", "value": ""}]}),
        ("dependencies", {"dependencies": dependencies * 2}),
    ):
        assert (await api.call("PUT", f"/functions/settings/{path}", body)).status == 400


async def test_limits(api: Api) -> None:
    limits = {"maxFunctions": 1, "maxMemoryPerFunction": 256, "fleetRegion": "eu"}
    settings = await api.ok("PUT", "/functions/settings", limits)
    assert {name: settings[name] for name in limits} == limits
    await create(api)
    response = await api.call("POST", "/functions", {"name": "other", "code": ""})
    assert (response.status, response["message"]) == (400, "Limit of 1 functions exceeded")
    assert (await api.call("PUT", "/functions/settings", {"maxFunctions": 0})).status == 400


async def test_a_function_from_draft_to_version(api: Api, emulator: Emulator) -> None:
    function = await create(api)
    assert (function["slug"], function["status"]) == ("on-mute", "draft")
    assert (function["timeout"], function["memory"], function["authMode"]) == (30000, 256, "api_key")
    path = f"/functions/{function['id']}"
    assert await api.get(path) == function
    assert (await api.call("POST", "/functions", {"name": "x", "slug": "on-mute", "code": ""})).status == 409
    first = await api.post(f"{path}/publish", {"changelog": "one"})
    await api.ok("PUT", path, {"draftCode": "exports.handler = 2", "timeout": 1000})
    second = await api.post(f"{path}/publish", {})
    assert (first["version"]["version"], second["version"]["version"]) == (1, 2)
    assert (first["version"]["status"], first["message"]) == ("building", "Version 1 published successfully")
    await emulator.clock.advance(1)
    versions = await api.get(f"{path}/versions")
    assert [(one["version"], one["code"][-1], one["status"]) for one in versions] == [
        (2, "2", "ready"),
        (1, "1", "ready"),
    ]
    published = await api.get(path)
    assert (published["status"], published["publishedVersionId"]) == ("published", second["version"]["id"])
    assert await api.ok("DELETE", path) == {"message": "Function deleted successfully"}
    assert (await api.call("GET", f"{path}/versions")).status == 404
    assert (await create(api))["id"] != function["id"]


async def test_deployment(api: Api, emulator: Emulator) -> None:
    function = await create(api, slug="hook")
    path = f"/functions/{function['id']}"
    assert (await api.call("POST", f"{path}/deploy")).status == 400
    await activate(api, emulator)
    assert (await api.call("POST", f"{path}/deploy")).status == 400
    assert (await api.call("POST", f"{path}/stop")).status == 400
    await api.post(f"{path}/publish", {})
    deployed = await api.post(f"{path}/deploy")
    assert deployed["invokeUrl"].endswith(f"/invoke/{emulator.project_id}/hook")
    assert deployed["deployment"]["status"] == "deploying"
    await emulator.clock.advance(1)
    assert (await api.get(path))["activeDeployment"]["status"] == "running"
    await api.post(f"{path}/stop")
    assert (await api.get(path))["activeDeployment"]["status"] == "stopped"
    assert (await api.call("POST", f"{path}/stop")).status == 400


@pytest.mark.parametrize(
    "values",
    [
        {"slug": "On Mute"},
        {"name": "", "code": ""},
        {"name": "!!!"},
        {"timeout": 999},
        {"memory": 1025},
        {"memory": 128.5},
        {"runtime": "nodejs18"},
        {"envVars": [{"key": "A B", "value": ""}]},
    ],
)
async def test_bad_functions(api: Api, values: dict[str, Any]) -> None:
    body = {"name": "fn", "code": "", **values}
    assert (await api.call("POST", "/functions", body)).status == 400


async def test_packages(api: Api) -> None:
    found = await api.get("/functions/npm-package/lodash")
    assert found["distTags"] == {"latest": found["versions"][0]}
    assert (await api.call("GET", "/functions/npm-package/unknown")).status == 404
