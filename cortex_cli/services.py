"""What commands share that run a service or look into its broker: options, logs, the broker."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import click

from cortex_async.relay import broker_from_url
from cortex_async.relay.service.logs import logging_to_stderr
from cortex_async.relay.service.options import WORKER, ServiceOption, chosen

if TYPE_CHECKING:
    from cortex_async.relay.service.brokers import Broker
    from cortex_cli.invocation import Invocation

_OF_THE_BROKER = frozenset({"source", "group", "name", "partitions"})
LETTERS = tuple(option for option in WORKER if option.name in _OF_THE_BROKER)
"""The options of the commands for dead letters."""


def service_options(
    options: tuple[ServiceOption, ...], *, without: Collection[str] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options of a service to a command's function, which gets them as strings or None.

    without: names of those that the command line has already.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            if option.name not in without:
                default = "" if not option.default else f" [default: {option.default}]"
                text = f"{option.help[0].upper()}{option.help[1:]}. [env: {option.variable}]{default}"
                function = click.option(f"--{option.name}", metavar=option.metavar, help=text)(function)
        return function

    return decorate


def values_of(options: tuple[ServiceOption, ...], given: dict[str, str | None]) -> dict[str, Any]:
    """The values of a service's options. Raises ``ArgumentError``."""
    return chosen(options, given, os.environ)


def logging_of(invocation: Invocation, values: dict[str, Any]) -> AbstractContextManager[None]:
    """The log of a service on stderr; with ``--debug`` that is the command line's."""
    if invocation.debug:
        return nullcontext()
    return logging_to_stderr(values["log_format"], values["log_level"])


@asynccontextmanager
async def broker_of(given: dict[str, str | None]) -> AsyncGenerator[tuple[Broker, str]]:
    """Open the broker of the commands for dead letters; also returns the group. Raises ``ArgumentError``."""
    values = values_of(LETTERS, given)
    broker = broker_from_url(values["source"], name=values["name"], partitions=values["partitions"])
    try:
        yield broker, values["group"]
    finally:
        await broker.close()
