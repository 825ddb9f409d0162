"""Handlers of Functions: drafts, versions, deployments."""

from __future__ import annotations

from cortex_async.emulator.domain import functions
from cortex_async.emulator.hosts import address
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.registry import Call, handles


@handles("GET", "/api/projects/{projectId}/functions")
def list_functions(call: Call) -> list[Record]:
    return [
        functions.serialize(one, _address(call)) for one in call.world.store.functions.of(call.project["id"])
    ]


@handles("POST", "/api/projects/{projectId}/functions")
def create_function(call: Call) -> Record:
    return functions.serialize(functions.create(call.world, call.project, call.body), _address(call))


@handles("GET", "/api/projects/{projectId}/functions/{functionId}")
def get_function(call: Call) -> Record:
    return functions.serialize(_function(call), _address(call))


@handles("PUT", "/api/projects/{projectId}/functions/{functionId}")
def update_function(call: Call) -> Record:
    function = _function(call)
    functions.update(call.world, function, call.body)
    return functions.serialize(function, _address(call))


@handles("DELETE", "/api/projects/{projectId}/functions/{functionId}")
def delete_function(call: Call) -> Record:
    functions.delete(call.world, _function(call))
    return {"message": "Function deleted successfully"}


@handles("GET", "/api/projects/{projectId}/functions/{functionId}/versions")
def list_versions(call: Call) -> list[Record]:
    """Newest first."""
    versions = call.world.store.function_versions.of(_function(call)["id"])
    return [public(version) for version in reversed(versions)]


@handles("POST", "/api/projects/{projectId}/functions/{functionId}/publish")
def publish_version(call: Call) -> Record:
    changelog = call.body.get("changelog")
    version = functions.publish(call.world, _function(call), call.principal.user_id, changelog)
    return {"version": public(version), "message": f"Version {version['version']} published successfully"}


@handles("POST", "/api/projects/{projectId}/functions/{functionId}/deploy")
def deploy_function(call: Call) -> Record:
    function = _function(call)
    functions.deploy(call.world, function)
    deployment = functions.serialize_deployment(function, _address(call))
    return {"deployment": deployment, "invokeUrl": deployment["invokeUrl"], "message": "Deployment started"}


@handles("POST", "/api/projects/{projectId}/functions/{functionId}/stop")
def stop_deployment(call: Call) -> Record:
    functions.stop(call.world, _function(call))
    return {"message": "Function stopped successfully"}


def _address(call: Call) -> str:
    """The emulator's address as the client sees it, e.g. from outside a container."""
    return address(call.headers.get("Host", ""), call.world.address)


def _function(call: Call) -> Record:
    return call.required(call.world.store.functions, "Function", "functionId")
