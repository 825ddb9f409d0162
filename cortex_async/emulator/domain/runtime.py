"""The runtime that all functions of a project share: it takes a moment to start and to stop."""

from __future__ import annotations

from cortex_async.emulator.domain import fleet
from cortex_async.emulator.errors import bad_request
from cortex_async.emulator.records import Record
from cortex_async.emulator.timers import timer
from cortex_async.emulator.world import World

SETTLED = {"starting": "running", "stopping": "stopped"}


def require_active(settings: Record) -> None:
    if not settings["isActivated"]:
        raise bad_request("Functions is not activated for this project")


def start(world: World, project_id: str, settings: Record) -> None:
    """A runtime that runs or starts stays as it is."""
    require_active(settings)
    if settings["_runtime"] not in ("running", "starting"):
        move(world, project_id, settings, "starting")


def stop(world: World, project_id: str, settings: Record) -> None:
    require_active(settings)
    if settings["_runtime"] not in ("stopped", "stopping"):
        move(world, project_id, settings, "stopping")


def restart(world: World, project_id: str, settings: Record) -> None:
    require_active(settings)
    move(world, project_id, settings, "starting")


def upgrade(world: World, project_id: str, settings: Record, version: str) -> None:
    require_active(settings)
    if not fleet.runtime_known(version):
        raise bad_request("Unknown runtime version")
    settings["_runtimeVersion"] = version
    move(world, project_id, settings, "starting")


def move(world: World, project_id: str, settings: Record, status: str) -> None:
    """Into a transitional status, out of which time leads."""
    settings["_runtime"] = status
    world.timers.after(world.settings.runtime_delay, "functions.runtime", project_id)


@timer("functions.runtime")
def settled(world: World, project_id: str) -> None:
    settings = world.store.function_settings.get(project_id, "settings")
    if settings is not None:
        settings["_runtime"] = SETTLED.get(settings["_runtime"], settings["_runtime"])


def shown(settings: Record, message: str) -> Record:
    current: str | None = settings["_runtimeVersion"]
    status = settings["_runtime"] if settings["isActivated"] else "unknown"
    view: Record = {
        "status": status,
        "serverCount": 1 if status == "running" else 0,
        "message": message,
        "runtimeVersion": current,
        "latestVersion": fleet.LATEST_RUNTIME,
        "upgradeAvailable": current is not None and current != fleet.LATEST_RUNTIME,
    }
    if "fleetDeploymentId" in settings:
        view["fleetDeploymentId"] = settings["fleetDeploymentId"]
    return view
