"""``python -m benchmarks.plots``: draws results.json as SVG files in docs/performance/, one per measure.

The same figures give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.harness import environment, records, report, run
from benchmarks.harness.measure import OURS, Spread

FOLDER = environment.ROOT / "docs" / "performance"
COLUMNS = 2
OURS_COLOUR, PEER_COLOUR, GROWTH_COLOUR = "#1b7f5c", "#b8c0c8", "#2d5f9e"
WHISKER = "#5a6470"
STYLE = {"svg.hashsalt": "cortex", "svg.fonttype": "none", "font.size": 9.0}
"""The constant salt keeps the ids within a file the same each time."""

Comparisons = list[Mapping[str, Any]]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plots", description=__doc__)
    parser.add_argument("--json", type=Path, default=records.PATH, help="the figures")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the files go")
    options = parser.parse_args(arguments)
    environment.enter(arguments, "benchmarks.plots")
    results = records.stored(options.json)
    if not results:
        parser.error(f"{options.json} holds no figures in this format: run make bench")
    options.folder.mkdir(parents=True, exist_ok=True)
    for line in plot_all(results, options.folder):
        print(line)
    return 0


def plot_all(results: Mapping[str, Any], folder: Path) -> Iterator[str]:
    """Draw every measure that has figures.

    Yields one line per measure with the path, or that it was skipped.
    """
    for name in run.NAMES:
        if name not in results["measures"]:
            yield f"{name}: skipped, no figures"
            continue
        path = folder / f"{name}.svg"
        plot(results["measures"][name], path)
        yield f"{name}: {path}"


def plot(measure: Mapping[str, Any], path: Path) -> None:
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    comparisons: Comparisons = measure["comparisons"]
    rows = -(-len(comparisons) // COLUMNS)
    with matplotlib.rc_context(STYLE):
        figure, places = pyplot.subplots(
            rows, COLUMNS, figsize=(10, 0.6 + 2.1 * rows), squeeze=False, layout="constrained"
        )
        for place in places.flat[len(comparisons) :]:
            place.set_axis_off()
        for item, place in zip(comparisons, places.flat, strict=False):
            draw(item, place)
        figure.suptitle(measure["title"])
        # A date would change the file each time.
        figure.savefig(path, metadata={"Date": None})
        pyplot.close(figure)


def draw(item: Mapping[str, Any], place: Any) -> None:
    """Draw a curve if the medians are by size, else a bar per contestant, with whiskers at the quartiles."""
    place.set_title(item["title"], fontsize=9)
    sizes, whiskers = sizes_of(item["medians"]), whiskers_of(item["rounds"])
    if sizes:
        place.errorbar(
            list(sizes), list(sizes.values()), whiskers, marker="o", color=GROWTH_COLOUR, ecolor=WHISKER
        )
        place.set_xscale("log")
        place.set_ylim(bottom=0)
        place.set_ylabel(item["unit"])
        return
    names, values = list(item["medians"]), list(item["medians"].values())
    fills = [OURS_COLOUR if OURS in name else PEER_COLOUR for name in names]
    bars = place.barh(names, values, xerr=whiskers, color=fills, ecolor=WHISKER)
    place.bar_label(bars, [f" {report.readable(value)}" for value in values], fontsize=8)
    place.invert_yaxis()
    place.margins(x=0.15)
    place.set_xlabel(item["unit"])


def whiskers_of(rounds: Mapping[str, list[float]]) -> tuple[list[float], list[float]]:
    """How far the quartiles of each contestant are below and above its median."""
    spreads = [Spread.of(values) for values in rounds.values()]
    return [one.median - one.low for one in spreads], [one.high - one.median for one in spreads]


def sizes_of(medians: Mapping[str, float]) -> dict[int, float]:
    """The medians by size if every name is a size such as ``10,000``; else empty."""
    found = {name.replace(",", ""): value for name, value in medians.items()}
    return (
        {int(size): value for size, value in found.items()} if all(size.isdigit() for size in found) else {}
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
