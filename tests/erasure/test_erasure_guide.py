"""Every example of docs/erasure.md runs as printed, from the first to the last."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from attrs import fields

from cortex_async import CortexClient
from cortex_async.access import AccessReport
from cortex_async.archives import Archive, ErasureReceipt
from cortex_async.emulator import Emulator
from cortex_async.evidence import collect_evidence

GUIDE = (Path(__file__).parents[2] / "docs" / "erasure.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
OUTPUTS = re.findall(r"^```\n([^`]+)\n```$", GUIDE, re.MULTILINE)


async def test_every_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cases").mkdir()
    printed: list[str] = []
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="Raid", external_room_id="room")
        await emulator.settle()
        messages = [
            await emulator.say(session.id, user, "hello") for user in ("player-4", "player-17", "player-17")
        ]
        await Archive("voice-archive").update(project)
        for message in messages[:2]:
            await collect_evidence(project, "cases", message_id=message["id"], session_id=session.id)
        names: dict[str, Any] = {
            "project": project,
            "print": lambda *values: printed.append(" ".join(map(str, values))),
        }
        for example in EXAMPLES:
            code = compile(example, "docs/erasure.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            running = eval(code, names)
            if inspect.isawaitable(running):
                await running
    assert printed[0] == OUTPUTS[0]
    assert re.sub(r"\d{4}-\d\d-\d\d", "", printed[2]) == re.sub(r"\d{4}-\d\d-\d\d", "", OUTPUTS[1])
    assert "player-4" in (tmp_path / "report.html").read_text("utf-8")


@pytest.mark.parametrize("kind", [ErasureReceipt, AccessReport])
def test_the_tables_are_complete(kind: Any) -> None:
    rows = re.findall(r"^\| (`[^|]*) \|", GUIDE, re.MULTILINE)
    described = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert {one.name for one in fields(kind)} - {"external_user_id", "project_id", "made_at"} <= described
