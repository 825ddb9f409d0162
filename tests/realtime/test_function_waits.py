"""Waiting for builds and deployments, which no event reports."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import AsyncIterator
from typing import Any

import pytest

from cortex_async import (
    ActivationFailed,
    ArgumentError,
    BuildFailed,
    CortexClient,
    DeploymentFailed,
    WaitTimedOut,
)
from cortex_async.emulator import Emulator
from cortex_async.models import Location
from cortex_async.project import ProjectScope

FAST: Any = {"wait": 10.0, "poll": 0.01}


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(activation_step=0.0, runtime_delay=3600.0) as emulator:
        yield emulator


@pytest.fixture
async def project(emulator: Emulator) -> AsyncIterator[ProjectScope]:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        yield client.project(emulator.project_id)


async def created(project: ProjectScope) -> str:
    await project.functions.activate(location=(await project.functions.list_locations())[0])
    await project.functions.wait_until_active(timeout=10, poll=0.01)
    return (await project.functions.create(name="greet", code="")).id


def version_of(emulator: Emulator, function_id: str) -> Any:
    return emulator.world.store.function_versions.of(function_id)[-1]


def deployment_of(emulator: Emulator, function_id: str) -> Any:
    return emulator.world.store.functions.get(emulator.project_id, function_id)["activeDeployment"]  # type: ignore[index]  # it exists


async def called(emulator: Emulator, operation: str, times: int = 1) -> None:
    seen = asyncio.Event()

    def look(_: object = None) -> None:
        if len(emulator.requests.all(operation)) >= times:
            seen.set()

    emulator.requests.listen(look)
    look()
    async with asyncio.timeout(30):
        await seen.wait()


async def test_publish_waits_for_the_build(project: ProjectScope, emulator: Emulator) -> None:
    function_id = await created(project)
    assert (await project.functions.publish(function_id)).version.status == "building"
    publishing = asyncio.ensure_future(project.functions.publish(function_id, changelog="two", **FAST))
    await called(emulator, "listVersions", 2)
    await emulator.clock.advance(3600)
    published = await publishing
    assert (published.version.version, published.version.status, published.version.changelog) == (
        2,
        "ready",
        "two",
    )


async def test_a_failed_build_shows_the_end_of_its_log(project: ProjectScope, emulator: Emulator) -> None:
    function_id = await created(project)
    publishing = asyncio.ensure_future(project.functions.publish(function_id, **FAST))
    await called(emulator, "listVersions")
    log = "".join(f"line {number}\n" for number in range(10_000)) + "\x1b[31merror TS2304\x1b[0m\n\n"
    version_of(emulator, function_id).update(status="failed", buildError="a\nb" * 1000, buildLogs=log)
    with pytest.raises(BuildFailed) as caught:
        await publishing
    for error in (caught.value, pickle.loads(pickle.dumps(caught.value))):
        assert str(error).startswith("Version 1 could not be built: a ba ba")
        assert str(error).endswith("the build log ends with: \ufffd[31merror TS2304\ufffd[0m")
        assert str(error).isprintable()
        assert len(str(error)) < 1200
        assert error.version == 1
        assert len(error.log.splitlines()) == 20
        assert "\x1b" not in error.log


@pytest.mark.parametrize(
    ("status", "last_error", "message"),
    [
        ("failed", "no\nmemory", "The deployment is failed: no memory"),
        ("stopped", None, "The deployment is stopped: the server gives no reason"),
    ],
)
async def test_a_deployment_that_will_not_run(
    project: ProjectScope, emulator: Emulator, status: str, last_error: str | None, message: str
) -> None:
    function_id = await created(project)
    await project.functions.publish(function_id)
    deploying = asyncio.ensure_future(project.functions.deploy(function_id, **FAST))
    await called(emulator, "getFunction")
    deployment = deployment_of(emulator, function_id)
    deployment["status"] = status
    if last_error:
        deployment["lastError"] = last_error
    with pytest.raises(DeploymentFailed) as caught:
        await deploying
    assert (str(caught.value), caught.value.status) == (message, status)
    with pytest.raises(DeploymentFailed):
        await project.functions.wait_until_running(function_id)


async def test_deploy_is_not_content_with_the_deployment_before(
    project: ProjectScope, emulator: Emulator
) -> None:
    function_id = await created(project)
    await project.functions.publish(function_id)
    await project.functions.deploy(function_id)
    await emulator.clock.advance(3600)
    old = dict(deployment_of(emulator, function_id))
    assert old["status"] == "running"
    deploying = asyncio.ensure_future(project.functions.deploy(function_id, **FAST))
    await called(emulator, "getFunction")
    function: Any = emulator.world.store.functions.get(emulator.project_id, function_id)
    new, function["activeDeployment"] = function["activeDeployment"], old
    await called(emulator, "getFunction", len(emulator.requests.all("getFunction")) + 2)
    assert not deploying.done()
    function["activeDeployment"] = new
    await emulator.clock.advance(3600)
    deployed = await deploying
    assert (deployed.deployment.id, deployed.deployment.status) == (new["id"], "running")


async def test_waiting_for_a_deployment_by_somebody_else(project: ProjectScope, emulator: Emulator) -> None:
    function_id = await created(project)
    await project.functions.publish(function_id)
    waiting = asyncio.ensure_future(
        project.functions.wait_until_running(function_id, timeout=None, poll=0.01)
    )
    await called(emulator, "getFunction", 2)
    await project.functions.deploy(function_id)
    await emulator.clock.advance(3600)
    deployment = (await waiting).active_deployment
    assert deployment
    assert deployment.status == "running"


async def test_time_limits_say_what_was_last_seen(project: ProjectScope) -> None:
    function_id = await created(project)
    with pytest.raises(WaitTimedOut, match=r"version 1 was not built within 0.05 s; last seen: .*building"):
        await project.functions.publish(function_id, wait=0.05, poll=0.01)
    with pytest.raises(WaitTimedOut, match=r"the function was not running within 0.05 s; last seen: nothing"):
        await project.functions.wait_until_running(function_id, timeout=0.05, poll=0.01)
    with pytest.raises(WaitTimedOut, match=r"the function was not running .*'deploying'"):
        await project.functions.deploy(function_id, wait=0.05, poll=0.01)


@pytest.mark.parametrize("wrong", [{"wait": -1}, {"wait": True}, {"wait": "5"}, {"wait": 1, "poll": 0}])
async def test_a_bad_limit_is_reported_before_anything_happens(
    project: ProjectScope, emulator: Emulator, wrong: Any
) -> None:
    for call in (project.functions.publish, project.functions.deploy):
        with pytest.raises(ArgumentError, match=f"^{list(wrong)[-1]} must be a number of seconds"):
            await call("anything", **wrong)
    assert len(emulator.requests) == 0


async def test_activation_takes_a_location_or_its_parts(project: ProjectScope, emulator: Emulator) -> None:
    activate: Any = project.functions.activate
    place = Location(city="frankfurt", continent="europe", country="de")
    for wrong, message in (
        ({}, "location must be given, as list_locations returns it, or else location_city"),
        ({"location_city": "x"}, "location_continent must be given with the other location_ keywords"),
        ({"location": "frankfurt"}, "location must be a Location, as list_locations returns it, got a str"),
        ({"location": place, "location_city": "x"}, "location and location_city must not both be given"),
    ):
        with pytest.raises(ArgumentError, match=message):
            await activate(**wrong)
    assert len(emulator.requests) == 0
    await activate(location=place, resource_package="fleet-s2")
    assert emulator.requests.last("activateFunctions").body == {
        "locationCity": "frankfurt",
        "locationContinent": "europe",
        "locationCountry": "de",
        "resourcePackage": "fleet-s2",
    }


def test_a_reason_is_one_bounded_line() -> None:
    error = ActivationFailed.of("a\nb\x1b" + "c" * 10_000)
    assert str(error).startswith("Functions could not be activated: a b\ufffdccc")
    assert len(str(error)) < 600
    assert str(ActivationFailed.of(" \n")).endswith("the server gives no reason")
