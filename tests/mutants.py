"""Mutation testing: puts small faults into one module, one at a time, and counts those that no test notices.

    make mutants MODULE=cortex_async/_core/retry.py            every fault that cosmic-ray knows
    make mutants MODULE=cortex_async/_core/retry.py SAMPLE=50  fifty of them, the same ones each time

Works on a copy of the checkout and skips annotations, which are not evaluated. Exit status 1 if fewer than 95
% of the faults were noticed; the report shows the others as diffs. Some faults change nothing that a user can
see and survive rightly: read the list, not only the number.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[1]
WANTED = 0.95
SECONDS = 120
"""Time limit of one run of the tests. A fault that makes them hang counts as noticed."""

TESTS: dict[str, list[str]] = {
    "cortex_async/_core/stream": ["tests/realtime"],
    "cortex_async/_core/stream/sse.py": ["tests/unit", "tests/realtime"],
    "cortex_async/_core": ["tests/unit", "tests/wire"],
    "cortex_async/live": ["tests/realtime"],
    "cortex_async/events.py": ["tests/realtime", "tests/wire"],
    "cortex_async/webhooks": ["tests/webhooks"],
    "cortex_async/emulator": ["tests/emulator"],
    "cortex_async/contrib": ["tests/contrib"],
    "cortex_sync": ["tests/sync", "tests/realtime"],
    "generator": ["tests/generator"],
    "": ["tests/unit", "tests/wire", "tests/contract"],
}
"""Path prefix -> tests of the modules below it. The longest matching prefix counts."""


@frozen
class Mutant:
    noticed: bool
    diff: str


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description="Count the faults that no test notices."
    )
    parser.add_argument("module", help="path of a module, from the top of the checkout")
    parser.add_argument("--sample", type=int, default=0, help="largest number of faults to try; 0 for all")
    parser.add_argument(
        "--tests", nargs="*", default=[], help="tests to run instead of those that TESTS names"
    )
    options = parser.parse_args()
    if not (ROOT / options.module).is_file():
        parser.error(f"{options.module} is not a file of this checkout")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "checkout"
        _copy(copy)
        mutants = _run(copy, options.module, options.tests or _tests_of(options.module), options.sample)
    return _report(options.module, mutants)


def _tests_of(module: str) -> list[str]:
    return TESTS[max((prefix for prefix in TESTS if module.startswith(prefix)), key=len)]


def _copy(target: Path) -> None:
    """Copy the files that git knows of, as they are in the working tree."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def _run(copy: Path, module: str, tests: list[str], sample: int) -> list[Mutant]:
    command = f"{sys.executable} -m pytest -x -q --no-header --timeout 30 {' '.join(tests)}"
    (copy / "mutants.toml").write_text(
        f'[cosmic-ray]\nmodule-path = "{module}"\ntimeout = {SECONDS}.0\nexcluded-modules = []\n'
        f'test-command = "{command}"\n[cosmic-ray.distributor]\nname = "local"\n'
    )
    # The tests start processes, which must import the copy and not an installed package.
    surroundings = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}

    def cosmic_ray(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "cosmic_ray.cli", *arguments],
            cwd=copy,
            env=surroundings,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"cosmic-ray {arguments[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    cosmic_ray("baseline", "mutants.toml")
    cosmic_ray("init", "mutants.toml", "mutants.sqlite")
    _keep(copy / "mutants.sqlite", _annotations(copy / module), sample)
    cosmic_ray("exec", "mutants.toml", "mutants.sqlite")
    return [_mutant(line) for line in cosmic_ray("dump", "mutants.sqlite").splitlines() if line]


def _annotations(module: Path) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Begin and end of each annotation, as (line, column)."""
    tree = ast.parse(module.read_text("utf-8"))
    found = [getattr(node, name, None) for node in ast.walk(tree) for name in ("annotation", "returns")]
    return [
        ((node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0))
        for node in found
        if isinstance(node, ast.expr)
    ]


def _keep(session: Path, skipped: list[tuple[tuple[int, int], tuple[int, int]]], sample: int) -> None:
    """Keep ``sample`` faults in the session, chosen with a fixed seed, and none within ``skipped``."""
    with closing(sqlite3.connect(session)) as database, database:
        rows = database.execute(
            "select job_id, start_pos_row, start_pos_col from mutation_specs"
            " order by start_pos_row, start_pos_col, operator_name, occurrence"
        ).fetchall()
        kept = [job for job, *place in rows if not any(a <= tuple(place) < b for a, b in skipped)]
        if sample:
            kept = random.Random(0).sample(kept, min(sample, len(kept)))
        for table in ("mutation_specs", "work_items"):
            dropped = [(job,) for job, *_ in rows if job not in kept]
            database.executemany(f"delete from {table} where job_id = ?", dropped)


def _mutant(line: str) -> Mutant:
    _, result = json.loads(line)
    return Mutant(
        result is not None and result["test_outcome"] != "survived", (result or {}).get("diff") or ""
    )


def _report(module: str, mutants: list[Mutant]) -> int:
    missed = [mutant for mutant in mutants if not mutant.noticed]
    for mutant in missed:
        print(mutant.diff, end="\n\n")
    share = 1 - len(missed) / len(mutants) if mutants else 1.0
    print(
        f"{module}: {len(mutants)} faults, {len(mutants) - len(missed)} noticed "
        f"({share:.1%}, wanted {WANTED:.0%})"
    )
    return int(share < WANTED)


if __name__ == "__main__":
    sys.exit(main())
