"""The workflows use GitHub's own actions and existing commands, and their scripts work."""

from __future__ import annotations

import compileall
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any

import pytest
import yaml

from tests.generator.workshop import MINIMAL, changed
from tests.once import once

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"


def workflow(name: str) -> dict[str, Any]:
    declared: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text())
    return declared


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in workflow(name)["jobs"].values() for step in job["steps"]]


NAMES = sorted(path.name for path in FOLDER.glob("*.y*ml"))
WRITING = ("git push", "gh pr")
PUBLISHER = "pypa/gh-action-pypi-publish"
"""The one action that is not GitHub's own. It publishes a release, in a job that runs nothing else."""


def jobs(name: str) -> dict[str, dict[str, Any]]:
    declared: dict[str, dict[str, Any]] = workflow(name)["jobs"]
    return declared


def permissions(name: str, job: dict[str, Any]) -> dict[str, str]:
    declared: dict[str, str] = job.get("permissions", workflow(name)["permissions"])
    return declared


@pytest.mark.parametrize("name", NAMES)
def test_actions_are_pinned_by_commit_with_their_version(name: str) -> None:
    used = re.findall(r"^\s*(?:- )?uses:(.*)$", (FOLDER / name).read_text(), re.MULTILINE)
    assert used
    for line in used:
        assert re.fullmatch(rf" (actions/[a-z-]+|{PUBLISHER})@[0-9a-f]{{40}} # v\d+\.\d+\.\d+", line), line


def test_one_action_has_one_pin() -> None:
    pins = {step["uses"] for name in NAMES for step in steps(name) if "uses" in step}
    assert len(pins) == len({pin.partition("@")[0] for pin in pins})


@pytest.mark.parametrize("name", NAMES)
def test_scripts_contain_no_expressions(name: str) -> None:
    """An expression in ``run`` becomes part of the script; in ``env`` it is a value."""
    for step in steps(name):
        assert "${{" not in step.get("run", ""), step
        assert "eval " not in step.get("run", "")


@pytest.mark.parametrize("name", NAMES)
def test_jobs_that_may_write_neither_build_nor_test(name: str) -> None:
    for key, job in jobs(name).items():
        declared = permissions(name, job)
        assert isinstance(declared, dict), key
        script = "\n".join(step.get("run", "") for step in job["steps"])
        if "write" in declared.values():
            assert not re.search(
                r"\bmake\b|\bpip\b|\.venv|pytest|generator (?:build|fetch|check|diff)", script
            ), key
            assert not any("setup-python" in step.get("uses", "") for step in job["steps"]), key
        else:
            assert set(declared.values()) <= {"read"}, key
            assert not any(word in script for word in WRITING), key


@pytest.mark.parametrize("name", NAMES)
def test_no_job_that_runs_code_has_a_secret(name: str) -> None:
    for key, job in jobs(name).items():
        if "write" in permissions(name, job).values():
            continue
        assert "secrets." not in json.dumps(job), key
        assert "github.token" not in json.dumps(job), key
        for step in job["steps"]:
            if "actions/checkout@" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False, key


def test_only_the_last_job_may_write() -> None:
    declared = {key: permissions("regenerate.yml", job) for key, job in jobs("regenerate.yml").items()}
    assert declared == {
        "build": {"contents": "read"},
        "test": {"contents": "read"},
        "propose": {"contents": "write", "pull-requests": "write"},
    }


