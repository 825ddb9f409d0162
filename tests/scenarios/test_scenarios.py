"""Every scenario of the vendor's pages plays as a script against the emulator, and is no longer than the original."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import cast

import pytest

from cortex_async.emulator import ThreadedEmulator
from cortex_sync import ProjectScope
from tests.scenarios.catalog import SCENARIOS, SCRIPTS
from tests.scenarios.index import README, readme
from tests.scenarios.lines import python_lines, typescript_lines
from tests.scenarios.stage import Scene, Stage


def name_of(script: Path) -> str:
    return f"{script.parent.name}/{script.stem}"


def scene_of(script: Path) -> Scene:
    module = importlib.import_module(f"tests.scenarios.scenes.{script.parent.name}")
    return cast("Scene", getattr(module, script.stem.removesuffix("_sync")))


@pytest.mark.cortex_emulator(activation_step=0, runtime_delay=0)
@pytest.mark.parametrize("script", SCRIPTS, ids=name_of)
def test_a_scenario_plays(
    script: Path, cortex_emulator: ThreadedEmulator, cortex_sync_project: ProjectScope
) -> None:
    Stage(script, cortex_emulator, cortex_sync_project).play(scene_of(script))


def test_all_scenarios_of_the_pages_have_scripts_and_no_others() -> None:
    assert len(SCENARIOS) == 37
    assert sorted(path for scenario in SCENARIOS for path in scenario.scripts) == SCRIPTS
    assert [scenario.name for scenario in SCENARIOS if not scenario.scripts] == []


def test_no_script_is_longer_than_the_original() -> None:
    longer = {one.name: (one.length, one.original) for one in SCENARIOS if one.length > one.original}
    assert longer == {}


def test_scripts_are_recipes() -> None:
    assert {name_of(script): problems for script in SCRIPTS if (problems := problems_of(script))} == {}


def problems_of(script: Path) -> list[str]:
    """What keeps a script from being a recipe: one line that says what it is for, then a program."""
    source, sync = script.read_text("utf-8"), script.stem.endswith("_sync")
    first, blank, *_ = source.splitlines()
    starts = ("\nasync def main() -> None:\n", "\ndef main() -> None:\n")
    rules = {
        "begins with a docstring of one line": first.startswith('"""')
        and first.endswith('."""')
        and not blank,
        "has one main": sum(source.count(start) for start in starts) == 1,
        "starts by itself": 'if __name__ == "__main__":\n' in source,
        "belongs to no test": "emulator" not in source and "tests" not in source,
        "uses one of the packages": ("cortex_async" if sync else "cortex_sync") not in source,
    }
    return [rule for rule, kept in rules.items() if not kept]


def test_problems_of_scripts_are_found(tmp_path: Path) -> None:
    script = tmp_path / "odd_sync.py"
    script.write_text("import cortex_async\nfrom tests import stage\n", "utf-8")
    assert len(problems_of(script)) == 5


def test_the_readme_is_current() -> None:
    assert README.read_text("utf-8") == readme(), "run python -m tests.scenarios.index"


def test_lines_of_python_are_counted_without_what_is_no_code() -> None:
    source = inspect.cleandoc(
        '''
        """A docstring."""

        import asyncio
        from os import (
            environ,
        )


        async def main() -> None:
            # A comment.
            print(
                environ
            )  # another


        if __name__ == "__main__":
            with environ:
                asyncio.run(main())
        '''
    )
    assert python_lines(source) == 4


def test_lines_of_typescript_are_counted_by_the_same_rule() -> None:
    source = """
        import { a } from "a";
        import {
          b,
        } from "b";

        /* A comment
           of two lines. */
        const url = "https://example.com"; // another
        a(url, {
          b,
        });
        // The last.
    """
    assert typescript_lines(source) == 4
