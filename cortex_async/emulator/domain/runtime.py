"""The runtime that all functions of a project share. Starting and stopping takes ``runtime_delay``."""

from __future__ import annotations

from cortex_async.emulator.domain import fleet
from cortex_async.emulator.errors import bad_request
from cortex_async.emulator.records import Record
from cortex_async.emulator.timers import timer
from cortex_async.emulator.world import World

NEXT_STATUS = {"starting": "running", "stopping": "stopped"}


def require_active(settings: Record) -> None:
    """Raise ``HTTPError`` 400 if Functions is not activated."""
    if not settings["isActivated"]:
        raise bad_request("Functions is not activated for this project")


def start(world: World, project_id: str, settings: Record) -> None:
    """Start the runtime. Nothing changes if it is running or starting."""
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
    """Set a transitional status, which ends after ``runtime_delay``."""
    settings["_runtime"] = status
    world.timers.after(world.settings.runtime_delay, "functions.runtime", project_id)


@timer("functions.runtime")
def finish_transition(world: World, project_id: str) -> None:
    settings = world.store.function_settings.get(project_id, "settings")
    if settings is not None:
        settings["_runtime"] = NEXT_STATUS.get(settings["_runtime"], settings["_runtime"])


def serialize(settings: Record, message: str) -> Record:
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
