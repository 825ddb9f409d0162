"""``cortex emulator advance``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cortex_cli.command import DescribedArgument
from cortex_cli.command import command as cortex_command
from cortex_cli.commands.emulator.controlling import EMULATOR, controlled
from cortex_cli.datetimes import parse_length
from cortex_cli.options import OUTPUT

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("advance", EMULATOR, OUTPUT)
@click.argument("length", cls=DescribedArgument, metavar="LENGTH", help="Such as 90s, 10m or 1h30m.")
async def command(invocation: Invocation, length: str) -> None:
    """Move the emulator's time forward.

    Everything that becomes due in that time happens, in order, before the command ends. Prints the new time.
    """
    seconds = parse_length("LENGTH", length).total_seconds()
    async with controlled(invocation) as emulator:
        await emulator.send("clock.advance", seconds=seconds)
        clock = await emulator.send("clock")
    invocation.printer.record({"now": clock["now"]})
