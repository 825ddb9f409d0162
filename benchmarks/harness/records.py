"""Results as JSON: what was measured, and what follows from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.harness.measure import OURS, Comparison, Measure, Spread
from generator.write import replace_all

PATH = Path(__file__).resolve().parents[1] / "results.json"
FORMAT = 2
"""Of results.json. Figures in another format are not read: they are measured anew."""


def record(
    measure: Measure, comparisons: list[Comparison], seconds: float, load: float | None
) -> dict[str, Any]:
    return {
        "title": measure.title,
        "seconds": round(seconds, 1),
        "load": load,
        "comparisons": [_comparison(item) for item in comparisons],
    }


def _comparison(item: Comparison) -> dict[str, Any]:
    others = [name for name in item.samples if OURS in item.samples and name != OURS]
    ratios = {name: item.ratio(OURS, name) for name in others}
    return {
        "title": item.title,
        "unit": item.unit,
        "note": item.note,
        "medians": {name: rounded(item.spread(name).median) for name in item.samples},
        "ratios": {name: _spread(ratio) for name, ratio in ratios.items() if ratio},
        "rounds": {name: [rounded(value) for value in values] for name, values in item.samples.items()},
        "checks": [
            {
                "subject": check.requirement.subject,
                "peer": check.requirement.peer,
                "required": check.requirement.text,
                "measured": _spread(check.measured),
                "verdict": check.verdict,
            }
            for check in item.checks()
        ],
    }


def _spread(spread: Spread | None) -> dict[str, float] | None:
    if spread is None:
        return None
    values = {"median": spread.median, "low": spread.low, "high": spread.high}
    return {**{name: rounded(value) for name, value in values.items()}, "rounds": spread.rounds}


def rounded(value: float) -> float:
    return float(f"{value:.4g}")


def save(results: Mapping[str, Any], path: Path) -> None:
    results = {"format": FORMAT, **results}
    replace_all({path: (json.dumps(results, indent=1, sort_keys=False) + "\n").encode()})


def stored(path: Path) -> dict[str, Any]:
    """Figures that were saved; empty if there are none, or in another format."""
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found if found.pop("format", None) == FORMAT else {}
