"""``cortex dead-letters discard``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cortex_cli.command import command as cortex_command
from cortex_cli.commands.dead_letters.choosing import chosen_letters, letters_argument
from cortex_cli.services import LETTERS, broker_of, service_options

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("discard")
@letters_argument
@service_options(LETTERS)
async def command(invocation: Invocation, ids: Sequence[str], every: bool, **given: str | None) -> None:
    """Delete dead letters, the events that the workers of a group gave up.

    --all deletes at most the oldest 1,000; repeat the command for more.

    \b
    cortex dead-letters discard --all --source redis://localhost:6379 --group moderation
    """
    async with broker_of(given) as (broker, group):
        letters = await chosen_letters(broker, group, ids, every=every)
        await broker.discard(letters)
    invocation.note(f"deleted: {len(letters)}")
