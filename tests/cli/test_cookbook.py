"""Every recipe of docs/cli/cookbook.md runs in bash as printed, and its output is the output shown."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cortex_async.emulator import Clock, Emulator, ThreadedEmulator
from cortex_sync import CortexClient
from tests.cli.preloaded import preloaded
from tests.cli.running import environment

ROOT = Path(__file__).parents[2]
COOKBOOK = ROOT / "docs" / "cli" / "cookbook.md"
_RECIPE = re.compile(r"```sh\n(?P<lines>.*?)```(?:\n```text\n(?P<output>.*?)```)?", re.DOTALL)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_MISSING = [name for name in ("bash", "jq", "xargs") if shutil.which(name) is None]

pytestmark = pytest.mark.skipif(bool(_MISSING), reason=f"no {' and no '.join(_MISSING)} on this machine")


def recipes(page: str) -> list[tuple[str, str]]:
    """The recipes of a page, each with the output that it shows."""
    return [(found["lines"], found["output"] or "") for found in _RECIPE.finditer(page)]


@pytest.fixture
def emulator() -> Iterator[ThreadedEmulator]:
    """The demo data, a session and a participant of yesterday, and a webhook that is not there."""
    clock = Clock(datetime.now(UTC) - timedelta(days=1))
    with (
        Emulator.in_thread(random_seed=1, fixed_ids=True, webhook_retries=(), clock=clock) as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        project.sessions.create(title="Test room", external_room_id="test", idle_timeout=0)
        project.participants.create(external_user_id="olga")
        emulator.clock.advance(timedelta(days=1))
        emulator.seed("demo")
        project.webhooks.create_subscription(
            url=f"{emulator.base_url}/nowhere/hook", events=["sanction.*"], secret="outdated-secret"
        )
        project.sanctions.create(external_user_id="joe", type="warn", reason="bad language")
        emulator.settle()
        yield emulator


def outputs(emulator: ThreadedEmulator, lines: list[str], folder: Path) -> list[str]:
    """Run recipes one after the other in one bash, and return the output of each."""
    env = environment(emulator.base_url, emulator.project_id, emulator.api_key)
    env |= {"PATH": f"{folder}{os.pathsep}{env['PATH']}", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    work = folder / "work"
    work.mkdir()
    script = "".join(f"{{\n{each}}} 2>&1\nprintf '\\036'\n" for each in lines)
    with preloaded(folder / "cortex", env):
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-c", script],
            env=env,
            cwd=work,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            timeout=50,
            check=True,
        )
    return done.stdout.decode().split("\x1e")[:-1]


def test_every_recipe_prints_what_the_page_shows(emulator: ThreadedEmulator, tmp_path: Path) -> None:
    shown = recipes(COOKBOOK.read_text("utf-8"))
    printed = outputs(emulator, [lines for lines, _ in shown], tmp_path)
    assert len(shown) >= 20
    for (lines, expected), found in zip(shown, printed, strict=True):
        assert _without_times(found) == _without_times(expected), lines


def _without_times(output: str) -> str:
    return _TIME.sub("<time>", output).expandtabs()
