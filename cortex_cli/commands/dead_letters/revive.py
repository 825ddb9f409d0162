"""``cortex dead-letters revive``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cortex_cli.command import command as cortex_command
from cortex_cli.commands.dead_letters.choosing import chosen_letters, letters_argument
from cortex_cli.services import LETTERS, broker_of, service_options

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("revive")
@letters_argument
@service_options(LETTERS)
async def command(invocation: Invocation, ids: Sequence[str], every: bool, **given: str | None) -> None:
    """Hand dead letters, the events that the workers of a group gave up, to the group again.

    --all takes at most the oldest 1,000; repeat the command for more.

    \b
    cortex dead-letters revive --all --source redis://localhost:6379 --group moderation
    """
    async with broker_of(given) as (broker, group):
        letters = await chosen_letters(broker, group, ids, every=every)
        await broker.revive(letters)
    invocation.note(f"revived: {len(letters)}")
