"""``cortex emulator say``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_cli.command import command as cortex_command
from cortex_cli.commands.emulator.controlling import EMULATOR, control
from cortex_cli.commands.emulator.people import SESSION, SPEAKER, TEXT
from cortex_cli.options import OUTPUT

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("say", EMULATOR, OUTPUT)
@SESSION
@SPEAKER
@TEXT
async def command(invocation: Invocation, session: str, speaker: str, text: str) -> None:
    """Have somebody say something in a session.

    A new speaker becomes a participant and joins first. Prints the message that the bot writes.
    """
    invocation.printer.record(
        await control(invocation, "say", session_id=session, speaker=speaker, text=text)
    )
