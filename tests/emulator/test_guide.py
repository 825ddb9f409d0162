"""Every snippet of docs/emulator.md without a file name runs unchanged. ``test_plugin`` runs those with one."""

from __future__ import annotations

import ast
import inspect
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cortex_async.emulator import Emulator
from cortex_async.emulator.__main__ import parse
from tests.emulator.controlled import child

GUIDE = "docs/emulator.md"
TEXT = (Path(__file__).parents[2] / GUIDE).read_text("utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
REMOTE = re.findall(r"```python remote\n(.*?)```", TEXT, re.DOTALL)
SHELL = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)


def test_there_are_snippets() -> None:
    assert len(SNIPPETS) == 5


@pytest.mark.parametrize("snippet", SNIPPETS, ids=range(len(SNIPPETS)))
async def test_a_snippet_runs(
    emulator: Emulator, snippet: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code = compile(snippet, GUIDE, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    names: dict[str, Any] = {"emulator": emulator}
    awaited = eval(code, names)
    if inspect.isawaitable(awaited):
        await awaited


async def test_a_remote_emulator_does_what_the_guide_shows() -> None:
    [snippet] = REMOTE
    with child() as exported:
        code = compile(snippet, GUIDE, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        await eval(code, {"address": exported["CORTEX_BASE_URL"]})


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
def test_the_commands_run(tmp_path: Path) -> None:
    [commands] = SHELL
    with child("--project", "mine") as exported:
        environment = {**os.environ, **exported}
        script = "set -e\n" + commands.replace("curl -s", "curl -sf")
        run = subprocess.run(
            ["sh", "-c", script], env=environment, cwd=tmp_path, capture_output=True, timeout=30
        )
        assert run.returncode == 0, run
        assert run.stdout.startswith(b'"mine"{"rule":1,')


def test_the_options_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"])
    options = set(re.findall(r"(?<!-)--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    table = TEXT[TEXT.index("| option |") : TEXT.index("SIGINT, SIGTERM")]
    assert set(re.findall(r"`(--[a-z-]+)", table)) | set(re.findall(r"`, `(--[a-z-]+)", table)) == options
