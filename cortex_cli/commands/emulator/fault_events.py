"""``cortex emulator fault-events``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cortex_cli.command import DescribedArgument
from cortex_cli.command import command as cortex_command
from cortex_cli.commands.emulator.controlling import EMULATOR, control

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation

KINDS = ("drop", "duplicate", "reorder", "cut")


@cortex_command("fault-events", EMULATOR)
@click.argument(
    "kind",
    cls=DescribedArgument,
    type=click.Choice(KINDS),
    metavar="drop|duplicate|reorder|cut",
    help="Do not send the events, send them twice, send them after a later one, or break all streams.",
)
@click.argument(
    "types",
    cls=DescribedArgument,
    metavar="[TYPES]",
    required=False,
    help="Types of events, such as message.created or 'gathering.*'. Default: all.",
)
@click.option(
    "--times", type=click.IntRange(min=1), default=1, metavar="NUMBER", help="Number of events. [default: 1]"
)
async def command(invocation: Invocation, kind: str, types: str | None, times: int) -> None:
    """Drop, duplicate or reorder the next events of streams, or cut the streams."""
    await control(invocation, f"faults.events.{kind}", types=types or "*", times=times)
    invocation.note(f"{kind}: the next {times} of {types or '*'}")
