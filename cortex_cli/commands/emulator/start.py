"""``cortex emulator`` without another command: starts an emulator."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from cortex_cli.command import CortexCommand, begun
from cortex_cli.failures import usage
from cortex_cli.inputs import ASKED, Inputs

_TOKEN_VARIABLE = "CORTEX_EMULATOR_TOKEN"  # noqa: S105  (the variable's name)


@click.command("emulator", cls=CortexCommand)
@click.option("--host", default="127.0.0.1", help="Address to listen on. [default: 127.0.0.1]")
@click.option(
    "--port", type=int, default=8787, help="Port to listen on, 0 for any free port. [default: 8787]"
)
@click.option("--key", help="API key that clients use. Default: a new key.")
@click.option("--project", metavar="ID", help="Id of the project. Default: a new id.")
@click.option(
    "--random-seed",
    type=int,
    metavar="N",
    help="Make identifiers, codes and keys reproducible. Default: random.",
)
@click.option(
    "--fixed-ids", is_flag=True, help="Let identifiers count up, for each kind of record on its own."
)
@click.option(
    "--state",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Load the state from this file if it exists, and save it there on exit.",
)
@click.option(
    "--seed",
    type=click.Choice(["demo"]),
    is_flag=False,
    flag_value="demo",
    help="Start with sample data, unless a state is loaded.",
)
@click.option(
    "--seed-size",
    metavar="SESSIONS[xMESSAGES]",
    help="Start with this number of sessions and messages, e.g. 10000x100, unless a state is loaded.",
)
@click.option("--latency", type=float, default=0.0, metavar="SECONDS", help="Wait before every response.")
@click.option(
    "--validation-status",
    type=click.Choice(["400", "422"]),
    default="400",
    help="Status of failed validation. [default: 400]",
)
@click.option(
    "--control/--no-control",
    default=None,
    help="Let `cortex emulator say` and the others control it. Default: only on a local address. --control "
    "also lets the status page act.",
)
@click.option(
    "--control-token",
    metavar="@FILE|-",
    is_flag=False,
    flag_value=ASKED,
    help="Token that control requests must have. Without a value, it asks. [env: CORTEX_EMULATOR_TOKEN]",
)
@click.option("--log", is_flag=True, help="Print every request.")
def command(**options: Any) -> None:
    """Start an emulator of the API, or control a running one.

    Without a command, it prints what to copy into a shell and serves until Ctrl-C or SIGTERM, which end it
    with exit code 0. It needs the extra `emulator`.

    The other commands control the emulator at --base-url, CORTEX_BASE_URL or the address of the profile, by
    default http://127.0.0.1:8787.
    """
    context = click.get_current_context()
    invocation = begun(context)
    if invocation.base_url is not None:
        raise usage("--base-url is for an emulator that runs: to start one, use --host and --port")
    # The options of `cortex` may be given before the command.
    options["project"] = options["project"] or invocation.project
    token = options.pop("control_token")
    if token is not None:
        # Not as an argument, which other users can see. The emulator reads this variable, too.
        os.environ[_TOKEN_VARIABLE] = Inputs().secret("--control-token", token)
    main, check_size = _emulator()
    if options["seed_size"] is not None:
        check_size(options["seed_size"])
    context.exit(main(_arguments(options)))


def _emulator() -> tuple[Callable[[list[str]], int], Callable[[str], object]]:
    """Return what runs an emulator and what checks a size. Imported late: it loads a server."""
    from argparse import ArgumentTypeError

    from cortex_async.emulator.__main__ import main
    from cortex_async.emulator.command_options import size

    def check_size(value: str) -> None:
        try:
            size(value)
        except ArgumentTypeError as error:
            raise usage(f"--seed-size {error}") from None

    return main, check_size


def _arguments(options: dict[str, Any]) -> list[str]:
    """Return the arguments of ``python -m cortex_async.emulator``."""
    found: list[str] = []
    for name, value in options.items():
        option = name.replace("_", "-")
        if isinstance(value, bool):
            found += [f"--{option}"] if value else [f"--no-{option}"] if name == "control" else []
        elif value is not None:
            found.append(f"--{option}={value}")
    return found
