"""``cortex dead-letters list``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cortex_async._core.strings.surrogates import encodable
from cortex_async.relay import EnvelopeMalformed, open_envelope
from cortex_cli.command import command as cortex_command
from cortex_cli.options import OUTPUT
from cortex_cli.services import LETTERS, broker_of, service_options

if TYPE_CHECKING:
    from cortex_async.relay import DeadLetter
    from cortex_cli.invocation import Invocation

COLUMNS = ("id", "key", "attempts", "time", "error")


@cortex_command("list", OUTPUT)
@click.option("--limit", type=click.IntRange(min=1), default=100, metavar="NUMBER", help="Default: 100.")
@service_options(LETTERS)
async def command(invocation: Invocation, limit: int, **given: str | None) -> None:
    """List dead letters, the events that the workers of a group gave up, the oldest first.

    The JSON output also has the traceback and the event. A group that does not exist has no dead letters.

    \b
    cortex dead-letters list --source redis://localhost:6379 --group moderation
    """
    async with broker_of(given) as (broker, group):
        letters = await broker.dead_letters(group, limit)
    invocation.printer.whole_list([_shown(letter) for letter in letters], COLUMNS)


def _shown(letter: DeadLetter) -> dict[str, Any]:
    return {
        "id": encodable(letter.id),
        "key": encodable(letter.key),
        "attempts": letter.attempts,
        "time": letter.time.isoformat(),
        "error": encodable(letter.error),
        "trace": encodable(letter.trace),
        "event": _event(letter.body),
    }


def _event(body: bytes) -> object:
    """The event as the API sent it, or what is there instead: that may be why it was given up."""
    try:
        return open_envelope(body).data
    except EnvelopeMalformed:
        return body.decode("utf-8", "replace")
