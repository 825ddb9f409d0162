"""Cost of one call above the HTTP library in instructions: aiohttp without a network, under callgrind.

``python -m benchmarks.call CONTESTANT CALLS`` is the counted program. The difference between two runs of
different length gives the cost of one call.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable

import aiohttp
import orjson

from benchmarks.harness import networkless, payloads
from benchmarks.harness.environment import ROOT
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Settings
from cortex_async import CortexClient
from tests.bytecodes import count_calls

RAW = "aiohttp"
SHORT, LONG = 50, 250

Call = Callable[[], Awaitable[object]]


def take(settings: Settings) -> list[Comparison]:
    counted = asyncio.run(_with_clients(_bytecodes))
    bytecodes = Comparison("bytecodes of one GET", "bytecodes", counted, note="without C functions")
    if shutil.which("valgrind") is None:
        return [
            bytecodes,
            Comparison(
                "instructions of one GET", "instructions", {}, (_WANTED,), "valgrind is not installed"
            ),
        ]
    long = max(SHORT + 50, settings.amount(LONG))
    instructions = {name: [_instructions(name, long)] for name in (OURS, RAW)}
    return [bytecodes, Comparison("instructions of one GET", "instructions", instructions, (_WANTED,))]


_WANTED = Requirement(RAW, at_most=1.3)


def _instructions(contestant: str, long: int) -> float:
    runs = {calls: _counted(contestant, calls) for calls in (SHORT, long)}
    totals = {calls: _total(run) for calls, run in runs.items()}
    return (totals[long] - totals[SHORT]) / (long - SHORT)


def _counted(contestant: str, calls: int) -> subprocess.Popen[str]:
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    program = [sys.executable, "-W", "ignore", "-m", "benchmarks.call", contestant, str(calls)]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    return subprocess.Popen(
        [*command, *program], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )


def _total(run: subprocess.Popen[str]) -> int:
    output = run.communicate()[1]
    found = re.search(r"Collected : (\d+)", output)
    if found is None:
        raise RuntimeError(f"valgrind failed:\n{output[-2000:]}")
    return int(found[1])


async def _bytecodes(calls: dict[str, Call]) -> dict[str, list[float]]:
    return {name: [float((await count_calls(call, 50)).bytecodes)] for name, call in calls.items()}


async def _with_clients(
    work: Callable[[dict[str, Call]], Awaitable[dict[str, list[float]]]],
) -> dict[str, list[float]]:
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

            return await work({OURS: lambda: sessions.get("sess_1"), RAW: raw})


async def _repeated(call: Call, times: int) -> None:
    for _ in range(times):
        await call()


def main(contestant: str, times: int) -> None:
    async def work(calls: dict[str, Call]) -> dict[str, list[float]]:
        await _repeated(calls[contestant], times)
        return {}

    asyncio.run(_with_clients(work))


MEASURE = Measure("call", "instructions of one call, without network", take, rounds=1)

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
