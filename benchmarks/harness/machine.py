"""Where figures come from: machine, versions, and load."""

from __future__ import annotations

import os
import platform
import sys
import sysconfig
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "aiohttp", "attrs", "orjson", "msgspec", "pydantic", "httpx", "requests", "urllib3", "uvloop",
    "openapi-python-client", "openapi-generator-cli", "httpx-sse",
)  # fmt: skip


def machine() -> dict[str, str]:
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count() or "?"),
        "system": f"{platform.system()} {platform.release()}",
        "python": _interpreter(),
    }


def _interpreter() -> str:
    free = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    name = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{name}, free-threaded" if free else name


def versions() -> dict[str, str]:
    found: dict[str, str] = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    return found


def load() -> float | None:
    """The machine's load over the last minute, None where the system does not report it."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def resident() -> int:
    """Resident memory of this process in bytes. Only on Linux; elsewhere the peak so far, or 0."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def pin(to: str) -> None:
    """Keep this process on the last core (``server``) or on the others (``client``), if the system can.

    Otherwise sequential figures depend more on where the scheduler puts the two processes than on the client.
    """
    if not hasattr(os, "sched_setaffinity"):
        return
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        os.sched_setaffinity(0, cores[-1:] if to == "server" else cores[:-1])
