"""Report of the benchmarks: tables, what is stored, and commands that start with nothing installed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.__main__ import main
from benchmarks.harness import large_spec, records, report
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement

ROOT = Path(__file__).resolve().parents[2]


def comparison(*wanted: Requirement, note: str = "") -> Comparison:
    # 0.5, 0.5 and 2 times the peer's time by round; the ratio of the medians would be 2.
    return Comparison("10 things", "ms", {OURS: [1.0, 4.0, 4.0], "peer": [2.0, 8.0, 2.0]}, wanted, note)


def results(*wanted: Requirement, note: str = "") -> dict[str, Any]:
    measure = Measure("things", "things of all kinds", lambda _: [])
    return {
        "machine": {"processor": "abacus", "cores": "2", "system": "Unix", "python": "CPython 3"},
        "versions": {"peer": "1.0"},
        "date": "2026-01-02",
        "load": 0.1,
        "measures": {"things": records.record(measure, [comparison(*wanted, note=note)], 1.5, 0.2)},
    }


def test_only_requirements_that_are_not_met_are_listed() -> None:
    found = results(
        Requirement("peer", at_most=0.4), Requirement("peer", at_most=1), Requirement("absent", 1)
    )
    assert report.shorts(found, ["things"]) == [
        "things: 10 things: cortex / peer = 0.5 (0.5 to 1.25), rounds: 3; required <= 0.4"
    ]


def test_the_terminal_shows_every_contestant_and_every_verdict() -> None:
    wanted = (Requirement("peer", at_most=0.4), Requirement("peer", at_most=1), Requirement("absent", 1))
    text = report.terminal("things", results(*wanted, note="not quite equal")["measures"]["things"])
    lines = [line.split() for line in text.splitlines()]
    assert ["peer", "2", "cortex", "is", "0.5", "(0.5", "to", "1.25)", "of", "it"] in lines
    assert [line[0] for line in lines if line[0] in ("ok", "short", "skipped")] == ["short", "ok", "skipped"]
    assert "not quite equal" in text


def test_only_the_marked_place_in_the_readme_is_rewritten(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(
        "before\n<!-- written by python -m benchmarks -->\nold\n<!-- end -->\nafter \\1\n", "utf-8"
    )
    found = results(Requirement("peer", at_most=0.4), note="not quite equal")
    report.write_readme(found, path)
    once = path.read_text("utf-8")
    report.write_readme(found, path)
    assert path.read_text("utf-8") == once
    assert once.startswith("before\n")
    assert once.endswith("after \\1\n")
    assert "old" not in once
    assert "| things | 10 things | cortex 4, peer 2 ms | <= 0.4 of peer | 0.5 (0.5 to 1.25) | short |" in once
    assert "- things: not quite equal." in once


def test_a_readme_without_a_place_for_the_table_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("nothing\n", "utf-8")
    with pytest.raises(ValueError, match=r"README.md has no markers for the table"):
        report.write_readme(results(), path)
    assert path.read_text("utf-8") == "nothing\n"


def test_the_committed_readme_has_a_place_for_the_table() -> None:
    copy = report.README.read_text("utf-8")
    assert copy.count("<!-- written by python -m benchmarks -->") == 1
    assert copy.count("<!-- end -->") == 1


def test_results_survive_being_saved(tmp_path: Path) -> None:
    found = results(Requirement("peer", at_most=0.4))
    records.save(found, tmp_path / "results.json")
    assert records.stored(tmp_path / "results.json") == found
    assert records.stored(tmp_path / "absent.json") == {}


@pytest.mark.parametrize("earlier", [{}, {"format": records.FORMAT - 1}, {"format": "2"}])
def test_figures_in_another_format_are_not_read(tmp_path: Path, earlier: dict[str, Any]) -> None:
    path = tmp_path / "results.json"
    path.write_text(json.dumps({**earlier, "measures": {}}), "utf-8")
    assert records.stored(path) == {}


def test_the_report_begins_with_the_interpreter_and_ends_with_the_time_and_what_is_short() -> None:
    found = results(Requirement("peer", at_most=0.4), Requirement("peer", at_most=1))
    assert report.heading(found) == "abacus, 2 cores, Unix, CPython 3; 2026-01-02, load before 0.1."
    assert report.ending(found, ["things"], 61.4, Path("here.json")).splitlines() == [
        "",
        "61 s: things 2",
        "figures in here.json",
        "short: things: 10 things: cortex / peer = 0.5 (0.5 to 1.25), rounds: 3; required <= 0.4",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cooking"], "no measure is named cooking; the measures are decode, "),
        (["--rounds", "4"], "--rounds must be at least 5, got 4; --quick measures less"),
        (["--quick", "--readme"], "--readme and --quick exclude each other"),
        (["--json", "absent/results.json"], "the directory absent does not exist"),
    ],
)
def test_unusable_arguments_end_the_command_before_anything_is_set_up(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("module", ["benchmarks", "benchmarks.plots"])
def test_the_commands_start_with_nothing_installed(module: str) -> None:
    # -S leaves out site-packages: only the standard library can be imported.
    command = [sys.executable, "-S", "-E", "-m", module, "--help"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert f"usage: python -m {module}" in result.stdout


def test_each_copy_within_a_large_spec_refers_to_itself_only() -> None:
    spec = json.loads((ROOT / "spec" / "cortex" / "openapi.json").read_text("utf-8"))
    large = large_spec.copied(spec, 3)
    schemas = large["components"]["schemas"]
    assert len(schemas) == 3 * len(spec["components"]["schemas"])
    own = {name for name in schemas if name.endswith("C03")}
    for name in own:
        for reference in references(schemas[name]):
            assert reference.removeprefix("#/components/schemas/") in own
    operations = [
        declared["operationId"]
        for item in large["paths"].values()
        for method, declared in item.items()
        if method != "parameters"
    ]
    assert len(operations) == len(set(operations))


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        here = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return here + [found for member in value.values() for found in references(member)]
    return [found for member in value for found in references(member)] if isinstance(value, list) else []
