"""Scripts in processes of their own, as users start them: without warnings, and ended by Ctrl-C without a trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cortex_async.emulator import ThreadedEmulator
from cortex_sync import ProjectScope
from tests.scenarios.catalog import HERE

ROOT = Path(__file__).parents[2]


@contextmanager
def started(name: str, emulator: ThreadedEmulator, **environment: str) -> Generator[subprocess.Popen[str]]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CORTEX_")}
    settings = {
        "CORTEX_BASE_URL": emulator.base_url,
        "CORTEX_API_KEY": emulator.api_key,
        "CORTEX_PROJECT_ID": emulator.project_id,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-W", "error", str(HERE / f"{name}.py")]
    with subprocess.Popen(
        command,
        env={**kept, **settings, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_script_is_a_program(cortex_emulator: ThreadedEmulator) -> None:
    with started("sdk/project_scope", cortex_emulator) as process:
        shown, errors = process.communicate(timeout=20)
    assert (process.returncode, shown, errors) == (0, "0 sessions\n", "")


@pytest.mark.parametrize("name", ["realtime/transcript", "realtime/transcript_sync"])
def test_ctrl_c_ends_a_program_cleanly(
    name: str, cortex_emulator: ThreadedEmulator, cortex_sync_project: ProjectScope
) -> None:
    session = cortex_sync_project.sessions.create(title="Raid", external_room_id="room")
    with started(name, cortex_emulator, CORTEX_SESSION_ID=session.id) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "0 messages so far\n"
        cortex_emulator.say(session.id, "ann", "On my way")
        assert "+ ann: On my way\n" in iter(process.stdout.readline, "")
        process.send_signal(signal.SIGINT)
        shown, errors = process.communicate(timeout=20)
    assert (process.returncode, shown, errors) == (0, "", "")
