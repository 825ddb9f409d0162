"""``cortex worker``: the handlers of a router, run on the events in a broker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cortex_async.relay.service.options import WORKER
from cortex_async.relay.service.workers import serve_worker
from cortex_cli.command import DescribedArgument
from cortex_cli.command import command as cortex_command
from cortex_cli.services import logging_of, service_options, values_of

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("worker")
@click.argument(
    "router",
    cls=DescribedArgument,
    metavar="MODULE:ROUTER",
    help="An EventRouter, or a function that returns one, such as bot.handlers:router.",
)
@service_options(WORKER)
async def command(invocation: Invocation, router: str, **given: str | None) -> None:
    """Run the handlers of a router on the events that relays publish, until Ctrl-C.

    Workers of one group share the events. After Ctrl-C or SIGTERM, running handlers are finished first. In a
    container, use `python -m cortex_async.relay.worker`, which does the same without the command line.

    \b
    cortex worker bot.handlers:router --source redis://localhost:6379 --group moderation
    """
    values = values_of(WORKER, given)
    with logging_of(invocation, values):
        await serve_worker(router, values, invocation.note, signals=False)
