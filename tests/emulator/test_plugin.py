"""The pytest plugin, used as its users do: in a test run of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTATION = ROOT / "docs" / "emulator.md"

INI = """[pytest]
filterwarnings = error
asyncio_default_fixture_loop_scope = function
"""

TESTS = """
import pytest

pytestmark = pytest.mark.parametrize("again", range(3))


def test_blocking(cortex_emulator, cortex_sync_client, cortex_sync_project, again):
    session = cortex_sync_project.sessions.create(title="Raid", external_room_id="r")
    cortex_emulator.say(session.id, "ada", "hello")
    assert [one.id for one in cortex_sync_client.project(cortex_emulator.project_id).sessions.list()] == [session.id]
    cortex_emulator.requests.assert_called("createSession", times=1)


@pytest.mark.asyncio
async def test_async(cortex_emulator, cortex_client, cortex_project, again):
    session = await cortex_project.sessions.create(title="Raid", external_room_id="r")
    cortex_emulator.say(session.id, "ada", "hello")
    assert len(await cortex_client.project(cortex_emulator.project_id).sessions.list()) == 1


@pytest.mark.cortex_emulator(validation_status=422, api_key="ots_live_mine")
def test_options(cortex_emulator, again):
    assert cortex_emulator.api_key == "ots_live_mine"


class TestWithoutRetries:
    @pytest.fixture
    def cortex_client_options(self):
        return {"retry": False}

    def test_fault(self, cortex_emulator, cortex_sync_project, again):
        from cortex_async import ServerError
        cortex_emulator.faults.next("listSessions", status=503)
        with pytest.raises(ServerError):
            cortex_sync_project.sessions.list()
        assert cortex_sync_project.sessions.list() == []
"""


def run(folder: Path, *arguments: str) -> str:
    installed = entry_points(group="pytest11", name="odin-cortex")
    plugin = () if installed else ("-p", "cortex_async.pytest_plugin")
    command = (
        sys.executable,
        "-W",
        "error",
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        # Other libraries' plugins, which take longer to load than the tests to run.
        "-p",
        "no:faker",
        "-p",
        "no:hypothesispytest",
        *plugin,
        *arguments,
    )
    (folder / "pytest.ini").write_text(INI)
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(folder)}
    process = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=50)
    return process.stdout + process.stderr


def test_every_test_has_an_emulator_of_its_own_also_in_parallel(tmp_path: Path) -> None:
    (tmp_path / "test_game.py").write_text(TESTS)
    output = run(tmp_path, "-n", "2")
    assert "12 passed" in output, output


def test_the_documented_example_runs(tmp_path: Path) -> None:
    blocks = re.findall(r"```python title=\"(\w+\.py)\"\n(.*?)```", DOCUMENTATION.read_text(), re.DOTALL)
    assert [name for name, _ in blocks] == ["moderation.py", "test_moderation.py"]
    for name, source in blocks:
        (tmp_path / name).write_text(source)
    assert len(blocks[1][1].strip().splitlines()) <= 12
    output = run(tmp_path)
    assert "1 passed" in output, output


def test_the_fixtures_are_listed_with_their_meaning(tmp_path: Path) -> None:
    output = run(tmp_path, "--fixtures")
    for name in ("emulator", "client", "project", "sync_client", "sync_project", "client_options"):
        assert re.search(rf"^cortex_{name}\b.*\n    \S", output, re.MULTILINE), name
