"""Results as a table on the terminal, as JSON, and as the table in README.md."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.harness.measure import OURS, Comparison, Measure
from generator.write import replace_all

README = Path(__file__).resolve().parents[1] / "README.md"
RESULTS = Path(__file__).resolve().parents[1] / "results.json"
_BEGIN, _END = "<!-- written by python -m benchmarks -->", "<!-- end -->"


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
    return {
        "title": item.title,
        "unit": item.unit,
        "note": item.note,
        "medians": {name: rounded(item.median(name)) for name in item.samples},
        "rounds": {name: [rounded(value) for value in values] for name, values in item.samples.items()},
        "checks": [
            {
                "subject": check.requirement.subject,
                "peer": check.requirement.peer,
                "required": check.requirement.text,
                "measured": None if check.value is None else rounded(check.value),
                "verdict": check.verdict,
            }
            for check in item.checks()
        ],
    }


def rounded(value: float) -> float:
    return float(f"{value:.4g}")


def shorts(results: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """One line for each requirement of these measures that is not met."""
    return [
        f"{name}: {item['title']}: {_requirement(item, check)}"
        for name in names
        for item in results["measures"][name]["comparisons"]
        for check in item["checks"]
        if check["verdict"] == "short"
    ]


def terminal(name: str, measure: Mapping[str, Any]) -> str:
    lines = [f"{name}: {measure['title']}  ({measure['seconds']:g} s, load {measure['load']})"]
    for item in measure["comparisons"]:
        lines.append(f"  {item['title']}, {item['unit']}")
        width = max(len(contestant) for contestant in item["medians"])
        for contestant, value in item["medians"].items():
            relation = _relation(item, contestant)
            lines.append(f"    {contestant:{width}}  {readable(value):>10}{relation}")
        lines += [f"    {check['verdict']:7} {_requirement(item, check)}" for check in item["checks"]]
        if item["note"]:
            lines.append(f"    ({item['note']})")
    return "\n".join(lines)


def _relation(item: Mapping[str, Any], contestant: str) -> str:
    ours, theirs = item["medians"].get(OURS), item["medians"][contestant]
    if contestant == OURS or not ours or not theirs:
        return ""
    return f"   {OURS} is {ours / theirs:.2f} of it"


def _requirement(item: Mapping[str, Any], check: Mapping[str, Any]) -> str:
    against = f"{check['subject']} / {check['peer']}" if check["peer"] else check["subject"]
    measured = "not measured" if check["measured"] is None else f"{check['measured']:.3g}"
    return f"{against} = {measured}, required {check['required']}"


def readable(value: float) -> str:
    """A number as people read it."""
    if value == 0 or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def save(results: Mapping[str, Any], path: Path) -> None:
    replace_all({path: (json.dumps(results, indent=1, sort_keys=False) + "\n").encode()})


def stored(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def write_readme(results: Mapping[str, Any], path: Path = README) -> None:
    """Write the table between its markers in the file.

    Raises ``ValueError`` if the file has no such markers.
    """
    text = path.read_text("utf-8")
    place = re.compile(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", re.DOTALL)
    if not place.search(text):
        raise ValueError(f"{path.name} has no markers for the table ({_BEGIN} ... {_END})")
    table = f"{_BEGIN}\n\n{markdown(results)}\n{_END}"
    replace_all({path: place.sub(lambda _: table, text).encode()})


def markdown(results: Mapping[str, Any]) -> str:
    machine, versions = results["machine"], results["versions"]
    lines = [
        f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, {machine['python']}; "
        f"{results['date']}, load before {results['load']}.",
        "",
        ", ".join(f"{name} {number}" for name, number in versions.items()) + ".",
        "",
        "| measure | what | medians | required | measured | |",
        "|---|---|---|---|---|---|",
    ]
    for name, measure in results["measures"].items():
        for item in measure["comparisons"]:
            medians = ", ".join(f"{who} {readable(value)}" for who, value in item["medians"].items())
            checks = item["checks"] or [None]
            for number, check in enumerate(checks):
                head = f"{name} | {item['title']} | {medians} {item['unit']}" if number == 0 else " | | "
                lines.append(f"| {head} | {_cells(check)} |")
    notes = dict.fromkeys(
        f"- {name}: {item['note']}."
        for name, measure in results["measures"].items()
        for item in measure["comparisons"]
        if item["note"]
    )
    return "\n".join([*lines, *(["", *notes] if notes else [])]) + "\n"


def _cells(check: Mapping[str, Any] | None) -> str:
    if check is None:
        return "reported | | "
    peer = f"{check['required']} of {check['peer']}" if check["peer"] else check["required"]
    if check["subject"] != OURS:
        peer = f"{check['subject']}: {peer}"
    measured = "-" if check["measured"] is None else f"{check['measured']:.3g}"
    return f"{peer} | {measured} | {check['verdict']}"
