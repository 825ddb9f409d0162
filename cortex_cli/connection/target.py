"""Puts the command line, the environment and the profile together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from cortex_cli import exit_codes
from cortex_cli.connection.profiles import DEFAULT, Profile, stored_profile
from cortex_cli.failures import Failure, usage
from cortex_cli.hiding import remember

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation

_NO_CREDENTIAL = (
    "credential is missing: set CORTEX_API_KEY or CORTEX_ACCESS_TOKEN, or store one with `cortex login`"
)
_NO_PROJECT = "--project is missing: give it, set CORTEX_PROJECT_ID, or store one with `cortex login`"


@frozen
class Target:
    """Where to connect.

    source: where the credential comes from, e.g. ``CORTEX_API_KEY`` or ``profile work``; empty if there is
        none.
    base_url: None for the SDK's default.
    """

    base_url: str | None = None
    project_id: str | None = None
    api_key: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    source: str = ""
    profile: Profile | None = None

    def needed_project(self) -> str:
        """Return the project's id. Raises ``Failure`` if nothing names one."""
        if self.project_id is None:
            raise usage(_NO_PROJECT)
        return self.project_id

    def check_credential(self) -> None:
        """Raise ``Failure`` if there is no credential."""
        if not self.source:
            raise Failure(_NO_CREDENTIAL, exit_codes.AUTH)


def target_of(invocation: Invocation, environ: Mapping[str, str] | None = None) -> Target:
    """Return where a command connects.

    Raises ``Failure`` for a profile that does not exist, for two credentials in the environment, and if a
    stored credential would be sent to another server than the one it was stored for.
    """
    variables = os.environ if environ is None else environ
    profile = _profile(invocation.profile, variables)
    base_url = invocation.base_url or _value(variables, "CORTEX_BASE_URL")
    api_key, access_token = _value(variables, "CORTEX_API_KEY"), _value(variables, "CORTEX_ACCESS_TOKEN")
    if api_key and access_token:
        raise usage("CORTEX_API_KEY and CORTEX_ACCESS_TOKEN are both set: unset one")
    source = "CORTEX_API_KEY" if api_key else "CORTEX_ACCESS_TOKEN" if access_token else ""
    if profile is not None and not source and (profile.api_key or profile.access_token):
        _check_same_server(profile, base_url)
        api_key, access_token, source = profile.api_key, profile.access_token, f"profile {profile.name}"
    for secret in (api_key, access_token):
        if secret:
            remember(secret)
    project = invocation.project or _value(variables, "CORTEX_PROJECT_ID")
    return Target(
        base_url or (profile.base_url if profile else None),
        project or (profile.project if profile else None),
        api_key,
        access_token,
        source,
        profile,
    )


def _profile(asked: str | None, variables: Mapping[str, str]) -> Profile | None:
    name = asked or _value(variables, "CORTEX_PROFILE")
    profile = stored_profile(name or DEFAULT)
    if profile is None and name:
        raise usage(f"--profile {name} does not exist: `cortex login --profile {name}` makes it")
    return profile


def _value(variables: Mapping[str, str], name: str) -> str | None:
    return variables.get(name, "").strip() or None


def _check_same_server(profile: Profile, base_url: str | None) -> None:
    if base_url is None or _plain(base_url) == _plain(profile.base_url):
        return
    raise Failure(
        f"--base-url is not the server that the credential of profile {profile.name} is for: set CORTEX_API_KEY, "
        "or log in to that server under another --profile",
        exit_codes.AUTH,
    )


def _plain(url: str | None) -> str:
    from cortex_async.client import CORTEX

    return (url or CORTEX.base_url).rstrip("/").removesuffix(CORTEX.base_suffix).rstrip("/")
