"""Serverless functions: a draft, immutable versions, a deployment. Their code is stored but never run: Python
stand-ins run in its place.
"""

from __future__ import annotations

import re

from cortex_async.emulator.checks import integer, non_empty
from cortex_async.emulator.domain import function_settings, runtime
from cortex_async.emulator.errors import bad_request, conflict, invalid
from cortex_async.emulator.records import Record, pick, public
from cortex_async.emulator.timers import timer
from cortex_async.emulator.world import World

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def create(world: World, project: Record, values: Record) -> Record:
    """Create a function. Raises ``HTTPError`` 409 if the slug is taken, and 400 beyond the limits."""
    slug = values.get("slug") or _slug(non_empty(values, "name"))
    if not _SLUG.fullmatch(slug):
        raise invalid("slug must match [a-z0-9]+(-[a-z0-9]+)* regular expression")
    if world.store.functions.find(project["id"], "slug", slug) is not None:
        raise conflict("Function with this slug already exists")
    settings = function_settings.of(world, project["id"])
    if world.store.functions.count(project["id"]) >= settings["maxFunctions"]:
        raise bad_request(f"Limit of {settings['maxFunctions']} functions exceeded")
    now = world.clock.iso()
    function: Record = {
        "id": world.ids.uuid("function"),
        "tenantId": project["_tenantId"],
        "projectId": project["id"],
        "name": values["name"],
        "slug": slug,
        "description": values.get("description"),
        "draftCode": values["code"],
        "draftEntrypoint": values.get("entrypoint", "handler"),
        "runtime": values.get("runtime", "nodejs20"),
        "authMode": values.get("authMode", "api_key"),
        **_limits(settings, {"timeout": 30000, "memory": 256, **values}),
        "envVars": function_settings.environment(values.get("envVars", [])),
        "status": "draft",
        "createdAt": now,
        "updatedAt": now,
    }
    return world.store.functions.add(project["id"], function)


def update(world: World, function: Record, values: Record) -> None:
    """Change the draft and the settings of a function."""
    settings = function_settings.of(world, function["projectId"])
    changed = pick(values, "name", "description", "draftCode", "draftEntrypoint", "runtime", "authMode")
    changed.update(_limits(settings, values))
    if "envVars" in values:
        changed["envVars"] = function_settings.environment(values["envVars"])
    function.update(changed, updatedAt=world.clock.iso())
    world.store.functions.changed(function["projectId"], function)


def delete(world: World, function: Record) -> None:
    """Delete a function with all its versions and deployments."""
    world.store.function_versions.drop(function["id"])
    world.store.functions.remove(function["projectId"], function["id"])


def publish(world: World, function: Record, publisher: str, changelog: str | None) -> Record:
    """Publish the draft as the next version, which takes ``runtime_delay`` to build."""
    version: Record = {
        "id": world.ids.uuid("function version"),
        "functionId": function["id"],
        "version": world.store.function_versions.count(function["id"]) + 1,
        "code": function["draftCode"],
        "entrypoint": function["draftEntrypoint"],
        "status": "building",
        "runtime": function["runtime"],
        "timeout": function["timeout"],
        "memory": function["memory"],
        "publishedBy": publisher,
        "changelog": changelog,
        "createdAt": world.clock.iso(),
    }
    world.store.function_versions.add(function["id"], version)
    function.update(publishedVersionId=version["id"], status="published", updatedAt=world.clock.iso())
    world.timers.after(world.settings.runtime_delay, "functions.build", function["id"], version["id"])
    return version


def deploy(world: World, function: Record) -> None:
    """Deploy the published version.

    Raises ``HTTPError`` 400 if there is none or Functions is not activated.
    """
    runtime.require_active(function_settings.of(world, function["projectId"]))
    if "publishedVersionId" not in function:
        raise bad_request("Function has no published version")
    now = world.clock.iso()
    function["activeDeployment"] = {
        "id": world.ids.uuid("deployment"),
        "functionId": function["id"],
        "versionId": function["publishedVersionId"],
        "status": "deploying",
        "requestCount": 0,
        "createdAt": now,
        "updatedAt": now,
    }
    subjects = (function["projectId"], function["id"])
    world.timers.after(world.settings.runtime_delay, "functions.deploy", *subjects)


def stop(world: World, function: Record) -> None:
    """Stop the deployment. Raises ``HTTPError`` 400 if nothing is deployed."""
    deployment: Record | None = function.get("activeDeployment")
    if deployment is None or deployment["status"] == "stopped":
        raise bad_request("Function has no active deployment")
    deployment.update(status="stopped", updatedAt=world.clock.iso())


@timer("functions.build")
def finish_build(world: World, function_id: str, version_id: str) -> None:
    version = world.store.function_versions.get(function_id, version_id)
    if version is not None:
        version.update(status="ready", buildLogs="built")


@timer("functions.deploy")
def finish_deployment(world: World, project_id: str, function_id: str) -> None:
    function = world.store.functions.get(project_id, function_id)
    if function is not None and function["activeDeployment"]["status"] == "deploying":
        function["activeDeployment"].update(status="running", updatedAt=world.clock.iso())


def running_deployment(world: World, function: Record) -> Record | None:
    """The deployment that serves requests, None while the function or the project's runtime does not run."""
    deployment: Record | None = function.get("activeDeployment")
    running = function_settings.of(world, function["projectId"])["_runtime"] == "running"
    return deployment if running and deployment is not None and deployment["status"] == "running" else None


def deployed_version(world: World, function: Record) -> Record:
    """The version that a function's deployment runs."""
    version_id: str = function["activeDeployment"]["versionId"]
    return world.store.function_versions.get(function["id"], version_id) or function


def count_request(world: World, deployment: Record) -> None:
    deployment.update(requestCount=deployment["requestCount"] + 1, lastInvokedAt=world.clock.iso())


def invoke_url(function: Record, address: str) -> str:
    """The URL that calls a function. ``address``: of the emulator."""
    return f"{address}/invoke/{function['projectId']}/{function['slug']}"


def serialize(function: Record, address: str) -> Record:
    """The function as the API shows it. ``address``: of the emulator, for the invoke URL."""
    view = {**public(function), "envVars": function_settings.masked(function["envVars"])}
    if "activeDeployment" in view:
        view["activeDeployment"] = serialize_deployment(function, address)
    return view


def serialize_deployment(function: Record, address: str) -> Record:
    return {**function["activeDeployment"], "invokeUrl": invoke_url(function, address)}


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _limits(settings: Record, values: Record) -> Record:
    """Timeout (ms) and memory (MiB), within what the API's prose and the project's settings allow.

    Raises ``HTTPError``.
    """
    highest = min(1024, settings["maxMemoryPerFunction"])
    timeout = integer(values, "timeout", 1000, 300_000)
    memory = integer(values, "memory", 128, highest)
    limits = {"timeout": timeout, "memory": memory}
    return {name: value for name, value in limits.items() if value is not None}
