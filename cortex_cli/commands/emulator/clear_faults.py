"""``cortex emulator clear-faults``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_cli.command import command as cortex_command
from cortex_cli.commands.emulator.controlling import EMULATOR, control

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("clear-faults", EMULATOR)
async def command(invocation: Invocation) -> None:
    """Remove all faults of calls, events and webhook deliveries."""
    await control(invocation, "faults.clear")
    invocation.note("no faults are left")
