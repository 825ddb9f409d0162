"""Measures in fresh processes, one after the other, and what they gave."""

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
    "events",
    "get",
    "sync",
    "call",
    "sse",
    "views",
    "load",
    "growth",
    "start",
    "generate",
)


def measure(name: str) -> Measure:
    found: Measure = importlib.import_module(f"benchmarks.{name}").MEASURE
    return found


def take(found: Measure, settings: Settings) -> dict[str, Any]:
    """The record of one measure."""
    load, begun = machine.load(), time.monotonic()
    runs = [_in_a_process(found.name, settings) for _ in range(found.processes)]
    return report.record(found, joined(runs), time.monotonic() - begun, load)


def _in_a_process(name: str, settings: Settings) -> list[Comparison]:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        answer = Path(folder) / "comparisons"
        command = [
            sys.executable, "-m", "benchmarks.harness.run", name, str(settings.rounds), str(settings.scale), str(answer),
        ]  # fmt: skip
        subprocess.run(command, cwd=ROOT, check=True)
        comparisons: list[Comparison] = pickle.loads(answer.read_bytes())
        return comparisons


def main(name: str, rounds: str, scale: str, answer: str) -> None:
    comparisons = measure(name).take(Settings(int(rounds), float(scale)))
    Path(answer).write_bytes(pickle.dumps(comparisons))


if __name__ == "__main__":
    main(*sys.argv[1:])
