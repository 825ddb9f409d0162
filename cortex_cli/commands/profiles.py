"""``cortex profiles``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_cli.command import command as make
from cortex_cli.connection.profiles import described_profiles
from cortex_cli.options import OUTPUT

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation

COLUMNS = ("name", "project", "baseUrl", "credential", "store")


@make("profiles", OUTPUT)
async def command(invocation: Invocation) -> None:
    """List the profiles of this machine, without their credentials."""
    found = [
        {
            "id": profile.name,
            "name": profile.name,
            "project": profile.project,
            "baseUrl": profile.base_url,
            "credential": profile.kind,
            "store": profile.store,
        }
        for profile in described_profiles()
    ]
    invocation.printer.whole_list(found, COLUMNS)
