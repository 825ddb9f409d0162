"""Generating formatted code from a spec, by the SDK's generator and by openapi-python-client."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from attrs import frozen

from benchmarks.harness import clients, large_spec
from benchmarks.harness.environment import PYTHON, ROOT
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Samples, Settings

PEER = "openapi-python-client"
TIMES = 20
MIDDLE = 10
"""A size between 1 and 20 shows whether the time grows linearly."""
REPEATED = 2
"""Further builds of the larger sizes. The minimum of all builds counts, since disturbances only add time."""


@frozen
class Spent:
    """Seconds that a process and its children took: wall-clock time, and processor time."""

    wall: float
    cpu: float


def take(settings: Settings) -> list[Comparison]:
    times = max(MIDDLE + 1, settings.amount(TIMES))
    with tempfile.TemporaryDirectory(prefix="benchmark-specs-") as folder:
        bench = _Bench(Path(folder))
        once = [bench.both(1) for _ in range(settings.rounds)]
        large = [bench.both(times)]
        middle = min(bench.ours(MIDDLE).cpu for _ in range(REPEATED))
        largest = min(large[0][OURS].cpu, *(bench.ours(times).cpu for _ in range(REPEATED)))
        first = bench.first[times]
    smallest = min(one[OURS].cpu for one in once)
    per_copy = {
        f"1 to {MIDDLE}": [(middle - smallest) / (MIDDLE - 1)],
        f"{MIDDLE} to {times}": [(largest - middle) / (times - MIDDLE)],
    }
    linear = Requirement(f"1 to {MIDDLE}", at_most=1.3, subject=f"{MIDDLE} to {times}")
    return [
        _comparison("the Cortex spec", once),
        _comparison(f"a spec with {times} times its operations and models", large),
        Comparison("each further copy in the spec", "s of CPU", per_copy, (linear,), _MARGINAL),
        Comparison(f"{times} times, all names new to names.toml", "s of CPU", {OURS: [first.cpu]}),
    ]


def _comparison(title: str, rounds: list[dict[str, Spent]]) -> Comparison:
    samples: Samples = {who: [one[who].wall for one in rounds] for who in (OURS, PEER)}
    samples |= {f"{who}, CPU": [one[who].cpu for one in rounds] for who in (OURS, PEER)}
    wanted = (
        Requirement(PEER, at_most=2.5),
        Requirement(f"{PEER}, CPU", at_most=2.5, subject=f"{OURS}, CPU"),
    )
    return Comparison(title, "s", samples, wanted, _NOTE)


_NOTE = (
    "same spec, into an empty folder, formatted by ruff; ours writes the async and the sync version, "
    "decoders, lock and reference, and finds its public names in names.toml"
)


_MARGINAL = "start-up costs cancel out; the ratio would be 1.14 for n log n, 2.7 for n squared"


class _Bench:
    """Specs of each size in their repositories.

    ``first``: size -> cost of the build in which every name was new.
    """

    def __init__(self, folder: Path) -> None:
        self.first: dict[int, Spent] = {}
        self._folder = folder
        self._spec = large_spec.repaired()

    def both(self, times: int) -> dict[str, Spent]:
        return {OURS: self.ours(times), PEER: self._theirs(times)}

    def ours(self, times: int) -> Spent:
        root = self._repository(times)
        for package in ("cortex_async", "cortex_sync"):
            shutil.rmtree(root / package)
        return _build(root)

    def _theirs(self, times: int) -> Spent:
        spec = self._repository(times) / "spec" / "cortex" / "openapi.json"
        target = self._folder / "theirs"
        shutil.rmtree(target, ignore_errors=True)
        tool, into = str(PYTHON.parent / PEER), ("--output-path", str(target), "--meta", "none")
        return _run(self._folder, tool, "generate", "--path", str(spec), *into)

    def _repository(self, times: int) -> Path:
        root = self._folder / f"times-{times}"
        if not root.is_dir():
            large_spec.repository(root, self._spec, times)
            self.first[times] = _build(root)
        return root


def _build(root: Path) -> Spent:
    return _run(root, sys.executable, "-m", "generator", "build", "--root", str(root))


def _run(folder: Path, *command: str) -> Spent:
    """Run a command and measure it. Raises ``RuntimeError`` with its output if it fails."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}",
    }
    begun, before = time.perf_counter(), os.times()
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - begun, os.times()
    if result.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{(result.stdout + result.stderr)[-2000:]}")
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return Spent(wall, cpu)


MEASURE = Measure("generate", "code from a spec", take, rounds=3, needs=frozenset({clients.PYTHON_CLIENT}))
