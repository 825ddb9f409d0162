"""Cost of one call above the HTTP library in instructions: aiohttp without a network, under callgrind.

``python -m benchmarks.call ROUNDS CALLS`` is the counted program. Callgrind writes what it has counted
whenever the program calls ``getpriority`` of the C library, which nothing else calls: before and after each
turn.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import aiohttp
import orjson

from benchmarks.harness import networkless, payloads
from benchmarks.harness.environment import ROOT
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Samples, Settings
from benchmarks.harness.rounds import interleaved_async, turns
from cortex_async import CortexClient
from tests.bytecodes import count_calls

RAW = "aiohttp"
CALLS = 100
TRACED = 50
"""Calls whose bytecodes are counted in each turn."""

ADAPTING = 60
"""Calls that are not counted, in which the interpreter adapts to this contestant after the other one."""

Call = Callable[[], Awaitable[object]]
Calls = dict[str, Call]


def take(settings: Settings) -> list[Comparison]:
    bytecodes: Samples = {}
    asyncio.run(_with_clients(partial(_count_bytecodes, bytecodes, settings.rounds)))
    valgrind = shutil.which("valgrind") is not None
    instructions = _instructions(settings.rounds, settings.amount(CALLS)) if valgrind else {}
    note = "" if valgrind else "valgrind is not installed"
    wanted = (Requirement(RAW, at_most=1.3),)
    return [
        Comparison("bytecodes of one GET", "bytecodes", bytecodes, note="without C functions"),
        Comparison("instructions of one GET", "instructions", instructions, wanted, note),
    ]


async def _count_bytecodes(found: Samples, rounds: int, calls: Calls) -> None:
    async def traced(call: Call) -> float:
        return float((await count_calls(call, TRACED)).bytecodes)

    found |= await interleaved_async({name: partial(traced, call) for name, call in calls.items()}, rounds)


def _instructions(rounds: int, amount: int) -> Samples:
    with tempfile.TemporaryDirectory(prefix="benchmark-callgrind-") as folder:
        _run_under_callgrind(Path(folder) / "part", rounds, amount)
        # Every second part lies between the turns.
        parts = iter(range(2, 1000, 2))
        samples: Samples = {OURS: [], RAW: []}
        for name, counts in turns(list(samples), rounds):
            part = next(parts)
            if counts:
                samples[name].append(_total(Path(folder) / f"part.{part}") / amount)
    return samples


def _run_under_callgrind(output: Path, rounds: int, amount: int) -> None:
    tool = ["valgrind", "--tool=callgrind", "--dump-before=getpriority", f"--callgrind-out-file={output}"]
    program = [sys.executable, "-W", "ignore", "-m", "benchmarks.call", str(rounds), str(amount)]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    run = subprocess.run(
        [*tool, *program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise RuntimeError(f"valgrind failed:\n{run.stderr[-2000:]}")


def _total(part: Path) -> int:
    found = re.search(r"^summary: (\d+)", part.read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise RuntimeError(f"{part.name} has no total")
    return int(found[1])


async def _with_clients(work: Callable[[Calls], Awaitable[None]]) -> None:
    url = f"{networkless.ORIGIN}/api/projects/proj_123/sessions/sess_1"
    with networkless.responding(orjson.dumps(payloads.session(1))):
        async with (
            CortexClient(base_url=networkless.ORIGIN, api_key="key") as cortex,
            aiohttp.ClientSession(headers={"X-API-Key": "key"}) as session,
        ):
            sessions = cortex.project("proj_123").sessions

            async def raw() -> object:
                async with session.request("GET", url) as response:
                    return orjson.loads(await response.read())

            await work({OURS: lambda: sessions.get("sess_1"), RAW: raw})


def main(rounds: int, amount: int) -> None:
    """Let the contestants take turns, with a mark for callgrind before and after each of them."""

    async def work(calls: Calls) -> None:
        for name, _ in turns(list(calls), rounds):
            for _ in range(ADAPTING):
                await calls[name]()
            os.getpriority(os.PRIO_PROCESS, 0)
            for _ in range(amount):
                await calls[name]()
            os.getpriority(os.PRIO_PROCESS, 0)

    asyncio.run(_with_clients(work))


MEASURE = Measure("call", "instructions of one call, without network", take, quick=Settings(scale=0.2))

if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
