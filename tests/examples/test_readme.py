"""Every Python example of the README runs as it is written, against the emulator."""

from __future__ import annotations

import asyncio
import contextlib
import re
import textwrap
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from cortex_async import CortexClient
from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_sync.project import ProjectScope

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
TESTS = [example for example in EXAMPLES if example.startswith("def test_")]
COROUTINES = [
    example
    for example in EXAMPLES
    if re.search(r"^(async with|async for|.*\bawait )", example, re.MULTILINE) and example not in TESTS
]
PLAIN = [example for example in EXAMPLES if example not in [*TESTS, *COROUTINES]]


class Enough(BaseException):
    """Raised by ``print`` in an example that would go on for ever. No ``Exception``: routers keep those."""


def fitted(example: str, project_id: str, session_id: str) -> str:
    """The example with ids that exist."""
    return example.replace('"my-project"', repr(project_id)).replace('"my-session"', repr(session_id))


@pytest.fixture
async def emulator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[Emulator]:
    monkeypatch.chdir(tmp_path)  # examples write files
    async with Emulator() as running:
        monkeypatch.setenv("CORTEX_BASE_URL", running.base_url)
        monkeypatch.setenv("CORTEX_API_KEY", running.api_key)
        yield running


async def talk(emulator: Emulator, session_id: str) -> None:
    while True:
        await asyncio.sleep(0.05)
        await emulator.say(session_id, "ann", "hello")


@pytest.mark.parametrize("example", COROUTINES, ids=count())
async def test_a_coroutine_runs(example: str, emulator: Emulator) -> None:
    loops = ("async for event in", "async for change in", "async for message in", "router.run(")
    endless = any(loop in example for loop in loops)
    printed: list[tuple[object, ...]] = []

    def show(*values: object) -> None:
        printed.append(values)
        if endless and "hello" in str(values):
            raise Enough

    async with asyncio.timeout(20), CortexClient() as client:
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="Friday match", external_room_id="room")
        await emulator.say(session.id, "ann", "two behind the gate")
        names: dict[str, Any] = {"project": project, "session": session, "print": show}
        body = textwrap.indent(fitted(example, emulator.project_id, session.id), "    ")
        exec(compile(f"async def example():\n{body}", "README.md", "exec"), names)
        talking = asyncio.ensure_future(talk(emulator, session.id))
        with pytest.raises(Enough) if endless else contextlib.nullcontext():
            await names["example"]()
        talking.cancel()
    if '"my-session"' in example:
        assert ("ann", "two behind the gate") in printed
    if "except NotFound" in example:
        assert printed[0][0] == 404


@pytest.mark.parametrize("example", PLAIN, ids=count())
def test_blocking_code_runs(
    example: str,
    cortex_emulator: ThreadedEmulator,
    cortex_sync_project: ProjectScope,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CORTEX_BASE_URL", cortex_emulator.base_url)
    monkeypatch.setenv("CORTEX_API_KEY", cortex_emulator.api_key)
    session = cortex_sync_project.sessions.create(title="Friday match", external_room_id="room")
    cortex_emulator.say(session.id, "ann", "two behind the gate")
    app = Starlette()
    names: dict[str, Any] = {"app": app}
    exec(compile(fitted(example, cortex_emulator.project_id, session.id), "README.md", "exec"), names)
    if "add_route" in example:
        assert [getattr(route, "path", None) for route in app.routes] == ["/cortex"]
    else:
        assert "ann two behind the gate\n" in capsys.readouterr().out


@pytest.mark.parametrize("example", TESTS, ids=count())
def test_a_test_passes(
    example: str, cortex_emulator: ThreadedEmulator, cortex_sync_project: ProjectScope
) -> None:
    names: dict[str, Any] = {}
    exec(compile(example, "README.md", "exec"), names)
    (test,) = [value for name, value in names.items() if name.startswith("test_")]
    test(cortex_emulator=cortex_emulator, cortex_sync_project=cortex_sync_project)


def test_both_clients_and_the_fixtures_are_shown() -> None:
    assert '"my-session"' in COROUTINES[0]
    assert [example for example in PLAIN if "from cortex_sync import CortexClient" in example]
    assert TESTS


def test_no_example_uses_a_private_module() -> None:
    assert not re.search(r"\b_core\b|\bimport _|\._[a-z]", "\n".join(EXAMPLES))
