"""``cortex emulator fault``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import click
from click.shell_completion import CompletionItem

from cortex_cli.command import DescribedArgument
from cortex_cli.command import command as cortex_command
from cortex_cli.commands.emulator.controlling import EMULATOR, control
from cortex_cli.datetimes import parse_length
from cortex_cli.failures import usage
from cortex_cli.inputs import Inputs
from cortex_cli.options import OUTPUT

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


def _targets(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from importlib.resources import files

    known = json.loads(files("cortex_async._generated").joinpath("operation_ids.json").read_bytes())
    return [CompletionItem(name) for name in known if name.startswith(incomplete)]


@cortex_command("fault", EMULATOR, OUTPUT)
@click.argument(
    "target",
    cls=DescribedArgument,
    metavar="TARGET",
    shell_complete=_targets,
    help="An operation of the API such as createSession, a method and path such as 'GET /api/projects/*', or "
    "'*' for all.",
)
@click.option(
    "--times", type=click.IntRange(min=1), metavar="NUMBER", help="Number of requests. [default: 1]"
)
@click.option("--always", is_flag=True, help="For every request, until `cortex emulator clear-faults`.")
@click.option("--delay", metavar="LENGTH", help="Wait first, such as 500ms, 2s or 1m.")
@click.option(
    "--close",
    type=click.Choice(["before", "after"]),
    help="Close the connection without a response, before the operation runs or after it.",
)
@click.option("--stall", is_flag=True, help="Read the request, then neither run the operation nor respond.")
@click.option(
    "--status",
    type=click.IntRange(200, 599),
    metavar="STATUS",
    help="Respond with this status and do not run the operation.",
)
@click.option(
    "--body",
    metavar="JSON|@FILE|-",
    help="The body that goes with --status. Anything but JSON is sent as it is.",
)
@click.option("--header", metavar="NAME:VALUE", multiple=True, help="Added to the response. May be repeated.")
@click.option("--truncate", is_flag=True, help="Send only half of the response.")
@click.option("--malformed", is_flag=True, help="Send JSON that breaks off halfway.")
async def command(
    invocation: Invocation,
    /,
    target: str,
    times: int | None,
    always: bool,
    delay: str | None,
    header: Sequence[str],
    body: str | None,
    **effect: object,
) -> None:
    """Make the next requests of an operation fail.

    \b
    cortex emulator fault listSessions --status 503 --times 2
    cortex emulator fault createSession --close after
    cortex emulator fault '*' --delay 2s --always
    """
    if always and times is not None:
        raise usage("--times and --always exclude each other")
    given: dict[str, object] = {name: value for name, value in effect.items() if value not in (None, False)}
    if delay is not None:
        given["delay"] = _seconds(delay)
    if header:
        given["headers"] = _headers(header)
    if not given:
        raise usage("fault needs to know what goes wrong, such as --status 503 or --delay 2s")
    if body is not None:
        if "status" not in given:
            raise usage("--body needs --status")
        given["body"] = _body(Inputs().text("--body", body))
    count = {} if always else {"times": times or 1}
    name = "faults.always" if always else "faults.next"
    invocation.printer.record(await control(invocation, name, target=target, **count, **given))


def _seconds(delay: str) -> float:
    number = delay.removesuffix("ms")
    if number != delay and number.isdecimal():
        return int(number) / 1000
    return parse_length("--delay", delay).total_seconds()


def _headers(given: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        name, colon, value = one.partition(":")
        if not (name.strip() and colon):
            raise usage(f"--header must be NAME:VALUE, got {one!r}")
        found[name.strip()] = value.strip()
    return found


def _body(text: str) -> object:
    try:
        return cast("object", json.loads(text))
    except (ValueError, RecursionError):
        return text
