"""``cortex spec diff``."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import click

from cortex_cli.command import DescribedArgument
from cortex_cli.command import command as cortex_command
from cortex_cli.commands.spec.limits import LIMITS
from cortex_cli.failures import Failure
from cortex_cli.inputs import Inputs
from cortex_cli.options import OUTPUT, SERVER

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation
    from cortex_cli.spec.change import Change


@cortex_command("diff", SERVER, OUTPUT, LIMITS)
@click.argument(
    "file",
    cls=DescribedArgument,
    metavar="[FILE|-]",
    required=False,
    type=click.Path(),
    help="The other spec, an OpenAPI document in JSON. Default: what the server serves now.",
)
@click.option(
    "--fail-on", type=click.Choice(["breaking", "any"]), help="Exit with 1 if there are such changes."
)
async def command(
    invocation: Invocation, file: str | None, fail_on: str | None, timeout: float, max_bytes: int
) -> None:
    """Show what another spec of the API would change for users of the SDK and the command line.

    It compares operations, their parameters, the fields of requests and responses, and events with the spec
    that this version was built from, but not descriptions. New things have the names that a build would
    choose by default. To build the SDK from another spec, you need its repository.

    \b
    cortex spec diff
    cortex spec diff new.json --fail-on breaking
    """
    from cortex_cli.spec.compare import compare
    from cortex_cli.spec.download import download, parse

    if file is None:
        content, shown = await download(invocation, timeout, max_bytes), "the spec"
    else:
        content, shown = _read(file), file
    # The generator writes the spec that the package was built from into it.
    built_from: dict[str, Any] = json.loads(
        files("cortex_async._generated").joinpath("openapi.json").read_bytes()
    )
    changes = compare(built_from, parse(content, shown))
    _write(invocation, changes)
    levels = {change.level for change in changes}
    if levels and (fail_on == "any" or (fail_on == "breaking" and "breaking" in levels)):
        raise Failure(f"the spec has {'breaking ' if fail_on == 'breaking' else ''}changes")


def _read(file: str) -> bytes:
    return Inputs().content("FILE", "-" if file == "-" else f"@{file}") or b""


def _write(invocation: Invocation, changes: list[Change]) -> None:
    printer = invocation.printer
    if printer.format(of_list=True) != "table" or invocation.output.fields:
        printer.whole_list([change.record for change in changes], ("level", "rule", "subject", "effect"))
        return
    for change in changes:
        printer.line(f"{change.level}: {change.effect} [{change.rule}]")
    if not changes:
        invocation.note("no changes")
