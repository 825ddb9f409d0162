"""``cortex events tail``: the events of a project as they happen."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

import click

from cortex_cli.command import DescribedArgument
from cortex_cli.command import command as cortex_command
from cortex_cli.connection.connected import connected
from cortex_cli.escaping import line
from cortex_cli.following.flow import Flow, age, cut
from cortex_cli.following.following import LOG_ONLY_HAS, Following, Wanted
from cortex_cli.following.moments import starting
from cortex_cli.following.occurred import Occurred
from cortex_cli.options import CONNECTION, OUTPUT
from cortex_cli.output.columns import value_at
from cortex_cli.output.encoding import plain

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation

FIELDS: Final = ("id", "timestamp", "type", "resourceId")
_TELLING: Final = (
    "title",
    "name",
    "senderName",
    "displayName",
    "externalUserId",
    "status",
    "type",
    "content",
    "reason",
)
"""Members of an event's data that say something in one line, in this order."""


@cortex_command("tail", CONNECTION, OUTPUT)
@click.argument(
    "patterns",
    nargs=-1,
    cls=DescribedArgument,
    metavar="[PATTERN]...",
    help="Types such as session.created or session.*. Default: all.",
)
@click.option(
    "--resource",
    "resources",
    multiple=True,
    metavar="TYPE:ID",
    help="Only events of this resource, e.g. session:ID. May be repeated.",
)
@click.option(
    "--since",
    metavar="WHEN|LENGTH",
    help="Begin with events of the webhook log since then, e.g. 1h; read the log again after each gap.",
)
@click.option(
    "-n", "--count", type=click.IntRange(min=1), metavar="NUMBER", help="Stop after this number of events."
)
async def command(
    invocation: Invocation,
    patterns: Sequence[str],
    resources: Sequence[str],
    since: str | None,
    count: int | None,
) -> None:
    """Follow the events of a project.

    On a terminal it prints a line with the age of each event, elsewhere a JSON object in one line. stderr
    reports connections, and gaps in which events may be missing. Stop it with Ctrl-C.

    The webhook log of --since has only events that a webhook subscription asks for.

    \b
    cortex events tail 'session.*' message.created
    cortex events tail --since 1h --resource session:ID | jq -r .type
    """
    flow = Flow(invocation, FIELDS)
    start = starting(invocation, "--since", since)
    wanted = Wanted(patterns=tuple(patterns), resources=tuple(resources), since=start)
    if start is not None:
        invocation.note(
            f"the webhook log is read from {start.isoformat(timespec='seconds')} on; {LOG_ONLY_HAS}"
        )

    async with (
        connected(invocation) as connection,
        aclosing(Following(connection, wanted, invocation.note).events()) as events,
    ):
        number = 0
        async for event in events:
            flow.write(event.raw, partial(_shown, invocation, event))
            number += 1
            if number == count:
                return


def _shown(invocation: Invocation, event: Occurred) -> list[str]:
    """Return an event as a line for people."""
    at, old, utc = "--:--:--", "-", invocation.output.utc
    if event.at is not None:
        at = f"{event.at.astimezone(UTC if utc else None):%H:%M:%S}{'Z' if utc else ''}"
        old = age((datetime.now(UTC) - event.at).total_seconds())
    chosen = [f"{name}={plain(value_at(event.raw, name))}" for name in invocation.output.fields]
    parts = [at, f"{old:>5}", f"{event.type:<24}", event.resource, *(chosen or _telling(event))]
    return [cut(invocation, line("  ".join(parts)))]


def _telling(event: Occurred) -> list[str]:
    values = [event.data.get(name) for name in _TELLING]
    return [value for value in values if isinstance(value, str) and value]
