"""``cortex emulator seed``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cortex_cli.command import DescribedArgument
from cortex_cli.command import command as cortex_command
from cortex_cli.commands.emulator.controlling import EMULATOR, control

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation

NAMES = ("demo", "large")


@cortex_command("seed", EMULATOR)
@click.argument(
    "name",
    cls=DescribedArgument,
    type=click.Choice(NAMES),
    metavar="[demo|large]",
    default="demo",
    required=False,
    help="demo (default): a bit of everything. large: many sessions with long transcripts.",
)
@click.option(
    "--sessions",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="With large: number of sessions. [default: 10000]",
)
@click.option(
    "--messages",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="With large: messages per session. [default: 100]",
)
async def command(invocation: Invocation, name: str, sessions: int | None, messages: int | None) -> None:
    """Add sample data to the emulator's project."""
    await control(invocation, "seed", name=name, sessions=sessions, messages=messages)
    invocation.note("the sample data is there")
