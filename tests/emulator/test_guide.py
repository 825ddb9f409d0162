"""Every snippet of docs/emulator.md without a file name runs unchanged. ``test_plugin`` runs those with one."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from cortex_async.emulator import Emulator

GUIDE = "docs/emulator.md"
SNIPPETS = re.findall(
    r"```python\n(.*?)```", (Path(__file__).parents[2] / GUIDE).read_text("utf-8"), re.DOTALL
)


def test_there_are_snippets() -> None:
    assert len(SNIPPETS) == 2


@pytest.mark.parametrize("snippet", SNIPPETS, ids=range(len(SNIPPETS)))
async def test_a_snippet_runs(emulator: Emulator, snippet: str) -> None:
    code = compile(snippet, GUIDE, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    names: dict[str, Any] = {"emulator": emulator}
    awaited = eval(code, names)
    if inspect.isawaitable(awaited):
        await awaited
