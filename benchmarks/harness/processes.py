"""What whole processes take."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

from benchmarks.harness.environment import PYTHON, ROOT


@frozen
class Spent:
    """Seconds that a process and its children took: wall-clock time, and processor time."""

    wall: float
    cpu: float


def run(command: Sequence[str], folder: Path = ROOT, environment: Mapping[str, str] | None = None) -> Spent:
    """Run a command, with this repository and the environment's tools on its paths, and measure it.

    Raises ``RuntimeError`` with its output if it fails.
    """
    path = f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}"
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": path, **(environment or {})}
    begun, before = time.perf_counter(), _cpu_of_children()
    result = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    wall, cpu = time.perf_counter() - begun, _cpu_of_children() - before
    if result.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{(result.stdout + result.stderr)[-2000:]}")
    return Spent(wall, cpu)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
