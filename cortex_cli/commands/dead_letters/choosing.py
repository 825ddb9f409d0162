"""Which dead letters a command is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from cortex_cli import exit_codes
from cortex_cli.command import DescribedArgument
from cortex_cli.failures import Failure, usage

if TYPE_CHECKING:
    from cortex_async.relay import DeadLetter
    from cortex_async.relay.service.brokers import Broker

BATCH = 1000


def letters_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``IDS`` and ``--all`` to a command's function, as ``ids`` and ``every``."""
    function = click.option("--all", "every", is_flag=True, help="All dead letters of the group.")(function)
    return click.argument(
        "ids", nargs=-1, cls=DescribedArgument, metavar="[ID]...", help="Ids of the events."
    )(function)


async def chosen_letters(broker: Broker, group: str, ids: Sequence[str], *, every: bool) -> list[DeadLetter]:
    """The dead letters with these ids, among the oldest thousand, or all of those.

    Raises ``Failure`` if neither or both are given, and for an id that is not among them.
    """
    if every == bool(ids):
        raise usage("name the events by their ids, or all of them with --all")
    letters = await broker.dead_letters(group, BATCH)
    found = letters if every else [letter for letter in letters if letter.id in ids]
    missing = sorted(set(ids) - {letter.id for letter in found})
    if missing:
        raise Failure(f"{missing[0]} is not a dead letter of the group {group}", exit_codes.NOT_FOUND)
    return found
