"""``cortex webhooks replay``: events of the webhook log, delivered again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

from cortex_async._core.stream.event_patterns import covers
from cortex_async.resources.webhook_log import LoggedEvent, read_log
from cortex_cli import exit_codes
from cortex_cli.command import DescribedArgument
from cortex_cli.command import command as cortex_command
from cortex_cli.connection.connected import connected
from cortex_cli.failures import Failure
from cortex_cli.following.moments import starting
from cortex_cli.following.occurred import Occurred
from cortex_cli.forwarding.delivery import opened_sender
from cortex_cli.forwarding.forwarder import PAUSES, Forwarder
from cortex_cli.forwarding.options import forwarding_options
from cortex_cli.forwarding.reporting import Report
from cortex_cli.forwarding.routes import Routes, routes
from cortex_cli.forwarding.secret import signing_secret
from cortex_cli.options import CONNECTION, OUTPUT

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation

ANY: Final = "any"


@cortex_command("replay", CONNECTION, OUTPUT)
@click.argument(
    "ids",
    nargs=-1,
    cls=DescribedArgument,
    metavar="[EVENT_ID]...",
    help="Only these events, with any status. Default: all.",
)
@click.option(
    "--status",
    type=click.Choice(["failed", "pending", "delivered", ANY]),
    default="failed",
    help="The status of their deliveries by the API. Default: failed.",
)
@click.option(
    "--type",
    "patterns",
    multiple=True,
    metavar="PATTERN",
    help="Only these types, e.g. session.*. May be repeated.",
)
@click.option("--since", metavar="LENGTH|WHEN", help="Only events that were logged since then, e.g. 1h.")
@forwarding_options
async def command(
    invocation: Invocation,
    ids: Sequence[str],
    status: str,
    patterns: Sequence[str],
    since: str | None,
    forward_to: str | None,
    maps: Sequence[str],
    allow_remote: bool,
    secret: str | None,
    retries: int,
    timeout: float,
) -> None:
    """Deliver events of the webhook log again, the oldest first.

    The API has no way to deliver an event again, so this command sends them itself, signed in the same way.
    It does not change the API's log. Exits with 1 if an event could not be delivered.

    \b
    cortex webhooks replay --forward-to http://localhost:3000/webhooks
    cortex webhooks replay EVENT_ID --forward-to http://localhost:3000/webhooks
    """
    to = routes(forward_to, maps, allow_remote=allow_remote)
    start = starting(invocation, "--since", since)
    report = Report(invocation)
    key = signing_secret(invocation, secret)
    wanted = None if ids or status == ANY else status
    async with connected(invocation) as connection, opened_sender(key, timeout) as sender:
        log = await read_log(connection.project.webhooks, since=start, status=wanted)
        found = [one for one in log.events if _is_asked_for(one, ids, patterns, to)]
        missing = [one for one in ids if not any(one in (event.row, event.raw.get("id")) for event in found)]
        if missing:
            raise Failure(f"EVENT_ID is not in the webhook log: {', '.join(missing)}", exit_codes.NOT_FOUND)
        if not found:
            invocation.note("nothing found")
        forwarder = Forwarder(sender, to, report, PAUSES[:retries])
        try:
            for one in found:
                await forwarder.forward(Occurred(one.raw))
            await forwarder.finish()
        finally:
            await forwarder.close()
            invocation.note(str(forwarder.tally))
    if forwarder.tally.failed:
        raise Failure(f"{forwarder.tally.failed} of {len(found)} events could not be delivered")


def _is_asked_for(one: LoggedEvent, ids: Sequence[str], patterns: Sequence[str], to: Routes) -> bool:
    event = Occurred(one.raw)
    kind = event.type
    if ids and one.row not in ids and event.id not in ids:
        return False
    if patterns and not any(covers(pattern, kind) for pattern in patterns):
        return False
    return to.url_of(kind) is not None
