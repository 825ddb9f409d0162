"""A project's Functions settings: step-by-step activation, and what its functions share."""

from __future__ import annotations

import re

from cortex_async.emulator.domain import fleet, runtime
from cortex_async.emulator.errors import bad_request, invalid
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.timers import timer
from cortex_async.emulator.world import World

STEPS = ("pending", "registry", "image", "config", "deployment", "server", "complete")
DEFAULT_PACKAGE = "fleet-s1"
MASK = "***"
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def of(world: World, project_id: str) -> Record:
    """The project's settings, created on first use."""
    known = world.store.function_settings.get(project_id, "settings")
    if known is None:
        settings: Record = {
            "id": "settings",
            "isActivated": False,
            "maxFunctions": 10,
            "maxMemoryPerFunction": 512,
            "dependencies": [],
            "envVars": [],
            "_runtime": "stopped",
            "_runtimeVersion": None,
        }
        return world.store.function_settings.add(project_id, settings)
    return known


def serialize(settings: Record) -> Record:
    view = {**public(settings), "envVars": masked(settings["envVars"])}
    del view["id"]
    return view


def activate(world: World, project: Record, values: Record) -> None:
    """Start the activation; ``activationStep`` shows the progress.

    Raises ``HTTPError`` 400 if it is done or in progress.
    """
    settings = of(world, project["id"])
    if settings["isActivated"]:
        raise bad_request("Functions is activated already")
    if settings.get("activationStep") not in (None, "error"):
        raise bad_request("Functions is being activated already")
    package: str = values.get("resourcePackage") or DEFAULT_PACKAGE
    if not any(one["slug"] == package for one in fleet.RESOURCE_PACKAGES):
        raise bad_request("Unknown resource package")
    if not any(one["city"] == values["locationCity"] for one in fleet.LOCATIONS):
        raise bad_request("Unknown location")
    settings.update(
        activationStep=STEPS[0],
        activationError=None,
        resourcePackageSlug=package,
        locationCity=values["locationCity"],
    )
    world.timers.after(world.settings.activation_step, "functions.activate", project["id"])


@timer("functions.activate")
def next_step(world: World, project_id: str) -> None:
    """Proceed with the activation.

    It fails at its first step without a project secret, from which Fleet credentials derive.
    """
    settings = of(world, project_id)
    if world.project(project_id)["_secret"] is None:
        settings.update(activationStep="error", activationError="Fleet credentials are invalid")
        return
    step = STEPS[STEPS.index(settings["activationStep"]) + 1]
    settings["activationStep"] = step
    match step:
        case "registry":
            settings.update(fleetAppId=1001, fleetRegistryId=2001)
        case "image":
            settings["fleetImageId"] = world.ids.word(12)
        case "config":
            settings["fleetServerConfigId"] = world.ids.word(12)
        case "deployment":
            settings["fleetDeploymentId"] = 3001
        case "complete":
            settings.update(isActivated=True, _runtimeVersion=fleet.LATEST_RUNTIME)
            runtime.move(world, project_id, settings, "starting")
        case _:
            pass
    if step != "complete":
        world.timers.after(world.settings.activation_step, "functions.activate", project_id)


def set_dependencies(world: World, project_id: str, dependencies: list[Record]) -> Record:
    """Replace all dependencies."""
    _require_unique([one["name"] for one in dependencies], "dependencies")
    return _set_shared(world, project_id, "dependencies", dependencies)


def set_variables(world: World, project_id: str, variables: list[Record]) -> Record:
    """Replace all variables. A masked value that is sent back becomes the value."""
    return _set_shared(world, project_id, "envVars", environment(variables))


def environment(variables: list[Record]) -> list[Record]:
    """Environment variables in the form in which they are stored.

    Raises ``HTTPError`` for invalid or duplicate names.
    """
    if not all(_VARIABLE.fullmatch(one["key"]) for one in variables):
        raise invalid("each value in envVars.key must be a valid environment variable name")
    _require_unique([one["key"] for one in variables], "envVars")
    return [
        {"key": one["key"], "value": one["value"], "isSecret": one.get("isSecret", False)}
        for one in variables
    ]


def masked(variables: list[Record]) -> list[Record]:
    """The variables without the values of secret ones."""
    return [{**one, "value": MASK} if one["isSecret"] else one for one in variables]


def _set_shared(world: World, project_id: str, name: str, values: list[Record]) -> Record:
    settings = of(world, project_id)
    settings[name] = values
    world.store.function_settings.changed(project_id, settings)
    if settings["_runtime"] in ("running", "starting"):
        runtime.move(world, project_id, settings, "starting")
    return settings


def _require_unique(names: list[str], what: str) -> None:
    if len(set(names)) != len(names):
        raise invalid(f"{what} must not name anything twice")
