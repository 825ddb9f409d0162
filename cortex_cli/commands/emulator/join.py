"""``cortex emulator join``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cortex_cli.command import command as cortex_command
from cortex_cli.commands.emulator.controlling import EMULATOR, control
from cortex_cli.commands.emulator.people import SESSION, SPEAKER
from cortex_cli.options import OUTPUT

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("join", EMULATOR, OUTPUT)
@SESSION
@SPEAKER
@click.option("--display-name", metavar="TEXT", help="The name of a new participant.")
async def command(invocation: Invocation, session: str, speaker: str, display_name: str | None) -> None:
    """Have somebody enter the room of a session. Prints the participant."""
    invocation.printer.record(
        await control(invocation, "join", session_id=session, speaker=speaker, display_name=display_name)
    )
