"""``cortex listen``: the event stream as webhook deliveries to a local server."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

import click
from attrs import evolve

from cortex_cli.command import DescribedArgument
from cortex_cli.command import command as cortex_command
from cortex_cli.connection.connected import connected
from cortex_cli.failures import usage
from cortex_cli.following.following import LOG_ONLY_HAS, Following, Wanted
from cortex_cli.following.moments import starting
from cortex_cli.forwarding.delivery import opened_sender
from cortex_cli.forwarding.forwarder import PAUSES, Forwarder
from cortex_cli.forwarding.options import forwarding_options
from cortex_cli.forwarding.reporting import Report
from cortex_cli.forwarding.routes import routes
from cortex_cli.forwarding.secret import signing_secret
from cortex_cli.options import CONNECTION, OUTPUT

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation

_NOT_DELIVERED: Final = frozenset({"webhook.delivery.updated"})
"""The API does not deliver the progress of its own deliveries either; a PATTERN can ask for it."""


@cortex_command("listen", CONNECTION, OUTPUT)
@click.argument(
    "patterns",
    nargs=-1,
    cls=DescribedArgument,
    metavar="[PATTERN]...",
    help="Types such as session.created or session.*.",
)
@click.option("--all", "every", is_flag=True, help="Forward events of all types.")
@click.option(
    "--backfill",
    metavar="LENGTH|WHEN",
    help="Begin with events of the webhook log since then, e.g. 1h; read the log again after each gap.",
)
@forwarding_options
async def command(
    invocation: Invocation,
    patterns: Sequence[str],
    every: bool,
    backfill: str | None,
    forward_to: str | None,
    maps: Sequence[str],
    allow_remote: bool,
    secret: str | None,
    retries: int,
    timeout: float,
) -> None:
    """Forward events to a local server, signed like webhook deliveries of the API.

    Each event is sent once, as a POST request with X-Timestamp and X-Signature, even if several patterns
    match it. A response other than 2xx is shown with its body, and the delivery is repeated. You need no
    webhook subscription, and none is changed. stderr shows the state of the connection.

    \b
    cortex listen 'session.*' --forward-to http://localhost:3000/webhooks
    cortex listen --all --forward-to http://localhost:3000 --map message.created=http://localhost:4000/talk
    """
    to = routes(forward_to, maps, allow_remote=allow_remote)
    wanted = Wanted(patterns=_patterns(patterns, to.patterns, every=every, mapped_only=to.otherwise is None))
    start = starting(invocation, "--backfill", backfill)
    report = Report(invocation)
    key = signing_secret(invocation, secret)
    if start is not None:
        wanted = evolve(wanted, since=start)
        invocation.note(
            f"the webhook log is read from {start.isoformat(timespec='seconds')} on; {LOG_ONLY_HAS}"
        )
    async with connected(invocation) as connection, opened_sender(key, timeout) as sender:
        forwarder = Forwarder(sender, to, report, PAUSES[:retries])
        try:
            async with aclosing(Following(connection, wanted, invocation.note).events()) as events:
                async for event in events:
                    if not every or event.type not in _NOT_DELIVERED:
                        await forwarder.forward(event)
            await forwarder.finish()
        finally:
            await forwarder.close()
            invocation.note(str(forwarder.tally))


def _patterns(
    given: Sequence[str], mapped: Sequence[str], *, every: bool, mapped_only: bool
) -> tuple[str, ...]:
    """The patterns to follow, none for all types.

    Raises ``Failure`` if nothing says which types are wanted.
    """
    if every and given:
        raise usage("--all and PATTERN exclude each other")
    if mapped_only and (every or given):
        raise usage("--forward-to is missing: without it only events of --map are forwarded")
    if not every and not given and not mapped_only:
        raise usage("PATTERN is missing: give types such as 'session.*', or --all")
    return () if every else tuple(dict.fromkeys([*given, *mapped]))
