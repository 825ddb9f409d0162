"""``python -m benchmarks [NAME...]``.

Exit status 0: every requirement is met; 1: the median of a requirement misses it.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.harness import clients, environment, machine, records, report, run
from benchmarks.harness.measure import ROUNDS, Measure
from generator.place import place_of


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    environment.enter(arguments)
    begun = time.monotonic()
    measures = [run.measure(name) for name in options.names or run.NAMES]
    results = _measured(measures, options)
    if options.readme:
        report.write_readme(results)
    names = [found.name for found in measures]
    print(report.ending(results, names, time.monotonic() - begun, options.json))
    return 1 if report.shorts(results, names) else 0


def _measured(measures: list[Measure], options: argparse.Namespace) -> dict[str, Any]:
    """Take the measures one after the other. What has been measured is saved after each of them."""
    results = _started(None if options.quick else options.json)
    print(report.heading(results), flush=True)
    for note in clients.generate(frozenset[str]().union(*(found.needs for found in measures))):
        print(note)
    for found in measures:
        processes, settings = found.plan(quick=options.quick, rounds=options.rounds)
        taken = {**results["measures"], found.name: run.take(found, processes, settings)}
        results["measures"] = {name: taken[name] for name in run.NAMES if name in taken}
        print(report.terminal(found.name, taken[found.name]), flush=True)
        if options.json:
            records.save(results, options.json)
    return results


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(run.NAMES)}; all by default")
    parser.add_argument("--quick", action="store_true", help="a short form of each measure, for a quick look")
    parser.add_argument("--rounds", type=int, help="rounds in each process instead of each measure's own")
    parser.add_argument(
        "--json", type=Path, help="where the figures go: benchmarks/results.json, with --quick nowhere"
    )
    parser.add_argument("--readme", action="store_true", help="write the table into benchmarks/README.md")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in run.NAMES]
    if unknown:
        parser.error(f"no measure is named {unknown[0]}; the measures are {', '.join(run.NAMES)}")
    if options.rounds is not None and options.rounds < ROUNDS and not options.quick:
        parser.error(f"--rounds must be at least {ROUNDS}, got {options.rounds}; --quick measures less")
    if options.readme and options.quick:
        parser.error("--readme and --quick exclude each other: the table is for figures that count")
    if options.json is None and not options.quick:
        options.json = records.PATH
    _check_writable(parser, options.json)
    return options


def _check_writable(parser: argparse.ArgumentParser, path: Path | None) -> None:
    if path is None:
        return
    if not path.resolve().parent.is_dir():
        parser.error(f"the directory {path.parent} does not exist")
    try:
        place_of(path)
    except OSError as error:
        parser.error(f"{path} cannot be written ({error.strerror})")


def _started(earlier: Path | None) -> dict[str, Any]:
    """The earlier figures, if they come from this machine and these versions: others cannot be compared."""
    here = {"machine": machine.machine(), "versions": machine.versions()}
    before = records.stored(earlier) if earlier else {}
    measures = before["measures"] if before and {key: before[key] for key in here} == here else {}
    date = datetime.now(UTC).date().isoformat()
    return {**here, "date": date, "load": machine.load(), "measures": measures}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
