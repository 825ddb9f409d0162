"""The one-liners of docs/command-line.md, in a real shell."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import cortex_sync
from cortex_async.emulator import Emulator
from tests.cli.processes import LIMIT, env_of

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"
EXPECTED = {
    "Titles of the sessions that are running": r"Raid night\n",
    "How often each speaker spoke in the last session": r"(?s) +\d+ \w+\n.*",
    "Who is muted now": r"eve\n",
    "What kinds of events the webhook log has": r"(?s) +\d+ message\.created\n.*",
    "Ten events, beginning with those of the last hour, as a table for a spreadsheet": r"([\dT:.-]+Z\t[a-z.]+\t\w+:[\w-]+\n){10}",
    "Subtitles of every session that has ended": "",
}


def recipes() -> Iterator[tuple[str, str]]:
    """The lines of the first block of the cookbook, with what they are for."""
    block = PAGE.read_text("utf-8").partition("## Cookbook")[2].split("```")[1]
    yield from re.findall(r"^# (.*)\n(.*)$", block, re.MULTILINE)


@pytest.mark.skipif(not shutil.which("jq") or not shutil.which("bash"), reason="there is no jq or no bash")
def test_every_recipe_works(tmp_path: Path) -> None:
    cortex = tmp_path / "bin" / "cortex"
    cortex.parent.mkdir()
    cortex.write_text(f'#!/bin/sh\nexec {sys.executable} -m cortex_cli "$@"\n')
    cortex.chmod(0o755)
    with Emulator.in_thread(random_seed=1) as emulator:
        with cortex_sync.CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
            client.project(emulator.project_id).webhooks.create_subscription(
                url="http://127.0.0.1:9/x", events=["*"], secret="s3cret-s3cret"
            )
        emulator.seed()
        env = env_of(emulator, PATH=f"{cortex.parent}{os.pathsep}{os.environ['PATH']}")
        found = {
            name: subprocess.Popen(
                ["bash", "-o", "pipefail", "-c", line],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=tmp_path,
                env=env,
                text=True,
            )
            for name, line in recipes()
        }
        ended = {name: (*one.communicate(timeout=LIMIT), one.returncode) for name, one in found.items()}
    assert ended.keys() == EXPECTED.keys()
    for name, (out, err, code) in ended.items():
        assert code == 0, (name, err)
        assert re.fullmatch(EXPECTED[name], out), (name, out)
    assert [path.read_text().splitlines()[0] for path in tmp_path.glob("*.vtt")] == ["WEBVTT"]
