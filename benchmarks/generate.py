"""Generating formatted code from a spec, by the SDK's generator and by openapi-python-client."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path

from benchmarks.harness import large_spec
from benchmarks.harness.environment import PYTHON
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Samples, Settings, picked
from benchmarks.harness.processes import Spent, run
from benchmarks.harness.rounds import interleaved

PEER = "openapi-python-client"
FURTHER = (3, 6)
"""Further copies of the spec's operations and models in a second spec, and in a third one beyond those. The
third is for our generator only: the peer takes long.
"""


def take(settings: Settings) -> list[Comparison]:
    # A third size shows whether the time grows linearly.
    small, middle, large = sizes = list(accumulate(map(settings.amount, FURTHER), initial=1))
    with tempfile.TemporaryDirectory(prefix="benchmark-specs-") as folder:
        bench = _Bench(Path(folder))
        builds: dict[str, Callable[[], Spent]] = {
            f"{OURS} {size}": partial(bench.ours, size) for size in sizes
        }
        builds |= {f"{PEER} {size}": partial(bench.theirs, size) for size in (small, middle)}
        for size in sizes:
            bench.prepare(size)
        # Processes of their own have nothing to warm up.
        spent = interleaved(builds, settings.rounds, warm_up=False)
    cpu = picked(spent, lambda one: one.cpu)
    return [
        _comparison("the Cortex spec", spent, small),
        _comparison(f"a spec with {middle} times its operations and models", spent, middle),
        _growth(cpu, sizes),
        Comparison(
            f"{large} times, all names new to names.toml", "s of CPU", {OURS: [bench.first[large].cpu]}
        ),
    ]


def _comparison(title: str, spent: dict[str, list[Spent]], size: int) -> Comparison:
    both = {who: spent[f"{who} {size}"] for who in (OURS, PEER)}
    samples = picked(both, lambda one: one.wall)
    samples |= {f"{who}, CPU": values for who, values in picked(both, lambda one: one.cpu).items()}
    wanted = (
        Requirement(PEER, at_most=2.5),
        Requirement(f"{PEER}, CPU", at_most=2.5, subject=f"{OURS}, CPU"),
    )
    return Comparison(title, "s", samples, wanted, _NOTE)


def _growth(cpu: Samples, sizes: Sequence[int]) -> Comparison:
    per_copy: Samples = {}
    for fewer, more in pairwise(sizes):
        pairs = zip(cpu[f"{OURS} {more}"], cpu[f"{OURS} {fewer}"], strict=True)
        per_copy[f"{fewer} to {more}"] = [(one - other) / (more - fewer) for one, other in pairs]
    first, second = per_copy
    wanted = (Requirement(first, at_most=1.3, subject=second),)
    return Comparison("each further copy in the spec", "s of CPU", per_copy, wanted, _MARGINAL)


_NOTE = (
    "same spec, into an empty folder, formatted by ruff; ours writes the async and the sync version, "
    "decoders, lock and reference, and finds its public names in names.toml"
)


_MARGINAL = "start-up costs cancel out; the ratio would be 1.2 for n log n, 2.8 for n squared"


class _Bench:
    """Specs of each size in their repositories.

    ``first``: size -> cost of the build in which every name was new.
    """

    def __init__(self, folder: Path) -> None:
        self.first: dict[int, Spent] = {}
        self._folder = folder
        self._spec = large_spec.repaired()

    def prepare(self, times: int) -> None:
        """Make a repository in which every name is known, as the names of the spec itself are."""
        large_spec.repository(self._root(times), self._spec, times)
        if times > 1:
            self.first[times] = _build(self._root(times))

    def ours(self, times: int) -> Spent:
        for package in ("cortex_async", "cortex_sync"):
            shutil.rmtree(self._root(times) / package, ignore_errors=True)
        return _build(self._root(times))

    def theirs(self, times: int) -> Spent:
        spec = self._root(times) / "spec" / "cortex" / "openapi.json"
        target = self._folder / "theirs"
        shutil.rmtree(target, ignore_errors=True)
        tool, into = str(PYTHON.parent / PEER), ("--output-path", str(target), "--meta", "none")
        return run([tool, "generate", "--path", str(spec), *into], self._folder)

    def _root(self, times: int) -> Path:
        return self._folder / f"times-{times}"


def _build(root: Path) -> Spent:
    return run([sys.executable, "-m", "generator", "build", "--root", str(root)], root)


MEASURE = Measure("generate", "code from a spec", take, quick=Settings(rounds=1, scale=0.15))