def test_outputs_of_the_job_that_runs_code_are_only_reported() -> None:
    """Its outputs reach no condition, path or script; one program compares them with ``passed``."""
    text = (FOLDER / "regenerate.yml").read_text()
    assert re.findall(r"^.*needs\.test\..*$", text, re.MULTILINE) == [
        "          CHECKED: ${{ needs.test.outputs.checked }}",
        "          TESTED: ${{ needs.test.outputs.tested }}",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_only_github_actions_and_known_commands(name: str) -> None:
    text = (FOLDER / name).read_text()
    used = {step["uses"].partition("@")[0] for step in steps(name) if "uses" in step}
    assert {action.partition("/")[0] for action in used - {PUBLISHER}} == {"actions"}
    assert "http://" not in text
    assert not re.search(r"pypi|index-url|registry", text.replace(PUBLISHER, ""))
    targets = set(re.findall(r"^([a-z.$()A-Z/]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for target in re.findall(r"\bmake ([a-z]+)\b", text):
        assert target in targets, target


def test_a_release_is_published_by_a_job_that_runs_nothing_else() -> None:
    publishing = {
        (name, key) for name in NAMES for key, job in jobs(name).items() if PUBLISHER in json.dumps(job)
    }
    assert publishing == {("release.yml", "publish")}
    job = jobs("release.yml")["publish"]
    assert [step["uses"].partition("@")[0] for step in job["steps"]] == [
        "actions/download-artifact",
        PUBLISHER,
    ]
    assert job["permissions"] == {"id-token": "write"}
    assert job["if"] == "github.event_name == 'push' && github.ref_type == 'tag'"
    assert job["environment"] == "release"


def test_a_release_is_tested_on_every_supported_python() -> None:
    matrices = [workflow(name)["jobs"]["test"]["strategy"]["matrix"] for name in ("ci.yml", "release.yml")]
    assert matrices[0] == matrices[1]


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


def only_bytecode(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".pyc") and not (Path(folder) / name).is_dir()]


class Runner:
    """A remote, a checkout for each job, the artifact between them, a ``gh`` that records its calls, and a shell."""

    def __init__(self, folder: Path, compiled: Path | None = None) -> None:
        """``compiled``: a folder with the generator and its bytecode, which a checkout would compile for each job."""
        self.folder, self.calls, self.artifact = folder, folder / "calls", folder / "artifact"
        self.compiled = compiled or folder / "first" / "generator"
        self.text = folder / "pull-request.md"
        self.binaries = folder / "bin"
        self.binaries.mkdir()
        (self.binaries / "gh").write_text(FAKE_GH)
        (self.binaries / "gh").chmod(0o755)
        (self.binaries / "python3").symlink_to(sys.executable)
        self.needs: dict[str, dict[str, str]] = {}

    def first_commit(self) -> None:
        checkout = self.folder / "first"
        spec = checkout / "spec" / "cortex"
        spec.mkdir(parents=True)
        (spec / "openapi.json").write_text(json.dumps(MINIMAL))
        (checkout / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n')
        (checkout / "Makefile").write_text("check:\n\t@echo fine\ntest:\n\t@echo broken >&2; exit 1\n")
        (checkout / ".gitignore").write_text(".venv\n__pycache__\n")
        shutil.copytree(
            ROOT / "generator", checkout / "generator", ignore=shutil.ignore_patterns("__pycache__")
        )
        # By hash, so it also holds for checkouts, whose files are newer.
        compileall.compile_dir(
            checkout / "generator", quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH
        )
        (checkout / ".venv").symlink_to(ROOT / ".venv")
        self.shell(
            checkout,
            "git init -q --bare -b main ../remote.git && git init -q -b main && git remote add origin ../remote.git\n"
            ".venv/bin/python -m generator build && git add -A\n"
            "git -c user.name=t -c user.email=t@e.org -c commit.gpgsign=false commit -q -m before && git push -q origin main",
        )

    def shell(self, checkout: Path, script: str, **more: str) -> tuple[str, dict[str, str]]:
        output = self.folder / "output"
        output.write_text("")
        environment = {
            "PATH": f"{self.binaries}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "CALLS": str(self.calls),
            "GITHUB_SERVER_URL": "https://example.org",
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_RUN_ID": "1",
            "GITHUB_OUTPUT": str(output),
            **more,
        }
        run = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script],
            cwd=checkout,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout, dict(line.split("=", 1) for line in output.read_text().splitlines())

    def job(self, name: str, **more: str) -> None:
        """Run the steps after the setup, with their conditions; the artifact passes files between jobs."""
        checkout = self.folder / name
        self.shell(self.folder, f"git clone -q remote.git {name}")
        shutil.copytree(self.compiled, checkout / "generator", ignore=only_bytecode, dirs_exist_ok=True)
        (checkout / ".venv").symlink_to(ROOT / ".venv")
        outputs: dict[str, str] = {}
        proposal = self.folder / f"proposal-{name}"
        for step in jobs("regenerate.yml")[name]["steps"]:
            wanted = re.fullmatch(r"steps\.\w+\.outputs\.(\w+) == '(\w+)'", step.get("if", ""))
            if wanted and outputs.get(wanted[1]) != wanted[2]:
                continue
            if "upload-artifact" in step.get("uses", ""):
                shutil.copytree(proposal, self.artifact, symlinks=True)
            elif "download-artifact" in step.get("uses", ""):
                shutil.copytree(self.artifact, proposal, symlinks=True)
            elif "run" in step and step["name"] != "Set up":
                given = {"PROPOSAL": str(proposal), "TEXT": str(self.text), "BRANCH": "regenerate/cortex"}
                given |= {key.upper(): value for key, value in self.needs.get("test", {}).items()}
                outputs |= self.shell(checkout, step["run"], **given, **more)[1]
        self.needs[name] = outputs

    def build(self, document: Path) -> None:
        self.job("build", URL=str(document))

    def follow(self, **more: str) -> None:
        """Run the jobs that follow on ``build``."""
        if self.needs["build"].get("built") == "true":
            self.job("test")
        if self.needs["build"]["new"] == "true":
            self.job("propose", **more)

    def run(self, document: Path) -> None:
        self.build(document)
        self.follow()


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the remote after its first commit."""
    return once(tmp_path_factory, "workflows-before", lambda folder: Runner(folder).first_commit())


@pytest.fixture
def runner(before: Path, tmp_path: Path) -> Runner:
    shutil.copytree(before / "remote.git", tmp_path / "remote.git")
    return Runner(tmp_path, before / "first" / "generator")


@pytest.fixture(scope="session")
def with_floor(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the job ``build`` leaves for a spec that has gained a field."""

    def make(folder: Path) -> None:
        shutil.copytree(before / "remote.git", folder / "remote.git")
        runner = Runner(folder, before / "first" / "generator")
        runner.build(given(folder, (f"{ROOM}/floor", {"type": "integer"})))
        (folder / "needs.json").write_text(json.dumps(runner.needs))

    return once(tmp_path_factory, "workflows-floor", make)


@pytest.fixture
def built(runner: Runner, with_floor: Path) -> Runner:
    """The runner after the job ``build``."""
    shutil.copytree(with_floor / "artifact", runner.artifact)
    runner.needs = json.loads((with_floor / "needs.json").read_text())
    return runner


def given(tmp_path: Path, *changes: tuple[str, Any]) -> Path:
    path = tmp_path / "given.json"
    path.write_text(json.dumps(changed(*changes)))
    return path


ROOM = "components/schemas/RoomResponse/properties"


def pushed(runner: Runner) -> list[str]:
    return runner.shell(runner.folder / "propose", "git diff --name-only main regenerate/cortex")[
        0
    ].splitlines()


def test_a_new_document_becomes_a_pull_request(built: Runner, tmp_path: Path) -> None:
    built.follow()
    assert built.calls.read_text().splitlines() == [
        "gh pr view regenerate/cortex --json state --jq .state",
        f"gh pr create --head regenerate/cortex --title Follow the vendor's document --body-file {built.text}",
    ]
    text = built.text.read_text()
    assert "- `Room.floor` is new (field-added, `#/components/schemas/RoomResponse/properties/floor`)" in text
    assert "make check: passed, make test: **failed** ([run](https://example.org/o/r/actions/runs/1))" in text
    assert "spec/cortex/openapi.json" in pushed(built)
    assert "cortex_async/_generated/models/rooms.py" in pushed(built)
    assert "regenerate/cortex" in built.shell(tmp_path / "remote.git", "git branch")[0]


def test_a_removed_module_is_deleted(runner: Runner, tmp_path: Path) -> None:
    runner.run(given(tmp_path, ("paths/~1rooms~1{id}/get/tags", ["Halls"])))
    gone = runner.shell(
        runner.folder / "propose", "git diff --no-renames --name-status main regenerate/cortex"
    )[0]
    assert "D\tcortex_async/_generated/models/rooms.py" in gone


def test_an_open_pull_request_is_brought_up_to_date(built: Runner) -> None:
    built.follow(OPEN="1")
    assert (
        built.calls.read_text().splitlines()[-1] == f"gh pr edit regenerate/cortex --body-file {built.text}"
    )


def test_a_refused_document_is_proposed_with_the_message(runner: Runner, tmp_path: Path) -> None:
    runner.run(given(tmp_path, (f"{ROOM}/floor", {"if": {}})))
    assert "error: #/components/schemas/RoomResponse/properties/floor: uses if;" in runner.text.read_text()
    assert "gh pr create" in runner.calls.read_text()
    assert set(pushed(runner)) == {"spec/cortex/openapi.json", "spec/cortex/lock.json"}


def test_an_unchanged_document_does_nothing(runner: Runner, tmp_path: Path) -> None:
    runner.run(given(tmp_path))
    assert runner.needs == {"build": {"new": "false"}}
    assert not runner.calls.exists()


def test_names_of_a_spec_reach_neither_shell_nor_markdown(runner: Runner, tmp_path: Path) -> None:
    hostile = "$(touch ran)`touch ran`\n::warning::x\n```\n@everyone <img src=x> ![x](http://127.0.0.1)"
    runner.run(given(tmp_path, (f"{ROOM}/{hostile.replace('/', '~1')}", {"type": "integer"})))
    text = runner.text.read_text()
    assert not list(tmp_path.rglob("ran"))
    assert not re.search(r"^\s*::|@|<img|!\[", text, re.MULTILINE)
    assert text.count("```") == 2


def test_a_proposal_with_other_files_is_refused(built: Runner) -> None:
    """A compromised build job still cannot write anything but the allowed files."""
    workflow_file = built.artifact / "files" / ".github" / "workflows" / "ci.yml"
    workflow_file.parent.mkdir(parents=True)
    workflow_file.write_text("on: push")
    with pytest.raises(AssertionError, match=r"error: \.github/workflows/ci\.yml: is neither generated code"):
        built.job("propose")
    assert not built.calls.exists()
    assert not built.shell(built.folder / "propose", "git status --porcelain")[0]
