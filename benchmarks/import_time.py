"""Import time of the SDK against that of aiohttp, each in fresh processes, interleaved: ``python benchmarks/import_time.py``."""

from __future__ import annotations

import statistics
import subprocess
import sys

STATEMENTS = {
    "aiohttp": "import aiohttp",
    "cortex_async": "import cortex_async",
    "cortex_sync": "import cortex_sync",
    "cortex_async + client": "from cortex_async import CortexClient; CortexClient(api_key='k').project('p').sessions",
    "cortex_async + Session": "from cortex_async.models import Session",
}
ROUNDS = 15
_MEASURE = "import time; t = time.perf_counter(); {}; print((time.perf_counter() - t) * 1000)"


def milliseconds(statement: str) -> float:
    command = [sys.executable, "-c", _MEASURE.format(statement)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    rounds: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for _ in range(ROUNDS):
        for name, statement in STATEMENTS.items():
            rounds[name].append(milliseconds(statement))
    peer = statistics.median(rounds["aiohttp"])
    print(f"median of {ROUNDS} fresh processes each, Python {sys.version.split()[0]}")
    for name, times in rounds.items():
        median = statistics.median(times)
        print(f"{name:24} {median:7.1f} ms  {median / peer:5.2f} x aiohttp")


if __name__ == "__main__":
    main()
