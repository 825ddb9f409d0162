"""The options of commands that forward events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import click

from cortex_cli.forwarding.forwarder import PAUSES
from cortex_cli.inputs import ASKED

_OPTIONS: Final = (
    click.option(
        "--forward-to", metavar="URL", help="The URL of the receiver, e.g. http://localhost:3000/webhooks."
    ),
    click.option(
        "--map",
        "maps",
        multiple=True,
        metavar="TYPE=URL",
        help="Another URL for a type, e.g. session.*=URL. The most specific TYPE counts. May be repeated.",
    ),
    click.option("--allow-remote", is_flag=True, help="Allow URLs of other machines."),
    click.option(
        "--secret",
        is_flag=False,
        flag_value=ASKED,
        metavar="@FILE|-",
        help="The secret that signs the deliveries. Default: one that is made once and kept in a file.",
    ),
    click.option(
        "--retries",
        type=click.IntRange(0, len(PAUSES)),
        default=3,
        metavar="NUMBER",
        help="How often a failed delivery is repeated, after 1, 5, 25 and 125 s. Default: 3.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=30.0,
        metavar="SECONDS",
        help="Time limit of an attempt. Default: 30.",
    ),
)


def forwarding_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command's function."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function
