"""The command line: CPU time of whole processes, beside a bare click program with 40 commands."""

from __future__ import annotations

import os
import resource
import subprocess
import sys

from benchmarks.harness import machine, server
from benchmarks.harness.environment import ROOT
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Samples, Settings

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
    help_limit = (Requirement(BARE, at_most=1.5),)
    call_limit = (Requirement(SDK, at_most=1.3),)
    note = "of whole processes, interpreter included; modules compiled and in the page cache"
    found: list[Comparison] = []
    with server.running() as url:
        for words in _HELP:
            lines = {OURS: _cortex(words), BARE: [sys.executable, "-c", _BARE, "--help"]}
            title = " ".join(["cortex", *words])
            found.append(
                Comparison(title, "ms of CPU", _rounds(lines, url, settings.rounds), help_limit, note)
            )
        lines = {OURS: _cortex(_CALL), SDK: [sys.executable, "-c", _SDK]}
        title = " ".join(["cortex", *_CALL])
        found.append(Comparison(title, "ms of CPU", _rounds(lines, url, settings.rounds), call_limit, note))
    return found


def _cortex(words: list[str]) -> list[str]:
    # As the console script does it.
    code = "import sys; from cortex_cli.entry import main; sys.exit(main())"
    return [sys.executable, "-c", code, *words]


def _rounds(lines: dict[str, list[str]], url: str, rounds: int) -> Samples:
    """CPU milliseconds of processes, in turn. The first of each only fills caches."""
    samples: Samples = {who: [] for who in lines}
    for line in lines.values():
        _milliseconds(line, url)
    for _ in range(rounds):
        for who, line in lines.items():
            samples[who].append(_milliseconds(line, url))
    return samples


def _milliseconds(line: list[str], url: str) -> float:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CORTEX_BASE_URL": url,
        "CORTEX_API_KEY": "key",
        "CORTEX_PROJECT_ID": "proj_123",
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(line, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


MEASURE = Measure("command", "the command line", take, rounds=15)
