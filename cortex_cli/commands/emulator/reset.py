"""``cortex emulator reset``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_cli.command import command as cortex_command
from cortex_cli.commands.emulator.controlling import EMULATOR, control

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("reset", EMULATOR)
async def command(invocation: Invocation) -> None:
    """Restore the emulator's initial state, with the same key and project.

    Open streams break.
    """
    await control(invocation, "reset")
    invocation.note("the emulator is as it was at its start")
