"""Every example of docs/archives.md runs as printed, from the first to the last."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from attrs import fields

from cortex_async import ProjectScope
from cortex_async.archives import Archive, ArchiveReport
from cortex_async.archives.options import DEFAULT_FORMATS, READ_BACK
from cortex_async.archives.selection import CONCURRENCY
from cortex_async.emulator import Emulator
from tests.archives.made import said, tree

GUIDE = (Path(__file__).parents[2] / "docs" / "archives.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


async def test_every_example_runs(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    printed: list[str] = []
    names: dict[str, Any] = {
        "project": project,
        "session_id": await said(
            emulator, project, "two behind the gate, mail ann@example.com", title="Ranked Match"
        ),
        "print": lambda *values: printed.append(" ".join(map(str, values))),
    }
    for example in EXAMPLES:
        code = compile(example, "docs/archives.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        running = eval(code, names)
        if inspect.isawaitable(running):
            await running
    assert printed[0].startswith(
        "read 1 of 1 session, 1 new, 0 changed, 0 unchanged, 0 failed, 0 gone, 2 new"
    )
    assert printed[1] == "2026-05-01 1/1 sessions, 2 messages, 0 s left"
    assert printed[-1].endswith(" Ranked Match")
    assert {Path(name).suffix for name in tree(tmp_path / "voice-archive")} == {
        ".html",
        ".json",
        ".jsonl",
        ".vtt",
    }
    assert (tmp_path / "match.srt").exists()
    lines = Archive("redacted-archive").transcript(names["session_id"]).lines
    assert lines[-1].text.startswith("two behind the gate, mail [")


def test_the_tables_are_complete() -> None:
    options = set(inspect.signature(Archive).parameters) - {"where"}
    assert options == set(re.findall(r"^\| `(\w+)` \| .* \| .* \|$", GUIDE, re.MULTILINE)) - {"listed"}
    described = re.findall(r"^\| `(\w+)` \| [^|]*\|$", GUIDE, re.MULTILINE)
    elsewhere = {"messages", "missing_audio", "elapsed"}
    assert {one.name for one in fields(ArchiveReport)} - elsewhere == set(described) & {
        one.name for one in fields(ArchiveReport)
    }
    defaults = ", ".join(f'"{one}"' for one in DEFAULT_FORMATS if one != READ_BACK)
    assert f"`({defaults})`" in GUIDE
    assert f"read at once, {CONCURRENCY} by default" in GUIDE
