"""``cortex doctor``."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import click

from cortex_cli.command import command as cortex_command
from cortex_cli.failures import Failure
from cortex_cli.options import CONNECTION, OUTPUT

if TYPE_CHECKING:
    from cortex_cli.doctor.finding import Finding
    from cortex_cli.invocation import Invocation
    from cortex_cli.output.columns import Record

COLUMNS = ("check", "status", "detail", "advice")
_COLORS = {"ok": "green", "warning": "yellow", "failed": "red", "skipped": "bright_black"}


@cortex_command("doctor", CONNECTION, OUTPUT)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    metavar="SECONDS",
    help="Time limit of each check. [default: 10]",
)
async def command(invocation: Invocation, timeout: float) -> None:
    """Check everything between this machine and the API.

    It checks versions, profiles and credential, proxy, name resolution, TLS, the server and its clock, what
    the credential may do, the project, and whether an event stream opens. Each check prints a line, with
    advice if something is wrong. Nothing is changed. The exit code is that of the first check that failed.
    """
    from cortex_cli.doctor.checks import findings

    failed: list[Finding] = []

    async def watched() -> AsyncIterator[Finding]:
        async for finding in findings(invocation, timeout):
            if finding.status == "failed":
                failed.append(finding)
            yield finding

    await _write(invocation, watched())
    if failed:
        names = ", ".join(finding.check for finding in failed)
        raise Failure(f"{len(failed)} check{'s' * (len(failed) > 1)} failed: {names}", failed[0].code)


async def _write(invocation: Invocation, found: AsyncIterator[Finding]) -> None:
    printer = invocation.printer
    if printer.format(of_list=True) == "table" and not invocation.output.fields:
        async for finding in found:
            _write_line(invocation, finding)
        return

    async def records() -> AsyncIterator[Record]:
        async for finding in found:
            yield {"id": finding.check, **finding.record}

    await printer.records(records(), COLUMNS, COLUMNS)


def _write_line(invocation: Invocation, finding: Finding) -> None:
    from cortex_cli.escaping import line
    from cortex_cli.output.stdout import write

    status = f"{finding.status:<8}"
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        status = click.style(status, fg=_COLORS[finding.status])
    advice = f"{'':<20} -> {line(finding.advice)}\n" if finding.advice else ""
    write(f"{status} {finding.check:<11} {line(finding.detail)}\n{advice}")
