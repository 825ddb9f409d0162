"""Every example of docs/tables.md runs as printed, in one emulator, from the first to the last."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from cortex_async import CortexClient
from cortex_async.emulator import Emulator
from tests.tables.test_tables import created

GUIDE = (Path(__file__).parents[2] / "docs" / "tables.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


async def test_every_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed: list[str] = []
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="Raid", external_room_id="room")
        for sender, content in (("ann", "hello"), ("bob", "on my way"), ("ann", "thanks")):
            await emulator.say(session.id, sender, content)
        names: dict[str, Any] = {
            "project": project,
            "session": session,
            "events": [created("hi")],
            "print": lambda *values: printed.append(" ".join(map(str, values))),
        }
        for example in EXAMPLES:
            code = compile(example, "docs/tables.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            running = eval(code, names)
            if inspect.isawaitable(running):
                await running
    everything = "\n".join(printed)
    assert printed[0] == "datetime64[us, UTC]"
    assert re.search(r"ann +2", printed[1])
    assert "('ann', 2)" in everything
    assert (
        "objects[1].timestamp must be a datetime with a time zone for the column timestamp, got a str"
        in printed
    )
    assert "['id', 'payload', 'resource_id', 'source'" in everything
    assert (tmp_path / "messages.csv").read_text("utf-8").count(",ann,hello") == 1
    assert (tmp_path / "sessions.parquet").stat().st_size > 0
    assert printed[-2:] == ["[System]", "[System]"]  # says who joined
