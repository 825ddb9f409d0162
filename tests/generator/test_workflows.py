"""The workflows use GitHub's own actions and commands that exist; their shell does what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from .workshop import MINIMAL, changed

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"


def workflow(name: str) -> dict[str, Any]:
    stated: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text())
    return stated


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in workflow(name)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("name", ["ci.yml", "regenerate.yml"])
def test_nothing_but_githubs_own_actions_and_known_commands(name: str) -> None:
    text = (FOLDER / name).read_text()
    assert {step["uses"].partition("/")[0] for step in steps(name) if "uses" in step} == {"actions"}
    assert "http://" not in text
    assert not re.search(r"pypi|index-url|registry", text)
    targets = set(re.findall(r"^([a-z.$()A-Z/]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for target in re.findall(r"\bmake ([a-z]+)\b", text):
        assert target in targets, target


def test_every_supported_python_is_checked_and_tested() -> None:
    classifiers = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text())
    assert workflow("ci.yml")["jobs"]["test"]["strategy"]["matrix"]["python"] == classifiers
    commands = [step["run"] for step in steps("ci.yml") if "run" in step]
    assert "make check PYTHON=python" in commands
    assert "make test PYTHON=python" in commands


def test_the_document_is_fetched_on_a_schedule() -> None:
    # YAML reads the key `on` as true.
    assert workflow("regenerate.yml")[True]["schedule"]  # type: ignore[index]


FAKE_GH = """#!/bin/sh
echo "gh $*" >> "$CALLS"
case "$*" in "pr view"*) [ -n "$OPEN" ] && echo OPEN ;; esac
exit 0
"""


class Runner:
    """A checkout, a remote, a ``gh`` that only notes its calls, and the shell of the steps."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.remote = folder / "checkout", folder / "remote.git"
        self.text, self.calls = folder / "pull-request.md", folder / "calls"
        binaries = folder / "bin"
        spec = self.checkout / "spec" / "cortex"
        spec.mkdir(parents=True)
        binaries.mkdir()
        (binaries / "gh").write_text(FAKE_GH)
        (binaries / "gh").chmod(0o755)
        (spec / "openapi.json").write_text(json.dumps(MINIMAL))
        (self.checkout / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n')
        (self.checkout / "Makefile").write_text("check:\n\t@echo fine\ntest:\n\t@echo broken >&2; exit 1\n")
        (self.checkout / ".gitignore").write_text(".venv\n__pycache__\ngenerator\n")
        shutil.copytree(
            ROOT / "generator", self.checkout / "generator", ignore=shutil.ignore_patterns("__pycache__")
        )
        (self.checkout / ".venv").symlink_to(ROOT / ".venv")
        self.outputs: dict[str, str] = {}
        self.environment = {
            "PATH": f"{binaries}:{os.environ['PATH']}",
            "HOME": str(folder),
            "CALLS": str(self.calls),
            "TEXT": str(self.text),
            "BRANCH": "regenerate/cortex",
            "GITHUB_SERVER_URL": "https://example.org",
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_RUN_ID": "1",
        }
        self.shell(
            "git init -q --bare ../remote.git && git init -q -b main && git remote add origin ../remote.git"
        )
        self.shell(".venv/bin/python -m generator build && git add -A")
        self.shell("git -c user.name=t -c user.email=t@e.org -c commit.gpgsign=false commit -q -m before")

    def shell(self, script: str, **more: str) -> str:
        output = self.checkout.parent / "output"
        output.write_text("")
        run = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script],
            cwd=self.checkout,
            env={**self.environment, "GITHUB_OUTPUT": str(output), **more},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        self.outputs |= dict(line.split("=", 1) for line in output.read_text().splitlines())
        return run.stdout

    def job(self, document: Path, **more: str) -> None:
        """The steps from Fetch on, with their conditions."""
        for step in steps("regenerate.yml")[3:]:
            condition = step.get("if", "")
            wanted = re.fullmatch(r"steps\.\w+\.outputs\.(\w+) == '(\w+)'", condition)
            if wanted and self.outputs.get(wanted[1]) != wanted[2]:
                continue
            self.shell(step["run"], URL=str(document), **more)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def given(tmp_path: Path, *changes: tuple[str, Any]) -> Path:
    path = tmp_path / "given.json"
    path.write_text(json.dumps(changed(*changes)))
    return path


ROOM = "components/schemas/RoomResponse/properties"


def test_a_new_document_becomes_a_pull_request(runner: Runner, tmp_path: Path) -> None:
    runner.job(given(tmp_path, (f"{ROOM}/floor", {"type": "integer"})))
    assert runner.calls.read_text().splitlines() == [
        "gh pr view regenerate/cortex --json state --jq .state",
        f"gh pr create --head regenerate/cortex --title Follow the vendor's document --body-file {runner.text}",
    ]
    text = runner.text.read_text()
    assert "- `Room.floor` is new (field-added, `#/components/schemas/RoomResponse/properties/floor`)" in text
    assert "make check: passed, make test: **failed**" in text
    pushed = runner.shell("git diff --stat main regenerate/cortex --name-only").splitlines()
    assert "spec/cortex/openapi.json" in pushed
    assert "cortex_async/_generated/models/rooms.py" in pushed
    assert runner.shell("git ls-remote origin").endswith("refs/heads/regenerate/cortex\n")


def test_an_open_pull_request_is_brought_up_to_date(runner: Runner, tmp_path: Path) -> None:
    runner.job(given(tmp_path, (f"{ROOM}/floor", {"type": "integer"})), OPEN="1")
    assert (
        runner.calls.read_text().splitlines()[-1] == f"gh pr edit regenerate/cortex --body-file {runner.text}"
    )


def test_a_document_that_needs_a_decision_is_proposed_with_the_line(runner: Runner, tmp_path: Path) -> None:
    runner.job(given(tmp_path, (f"{ROOM}/floor", {})))
    assert (
        "error: #/components/schemas/RoomResponse/properties/floor: states no type;"
        in runner.text.read_text()
    )
    assert "gh pr create" in runner.calls.read_text()


def test_the_same_document_is_no_reason_for_anything(runner: Runner, tmp_path: Path) -> None:
    runner.job(given(tmp_path))
    assert runner.outputs == {"new": "false"}
    assert not runner.calls.exists()
