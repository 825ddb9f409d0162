"""``cortex profiles``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cortex_cli.command import command as cortex_command
from cortex_cli.connection.profiles import DEFAULT, Profile, all_profiles, wanted_name
from cortex_cli.options import OUTPUT

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation

COLUMNS = ("name", "used", "project", "baseUrl", "credential", "store")


@cortex_command("profiles", OUTPUT)
async def command(invocation: Invocation) -> None:
    """List the profiles of this machine, without their credentials.

    Commands use the profile of --profile, otherwise that of CORTEX_PROFILE, otherwise "default".
    """
    used = wanted_name(invocation.profile) or DEFAULT
    invocation.printer.whole_list([_shown(profile, used) for profile in all_profiles()], COLUMNS)


def _shown(profile: Profile, used: str) -> dict[str, Any]:
    return {
        "id": profile.name,
        "name": profile.name,
        "used": profile.name == used,
        "project": profile.project,
        "baseUrl": profile.base_url,
        "credential": profile.kind,
        "store": profile.store,
    }
