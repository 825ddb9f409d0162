"""``cortex emulator fault-webhooks``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cortex_cli.command import DescribedArgument
from cortex_cli.command import command as cortex_command
from cortex_cli.commands.emulator.controlling import EMULATOR, control
from cortex_cli.failures import usage

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation

KINDS = ("bad-signature", "skew", "duplicate")


@cortex_command("fault-webhooks", EMULATOR)
@click.argument(
    "kind",
    cls=DescribedArgument,
    type=click.Choice(KINDS),
    metavar="bad-signature|skew|duplicate",
    help="Send wrong signatures, timestamps that are --seconds ahead, or each delivery twice.",
)
@click.option(
    "--seconds", type=float, metavar="NUMBER", help="With skew: how far ahead; negative for the past."
)
@click.option(
    "--times",
    type=click.IntRange(min=1),
    default=1,
    metavar="NUMBER",
    help="Number of deliveries. [default: 1]",
)
async def command(invocation: Invocation, kind: str, seconds: float | None, times: int) -> None:
    """Make the next webhook deliveries faulty."""
    if (seconds is not None) != (kind == "skew"):
        raise usage("--seconds is needed for skew, and for nothing else")
    name = f"faults.webhooks.{kind.replace('-', '_')}"
    await control(invocation, name, seconds=seconds, times=times)
    invocation.note(f"{kind}: the next {times} deliveries")
