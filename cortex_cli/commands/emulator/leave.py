"""``cortex emulator leave``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_cli.command import command as cortex_command
from cortex_cli.commands.emulator.controlling import EMULATOR, control
from cortex_cli.commands.emulator.people import SESSION, SPEAKER
from cortex_cli.options import OUTPUT

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("leave", EMULATOR, OUTPUT)
@SESSION
@SPEAKER
async def command(invocation: Invocation, session: str, speaker: str) -> None:
    """Have somebody leave the room of a session. Prints the participant."""
    invocation.printer.record(await control(invocation, "leave", session_id=session, speaker=speaker))
