"""Runs measures in fresh processes, one after the other."""

from __future__ import annotations

import importlib
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.harness import machine, report
from benchmarks.harness.environment import ROOT
from benchmarks.harness.measure import Comparison, Measure, Settings, joined

NAMES = (
    "decode",
    "encode",
    "tables",
    "transcripts",
    "events",
    "get",
    "sync",
    "call",
    "observers",
    "sse",
    "views",
    "load",
    "archive",
    "growth",
    "emulator",
    "relay",
    "start",
    "command",
    "generate",
)


def measure(name: str) -> Measure:
    found: Measure = importlib.import_module(f"benchmarks.{name}").MEASURE
    return found


def take(found: Measure, settings: Settings) -> dict[str, Any]:
    """Take one measure. Returns its record."""
    load, begun = machine.load(), time.monotonic()
    runs = [_in_a_process(found.name, settings) for _ in range(found.processes)]
    return report.record(found, joined(runs), time.monotonic() - begun, load)


def _in_a_process(name: str, settings: Settings) -> list[Comparison]:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        result = Path(folder) / "comparisons"
        command = [
            sys.executable, "-m", "benchmarks.harness.run",
            name, str(settings.rounds), str(settings.scale), str(result),
        ]  # fmt: skip
        subprocess.run(command, cwd=ROOT, check=True)
        comparisons: list[Comparison] = pickle.loads(result.read_bytes())
        return comparisons


def main(name: str, rounds: str, scale: str, result: str) -> None:
    comparisons = measure(name).take(Settings(int(rounds), float(scale)))
    Path(result).write_bytes(pickle.dumps(comparisons))


if __name__ == "__main__":
    main(*sys.argv[1:])
