"""Handlers of Functions settings, their activation and the shared runtime."""

from __future__ import annotations

from cortex_async.emulator.checks import integer
from cortex_async.emulator.domain import fleet, function_settings, runtime, tenancy
from cortex_async.emulator.records import Record
from cortex_async.emulator.registry import Call, handles


@handles("GET", "/api/projects/{projectId}/functions/settings")
def get_settings(call: Call) -> Record:
    return function_settings.serialize(_settings(call))


@handles("PUT", "/api/projects/{projectId}/functions/settings")
def update_settings(call: Call) -> Record:
    settings = _settings(call)
    limits = {
        "maxFunctions": integer(call.body, "maxFunctions", 1, 100),
        "maxMemoryPerFunction": integer(call.body, "maxMemoryPerFunction", 128, 1024),
    }
    settings.update({name: value for name, value in limits.items() if value is not None})
    if "fleetRegion" in call.body:
        settings["fleetRegion"] = call.body["fleetRegion"]
    return function_settings.serialize(settings)


@handles("POST", "/api/projects/{projectId}/functions/settings/verify-credentials")
def verify_fleet_credentials(call: Call) -> Record:
    owner = tenancy.first_user(call.world, call.principal.tenant_id)
    return {"valid": call.project["_secret"] is not None, "email": owner["email"]}


@handles("GET", "/api/projects/{projectId}/functions/settings/resource-packages")
def get_resource_packages(call: Call) -> list[Record]:
    return list(fleet.RESOURCE_PACKAGES)


@handles("GET", "/api/projects/{projectId}/functions/settings/locations")
def get_deployment_locations(call: Call) -> list[Record]:
    return list(fleet.LOCATIONS)


@handles("POST", "/api/projects/{projectId}/functions/settings/activate")
def activate_functions(call: Call) -> Record:
    function_settings.activate(call.world, call.project, call.body)
    return {"message": "Activation started"}


@handles("PUT", "/api/projects/{projectId}/functions/settings/dependencies")
def update_dependencies(call: Call) -> Record:
    settings = function_settings.set_dependencies(call.world, call.project["id"], call.body["dependencies"])
    return {
        "settings": function_settings.serialize(settings),
        "message": "Dependencies updated. Runtime restarting...",
    }


@handles("PUT", "/api/projects/{projectId}/functions/settings/env-vars")
def update_env_vars(call: Call) -> Record:
    settings = function_settings.set_variables(call.world, call.project["id"], call.body["envVars"])
    return {
        "settings": function_settings.serialize(settings),
        "message": "Environment variables updated. Runtime restarting...",
    }


@handles("GET", "/api/projects/{projectId}/functions/npm-package/{packageName}")
def get_npm_package_info(call: Call) -> Record:
    return fleet.npm_package(call.world, call.path["packageName"])


@handles("GET", "/api/projects/{projectId}/functions/settings/runtime-status")
def get_runtime_status(call: Call) -> Record:
    settings = _settings(call)
    status = settings["_runtime"] if settings["isActivated"] else "not activated"
    return runtime.serialize(settings, f"Runtime is {status}")


@handles("POST", "/api/projects/{projectId}/functions/settings/runtime/start")
def start_runtime(call: Call) -> Record:
    settings = _settings(call)
    runtime.start(call.world, call.project["id"], settings)
    return {"message": "Runtime started successfully", "status": settings["_runtime"]}


@handles("POST", "/api/projects/{projectId}/functions/settings/runtime/stop")
def stop_runtime(call: Call) -> Record:
    settings = _settings(call)
    runtime.stop(call.world, call.project["id"], settings)
    return {"message": "Runtime stopped successfully", "status": settings["_runtime"]}


@handles("POST", "/api/projects/{projectId}/functions/settings/runtime/restart")
def restart_runtime(call: Call) -> Record:
    settings = _settings(call)
    runtime.restart(call.world, call.project["id"], settings)
    return {"message": "Runtime restarting", "status": settings["_runtime"]}


@handles("GET", "/api/projects/{projectId}/functions/settings/runtime/versions")
def get_runtime_versions(call: Call) -> Record:
    current: str | None = _settings(call)["_runtimeVersion"]
    return {
        "current": current,
        "latest": fleet.LATEST_RUNTIME,
        "upgradeAvailable": current is not None and current != fleet.LATEST_RUNTIME,
        "versions": list(fleet.RUNTIME_VERSIONS),
    }


@handles("POST", "/api/projects/{projectId}/functions/settings/runtime/upgrade")
def upgrade_runtime(call: Call) -> Record:
    settings = _settings(call)
    runtime.upgrade(call.world, call.project["id"], settings, call.body["version"])
    return runtime.serialize(settings, "Runtime upgrading")


def _settings(call: Call) -> Record:
    return function_settings.of(call.world, call.project["id"])
