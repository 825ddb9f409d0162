"""Checks of this machine: versions, profiles, proxy."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from cortex_async import ConfigError
from cortex_async._core.http.proxies import Proxy, environment_proxy
from cortex_cli import exit_codes
from cortex_cli.connection import profile_file
from cortex_cli.connection.target import Target
from cortex_cli.doctor.finding import Finding, failed, ok, skipped, warning

_PACKAGES: Final = ("odin-cortex", "aiohttp", "click", "rich", "jsonschema-rs", "keyring")


def versions() -> Finding:
    """Return the versions of everything that problems may depend on."""
    found = [f"Python {platform.python_version()}"]
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"no {package}")
    return ok("versions", ", ".join([*found, platform.platform(terse=True)]))


def profiles() -> Finding:
    """Check that the file of profiles can be read, by its owner only."""
    place = profile_file.path()
    try:
        count = len(profile_file.load())
    except Exception as error:  # noqa: BLE001  (a finding, whatever it is)
        return failed("profiles", error, "move the file away and run `cortex login`")
    if not count:
        return skipped("profiles", f"none in {place}")
    if profile_file.readable_by_others():
        return warning("profiles", f"{place} can be read by others", f"chmod 600 {place}")
    return ok("profiles", f"{count} in {place}")


def credential(target: Target) -> Finding:
    """Say which credential is used."""
    if not target.source:
        return failed(
            "credential", "there is none", "set CORTEX_API_KEY, or run `cortex login`", exit_codes.AUTH
        )
    kind = "access token" if target.access_token else "API key"
    return ok("credential", f"{kind} from {target.source}")


def proxy(base_url: str) -> tuple[Finding, Proxy | None]:
    """Find the proxy for the API in the environment."""
    try:
        found = environment_proxy(base_url, os.environ)
    except ConfigError as error:
        return failed("proxy", error, "correct the variable, or unset it"), None
    if found is None:
        return ok("proxy", "none"), None
    return ok("proxy", f"{found.url}{' with a user' if found.authorization else ''}"), found
