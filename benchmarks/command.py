"""The command line: CPU time of whole processes, beside a bare click program with 40 commands."""

from __future__ import annotations

import sys
from functools import partial

from benchmarks.harness import machine, server
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Settings
from benchmarks.harness.processes import run
from benchmarks.harness.rounds import interleaved

BARE = "bare click"
SDK = "cortex_async"

_BARE = """
import click
@click.group()
def cli(): pass
for number in range(40):
    @cli.command(f"command-{number}", help=f"The command of the number {number}.")
    @click.option("--one", help="An option.")
    def command(one): pass
cli()
"""
_SDK = """
import asyncio
from cortex_async import CortexClient
async def main():
    async with CortexClient() as cortex:
        return await cortex.project("proj_123").sessions.get("sess_1")
asyncio.run(main())
"""
_HELP = (["--version"], ["--help"], ["sessions", "list", "--help"])
_CALL = ["sessions", "get", "sess_1"]


def take(settings: Settings) -> list[Comparison]:
    machine.pin("client")
    bare = [sys.executable, "-c", _BARE, "--help"]
    sdk = [sys.executable, "-c", _SDK]
    compared = [(words, BARE, bare, 1.5) for words in _HELP] + [(_CALL, SDK, sdk, 1.3)]
    found: list[Comparison] = []
    with server.running() as url:
        for words, peer, line, limit in compared:
            lines = {OURS: _cortex(words), peer: line}
            samples = interleaved(
                {who: partial(_milliseconds, command, url) for who, command in lines.items()}, settings.rounds
            )
            wanted = (Requirement(peer, at_most=limit),)
            found.append(Comparison(" ".join(["cortex", *words]), "ms of CPU", samples, wanted, _NOTE))
    return found


_NOTE = "of whole processes, interpreter included; modules compiled and in the page cache"


def _cortex(words: list[str]) -> list[str]:
    # As the console script does it.
    code = "import sys; from cortex_cli.entry import main; sys.exit(main())"
    return [sys.executable, "-c", code, *words]


def _milliseconds(line: list[str], url: str) -> float:
    environment = {"CORTEX_BASE_URL": url, "CORTEX_API_KEY": "key", "CORTEX_PROJECT_ID": "proj_123"}
    return run(line, environment=environment).cpu * 1000


MEASURE = Measure("command", "the command line", take, rounds=9, quick=Settings(rounds=3))
