"""The pages are true: every test that they name exists, and every rule of the comparison is explained."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENERATOR = (ROOT / "docs/generator.md").read_text("utf-8")
REGENERATE = (ROOT / "docs/regenerate.md").read_text("utf-8")


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(test_\w+)\.py::(test_\w+)`", GENERATOR))))
def test_every_named_test_exists(named: tuple[str, str]) -> None:
    module, function = named
    assert callable(getattr(import_module(f"tests.generator.{module}"), function))


def test_every_line_of_the_tables_names_a_test() -> None:
    tables = GENERATOR.partition("## From OpenAPI")[2].partition("## Ignored")[0]
    rows = [line for line in tables.splitlines() if line.startswith("| ") and not line.startswith("| **")]
    assert len(rows) > 60
    assert [row for row in rows if "::test_" not in row and not row.startswith("| construct")] == []


def test_every_rule_of_the_comparison_is_explained() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "generator/changes").glob("*.py"))
    rules = set(re.findall(r'(?:Change\(\s*[\w.\[\]]+,|_change\()\s*"([a-z-]+)"', sources))
    rows = set(re.findall(r"^\| `([a-z-]+)` \|", REGENERATE, re.MULTILINE))
    assert rules == rows


def test_the_commands_of_the_page_exist(capsys: pytest.CaptureFixture[str]) -> None:
    from generator.__main__ import main

    for command in re.findall(r"^python -m generator (\w+)", GENERATOR, re.MULTILINE):
        with pytest.raises(SystemExit) as caught:
            main([command, "--help"])
        assert caught.value.code == 0
    assert "usage: python -m generator" in capsys.readouterr().out
