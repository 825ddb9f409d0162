"""Fixed data: what ODIN Fleet offers for running functions, and the npm packages that the emulator knows."""

from __future__ import annotations

from collections.abc import Iterable

from cortex_async.emulator.errors import HTTPError
from cortex_async.emulator.records import Record
from cortex_async.emulator.store import GLOBAL
from cortex_async.emulator.world import World

RESOURCE_PACKAGES: tuple[Record, ...] = (
    {
        "id": 1,
        "name": "Fleet S1",
        "slug": "fleet-s1",
        "type": "shared",
        "cpuLimit": 0.5,
        "memoryLimitMiB": 512,
    },
    {
        "id": 2,
        "name": "Fleet S2",
        "slug": "fleet-s2",
        "type": "shared",
        "cpuLimit": 1,
        "memoryLimitMiB": 1024,
    },
    {
        "id": 3,
        "name": "Fleet D1",
        "slug": "fleet-d1",
        "type": "dedicated",
        "cpuLimit": 2,
        "memoryLimitMiB": 4096,
    },
)

LOCATIONS: tuple[Record, ...] = (
    {
        "city": "frankfurt",
        "cityDisplay": "Frankfurt, Germany",
        "continent": "europe",
        "country": "de",
        "isProtected": True,
    },
    {
        "city": "ashburn",
        "cityDisplay": "Ashburn, Virginia",
        "continent": "north-america",
        "country": "us",
        "isProtected": False,
    },
    {
        "city": "singapore",
        "cityDisplay": "Singapore",
        "continent": "asia",
        "country": "sg",
        "isProtected": False,
    },
)

RUNTIME_VERSIONS: tuple[Record, ...] = (
    {"version": "v1", "node": 20, "releasedAt": "2026-06-03", "notes": "First version", "breaking": False},
    {"version": "v2", "node": 22, "releasedAt": "2026-09-14", "notes": "Node.js 22", "breaking": True},
)
LATEST_RUNTIME = str(RUNTIME_VERSIONS[-1]["version"])

NPM_PACKAGES: dict[str, list[str]] = {
    "@scope/package": ["1.0.0"],
    "lodash": ["4.17.21", "4.17.20"],
    "node-mailjet": ["6.0.6", "6.0.5", "6.0.4"],
}
"""Versions by package name, newest first. Tests can add others; the emulator does not contact a registry."""


def runtime_known(version: str) -> bool:
    """Whether there is such a runtime version."""
    return any(known["version"] == version for known in RUNTIME_VERSIONS)


def npm_package(world: World, name: str) -> Record:
    """A package with its versions. Raises ``HTTPError`` 404, which lists the known ones."""
    added = world.store.npm_packages.get(GLOBAL, name)
    versions = NPM_PACKAGES.get(name) if added is None else added["versions"]
    if versions is None:
        known = sorted({*NPM_PACKAGES, *(one["id"] for one in world.store.npm_packages.of(GLOBAL))})
        raise HTTPError(
            404,
            f"Package not found: the emulator knows {', '.join(known)}; add others with "
            "emulator.add_npm_package(name, versions)",
        )
    return {"name": name, "versions": versions, "distTags": {"latest": versions[0]}}


def add_npm_package(world: World, name: str, versions: Iterable[str]) -> None:
    """Make a package known, or replace its versions. Raises ``ValueError`` without a name or a version."""
    listed = [versions] if isinstance(versions, str) else list(versions)
    if not name:
        raise ValueError("name must be a non-empty string")
    if not listed or not all(isinstance(one, str) and one for one in listed):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise ValueError("versions must be at least one non-empty string")
    world.store.npm_packages.add(GLOBAL, {"id": name, "versions": listed})
