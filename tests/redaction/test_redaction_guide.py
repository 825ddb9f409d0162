"""Every example of docs/redaction.md runs as printed, and its tables show what the code does."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from cortex_async import CortexClient
from cortex_async.emulator import Emulator
from cortex_async.redaction import MaskPersonalData, phones

GUIDE = (Path(__file__).parents[2] / "docs" / "redaction.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
MASKED = re.findall(r"^\| `(.+)` \| `(.+)` \|$", GUIDE, re.MULTILINE)
KEPT = re.findall(r"^\| `(.+)` \| [^`\n]+ \|$", GUIDE, re.MULTILINE)
MISSED = GUIDE.partition("## What it does not find")[2]


async def test_the_examples_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    printed: list[str] = []
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="Match", external_room_id="room")
        await emulator.say(session.id, "ann", "write to ann@example.com")
        names: dict[str, Any] = {"project": project, "session_id": session.id, "print": printed.append}
        for example in EXAMPLES:
            code = compile(example, "docs/redaction.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            running = eval(code, names)
            if inspect.isawaitable(running):
                await running
    assert "write to [email]" in (tmp_path / "match.html").read_text("utf-8")
    assert re.search(r"somebody: write to \[email\]", printed[0])
    assert "ann" not in printed[0]
    assert printed[1:] == re.findall(r"print\(mask\..*\)  # (.+)", GUIDE)


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_what_is_masked_is_masked(text: str, expected: str) -> None:
    assert MaskPersonalData().text(text) == expected


@pytest.mark.parametrize("text", KEPT)
def test_what_stays_stays(text: str) -> None:
    assert MaskPersonalData().text(text) == text


def test_what_it_does_not_find_is_not_found_and_what_it_masks_wrongly_is_masked() -> None:
    missed, wrongly = MISSED.split("Some things are masked")
    for text in re.findall(r"`([^`]+)`", missed):
        assert MaskPersonalData().text(text) == text
    for text in re.findall(r"`([^`]+)`", wrongly):
        assert re.fullmatch(r"\[\w+\]", MaskPersonalData().text(text))
    assert f"within {phones.LOOK_BACK} characters before them" in missed
    assert (len(MASKED), len(KEPT)) == (9, 5)
