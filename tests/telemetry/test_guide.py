"""The examples of docs/observability.md run as printed, and its table names every method."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from cortex_async import CortexClient, Observer
from cortex_async.emulator import Emulator

GUIDE = (Path(__file__).parents[2] / "docs" / "observability.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
async def test_an_example_runs(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    imports = "".join(re.findall(r"^(?:from|import) .*\n", EXAMPLES[number], re.MULTILINE))
    printed: list[str] = []
    async with Emulator() as emulator:
        monkeypatch.setenv("CORTEX_BASE_URL", emulator.base_url)
        monkeypatch.setenv("CORTEX_API_KEY", emulator.api_key)
        async with CortexClient() as client:
            names: dict[str, Any] = {
                "client": client,
                "project_id": emulator.project_id,
                "print": lambda *words: printed.append(" ".join(map(str, words))),
            }
            source = f"{imports}\nasync def example():\n{textwrap.indent(EXAMPLES[number], '    ')}"
            exec(compile(source, f"docs/observability.md, example {number + 1}", "exec"), names)
            await names["example"]()
    assert printed or "assert" in EXAMPLES[number]


def test_every_method_is_in_the_table() -> None:
    methods = {name for name, value in vars(Observer).items() if callable(value)}
    assert methods == set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| `.*", GUIDE, re.MULTILINE)))) - {
        "WebhookRouter"
    }
