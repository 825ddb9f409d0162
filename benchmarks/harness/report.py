"""Results for people: on the terminal, and as the table in README.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.harness.measure import OURS
from generator.write import replace_all

README = Path(__file__).resolve().parents[1] / "README.md"
_BEGIN, _END = "<!-- written by python -m benchmarks -->", "<!-- end -->"


def shorts(results: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """One line for each requirement of these measures that is not met."""
    return [
        f"{name}: {item['title']}: {_requirement(item, check)}"
        for name in names
        for item in results["measures"][name]["comparisons"]
        for check in item["checks"]
        if check["verdict"] == "short"
    ]


def heading(results: Mapping[str, Any]) -> str:
    """Where the figures come from, the interpreter included."""
    machine = results["machine"]
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, {machine['python']}; "
        f"{results['date']}, load before {results['load']}."
    )


def ending(results: Mapping[str, Any], names: Iterable[str], seconds: float, path: Path | None) -> str:
    """How long it took, where the figures are, and what is short."""
    taken = {name: results["measures"][name]["seconds"] for name in names}
    lines = [
        f"\n{seconds:.0f} s: " + ", ".join(f"{name} {spent:.0f}" for name, spent in taken.items()),
        *([f"figures in {path}"] if path else []),
        *(f"short: {line}" for line in shorts(results, taken)),
    ]
    return "\n".join(lines)


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
    ratio = item["ratios"].get(contestant)
    return f"   {OURS} is {figure(ratio)} of it" if ratio else ""


def _requirement(item: Mapping[str, Any], check: Mapping[str, Any]) -> str:
    against = f"{check['subject']} / {check['peer']}" if check["peer"] else check["subject"]
    measured = check["measured"]
    found = "not measured" if measured is None else f"{figure(measured)}, rounds: {measured['rounds']}"
    return f"{against} = {found}; required {check['required']}"


def figure(spread: Mapping[str, float] | None) -> str:
    """A median with its quartiles, as every table shows it."""
    if spread is None:
        return "-"
    median, low, high = (f"{spread[name]:.3g}" for name in ("median", "low", "high"))
    return median if low == high else f"{median} ({low} to {high})"


def readable(value: float) -> str:
    """A number as people read it."""
    if value == 0 or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


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
    versions = results["versions"]
    lines = [
        heading(results),
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
    return f"{peer} | {figure(check['measured'])} | {check['verdict']}"
