"""Completion in real shells, and the list of all commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Ran, ran

pexpect = pytest.importorskip("pexpect")

PROMPT = "READY> "

CASES = [
    ("cortex who", "cortex whoami"),
    ("cortex sessions regen", "cortex sessions regenerate-summary"),
    ("cortex emulator adv", "cortex emulator advance"),
    ("cortex sanctions create --type listen", "cortex sanctions create --type listen_only"),
    ("cortex sanctions create --type=shadow", "cortex sanctions create --type=shadow_mute"),
    ("cortex whoami --prof", "cortex whoami --profile"),
    ("cortex whoami --profile stag", "cortex whoami --profile staging"),
    ("cortex emulator fault listSess", "cortex emulator fault listSessions"),
]

FEW = [CASES[place] for place in (0, 3, 4, 6)]
"""The same code answers all shells, in one of three formats."""

SET_UP = {
    "bash": ["bind 'set enable-bracketed-paste off'", 'eval "$(cortex completion bash)"'],
    "zsh": ["autoload -Uz compinit; compinit -u -D", 'eval "$(cortex completion zsh)"'],
}

START = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"]}


@pytest.fixture
def shell_env(env: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment in which ``cortex`` is that of this repository, and there is one profile."""
    script = tmp_path / "bin" / "cortex"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -m cortex_cli "$@"\n')
    script.chmod(0o755)
    arguments = ["login", "--no-check", "--store", "file", "--profile", "staging", "--credential", "-"]
    assert ran(*arguments, stdin=b"a-key", env=env).code == 0
    path = f"{script.parent}{os.pathsep}{os.environ['PATH']}"
    return env | {
        "PATH": path,
        "PS1": PROMPT,
        "TERM": "dumb",
        "HOME": str(tmp_path),
        "PYTHONPATH": os.getcwd(),
    }


def required(shell: str) -> str:
    """The shell; CI has all of them."""
    found = shutil.which(shell)
    if found is None:
        assert not os.environ.get("CI"), f"{shell} is missing"
        pytest.skip(f"{shell} is not installed")
    return found


@pytest.mark.parametrize("shell", [*SET_UP])
def test_a_tab_completes(shell: str, shell_env: dict[str, str]) -> None:
    terminal = pexpect.spawn(
        required(shell), START[shell], env=shell_env, timeout=30, encoding="utf-8", dimensions=(40, 200)
    )
    terminal.delaybeforesend = None
    terminal.expect_exact(PROMPT)
    for line in SET_UP[shell]:
        terminal.sendline(line)
        terminal.expect_exact(PROMPT)
    for typed, expected in CASES if shell == "bash" else FEW:
        terminal.send(f"{typed}\t")
        terminal.expect_exact(expected.removeprefix(typed))
        terminal.sendcontrol("a")
        terminal.sendline("# ")
        terminal.expect_exact(PROMPT)
    terminal.close()


def test_fish_completes_and_shows_whole_summaries(shell_env: dict[str, str]) -> None:
    fish = required("fish")
    questions = [f'complete -C "{typed}"; echo END' for typed, _ in FEW]
    script = "cortex completion fish | source; " + "; ".join(questions)
    done = subprocess.run(
        [fish, "--no-config", "-c", script],
        env=shell_env,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found = [answer.strip().splitlines() for answer in done.stdout.split("END\n")]
    for (_, expected), lines in zip(FEW, found, strict=False):
        assert expected.rpartition(" ")[2] in [line.split("\t")[0] for line in lines]
    assert found[0] == ["whoami\tShow which credential, server and project are in use."]


LOADED = """
import sys
from cortex_cli.entry import run_line
try:
    run_line([])
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("cortex sanctions create --type shadow", "plain,shadow_mute"),
        ("cortex emulator ", "plain,advance"),
        ("cortex --output = nd", "plain,ndjson"),
        ("cortex whomai --prof", "plain,--profile"),
    ],
)
def test_completion_loads_nothing_but_the_registry(env: dict[str, str], words: str, expected: str) -> None:
    asked = {"_CORTEX_COMPLETE": "bash_complete", "COMP_WORDS": words.replace(" ", "\n")}
    asked["COMP_CWORD"] = str(words.count(" "))
    done = subprocess.run(
        [sys.executable, "-c", LOADED], env=env | asked, capture_output=True, text=True, check=False
    )
    assert expected in done.stdout
    assert "Traceback" not in done.stderr
    loaded = set(done.stderr.split())
    assert not loaded & {"aiohttp", "asyncio", "attrs", "orjson", "rich", "yaml"}
    assert not {name for name in loaded if name.startswith("cortex_async.")}


def test_the_script_is_for_known_shells_only() -> None:
    done = ran("completion", "tcsh")
    assert (done.code, done.out) == (2, "")


@pytest.fixture(scope="module")
def commands() -> dict[str, Any]:
    done = ran("commands", "--json")
    assert (done.code, done.err) == (0, "")
    return {entry["command"]: entry for entry in done.json}


def test_every_command_is_listed_for_programs(commands: dict[str, Any]) -> None:
    assert {"whoami", "emulator", "emulator say", "spec diff", "sanctions create"} <= {*commands}
    create = commands["sanctions create"]
    assert (create["operation"], create["result"], create["asks"]) == ("createSanction", "record", False)
    (kind,) = (option for option in create["options"] if option["name"] == "--type")
    assert (kind["type"], kind["required"], "mute" in kind["choices"]) == ("known", True, True)
    (form,) = (option for option in create["options"] if option["name"] == "--output")
    assert (form["type"], form["names"]) == ("choice", ["-o", "--output"])
    say = commands["emulator say"]
    assert [argument["name"] for argument in say["arguments"]] == ["SESSION", "SPEAKER", "TEXT"]
    assert commands["participants delete"]["asks"]


def test_every_command_has_a_help_and_a_summary(commands: dict[str, Any]) -> None:
    for path, entry in commands.items():
        assert entry["summary"], path
        assert entry["summary"].strip() == entry["summary"]
    run: Callable[..., Ran] = ran
    for path in ("emulator", "emulator fault", "doctor", "spec diff", "login", "completion"):
        done = run(*path.split(), "--help")
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(f"Usage: cortex {path} ")
