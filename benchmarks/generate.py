"""From the document to code on the disk, laid out: the SDK's generator and openapi-python-client, each in a fresh process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from attrs import frozen

from benchmarks.harness import clients, documents
from benchmarks.harness.environment import PYTHON, ROOT
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Samples, Settings

PEER = "openapi-python-client"
TIMES = 20
MIDDLE = 10
"""Between one document and 20: with a third size it shows whether time grows with the size or faster."""
REPEATED = 2
"""Builds more of the larger sizes; of all the least counts, since whatever disturbs a build adds to it."""


@frozen
class Spent:
    """By a process and those that it started: on the wall, and of the processors."""

    wall: float
    cpu: float


def take(settings: Settings) -> list[Comparison]:
    times = max(MIDDLE + 1, settings.amount(TIMES))
    with tempfile.TemporaryDirectory(prefix="benchmark-documents-") as folder:
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
        _comparison("the Cortex document", once),
        _comparison(f"a document of {times} times its operations and models", large),
        Comparison("each further copy in the document", "s of CPU", per_copy, (linear,), _MARGINAL),
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
    "same document, into an empty folder, ruff's layout included; ours writes both colours, decoders, lock and reference, "
    "and finds its public names in names.toml"
)


_MARGINAL = "so what starting costs falls out; the ratio would be 1.14 of n log n, 2.7 of n squared"


class _Bench:
    """Documents of each size in their repositories. ``first`` is what the build took for which every name was new, by size."""

    def __init__(self, folder: Path) -> None:
        self.first: dict[int, Spent] = {}
        self._folder = folder
        self._document = documents.repaired()

    def both(self, times: int) -> dict[str, Spent]:
        return {OURS: self.ours(times), PEER: self._theirs(times)}

    def ours(self, times: int) -> Spent:
        root = self._repository(times)
        for package in ("cortex_async", "cortex_sync"):
            shutil.rmtree(root / package)
        return _build(root)

    def _theirs(self, times: int) -> Spent:
        document = self._repository(times) / "spec" / "cortex" / "openapi.json"
        target = self._folder / "theirs"
        shutil.rmtree(target, ignore_errors=True)
        tool, into = str(PYTHON.parent / PEER), ("--output-path", str(target), "--meta", "none")
        return _run(self._folder, tool, "generate", "--path", str(document), *into)

    def _repository(self, times: int) -> Path:
        root = self._folder / f"times-{times}"
        if not root.is_dir():
            documents.repository(root, self._document, times)
            self.first[times] = _build(root)
        return root


def _build(root: Path) -> Spent:
    return _run(root, sys.executable, "-m", "generator", "build", "--root", str(root))


def _run(folder: Path, *command: str) -> Spent:
    """Raises ``RuntimeError`` with what the command says if it fails."""
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


MEASURE = Measure(
    "generate", "code from a document", take, rounds=3, needs=frozenset({clients.PYTHON_CLIENT})
)
