"""``cortex relay``: the events of the project, published to a broker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cortex_async.relay.service.optional_metrics import metrics_of
from cortex_async.relay.service.options import RELAY
from cortex_async.relay.service.relays import observers_of, relaying
from cortex_cli.command import command as cortex_command
from cortex_cli.connection.connected import connected
from cortex_cli.options import CONNECTION
from cortex_cli.services import logging_of, service_options, values_of

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation

_OF_THE_CONNECTION = frozenset({"project", "base-url"})


@cortex_command("relay", CONNECTION)
@service_options(RELAY, without=_OF_THE_CONNECTION)
async def command(invocation: Invocation, **given: str | None) -> None:
    """Publish the events of the project to a broker, until Ctrl-C.

    You can run several relays of one project, with the same options: one leads, and another takes over if it
    dies and fills in the events missed meanwhile. In a container, use `python -m cortex_async.relay`, which
    does the same without the command line.

    \b
    cortex relay --sink redis://localhost:6379
    cortex relay --sink nats://localhost:4222 --types 'sanction.*,message.created' --health 127.0.0.1:8080
    """
    values: dict[str, Any] = values_of(RELAY, given)
    metrics = metrics_of(values, "relay")
    with logging_of(invocation, values):
        async with (
            connected(invocation, observers=observers_of(metrics)) as connection,
            relaying(connection.project, values, metrics, invocation.note) as relay,
        ):
            await relay.wait()
