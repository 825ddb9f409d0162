"""``python -m benchmarks [NAME...]``.

Exit status 0: every requirement is met; 1: a requirement is not met.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.harness import clients, environment, machine, report, run
from benchmarks.harness.measure import Settings
from generator.place import place_of


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    environment.enter(arguments)
    results = _started(options.json)
    measures = [run.measure(name) for name in options.names or run.NAMES]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="benchmark-clients-") as folder:
        wanted = frozenset[str]().union(*(found.needs for found in measures))
        for note in clients.generate(Path(folder), wanted):
            print(note)
        for found in measures:
            settings = Settings(options.rounds or found.rounds, options.scale)
            results["measures"][found.name] = run.take(found, settings)
            print(report.terminal(found.name, results["measures"][found.name]), flush=True)
    results["measures"] = {
        name: results["measures"][name] for name in run.NAMES if name in results["measures"]
    }
    report.save(results, options.json)
    if options.readme:
        report.write_readme(results)
    short = report.shorts(results, [found.name for found in measures])
    print(f"\n{time.monotonic() - begun:.0f} s; figures in {options.json}")
    for line in short:
        print(f"short: {line}")
    return 1 if short else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(run.NAMES)}; all by default")
    parser.add_argument(
        "--rounds", type=int, help="rounds in each process instead of the measure's own number"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="part of the usual work, for a quick look")
    parser.add_argument("--json", type=Path, default=report.RESULTS, help="where the figures go")
    parser.add_argument("--readme", action="store_true", help="write the table into benchmarks/README.md")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in run.NAMES]
    if unknown:
        parser.error(f"no measure is named {unknown[0]}; the measures are {', '.join(run.NAMES)}")
    if not options.json.resolve().parent.is_dir():
        parser.error(f"the directory {options.json.parent} does not exist")
    try:
        place_of(options.json)
    except OSError as error:
        parser.error(f"{options.json} cannot be written ({error.strerror})")
    return options


def _started(path: Path) -> dict[str, Any]:
    """The earlier figures, if they come from this machine and these versions: others cannot be compared."""
    here = {"machine": machine.machine(), "versions": machine.versions()}
    before = report.stored(path)
    measures = before["measures"] if before and {key: before[key] for key in here} == here else {}
    date = datetime.now(UTC).date().isoformat()
    return {**here, "date": date, "load": machine.load(), "measures": measures}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
