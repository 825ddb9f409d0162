"""The examples of docs/observability.md and docs/monitoring.md run as printed; the table names every method."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from cortex_async import CortexClient, Observer
from cortex_async.emulator import Emulator

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "observability.md").read_text("utf-8")
EXAMPLES = {
    f"{name} {number}": code
    for name in ("observability.md", "monitoring.md")
    for number, code in enumerate(
        re.findall(r"```python\n(.*?)```", (DOCS / name).read_text("utf-8"), re.DOTALL), 1
    )
}


@pytest.mark.parametrize("name", EXAMPLES)
async def test_an_example_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code = EXAMPLES[name]
    imports = "".join(re.findall(r"^(?:from|import) .*\n", code, re.MULTILINE))
    printed: list[str] = []
    async with Emulator() as emulator:
        monkeypatch.setenv("CORTEX_BASE_URL", emulator.base_url)
        monkeypatch.setenv("CORTEX_API_KEY", emulator.api_key)
        async with CortexClient() as client:
            names: dict[str, Any] = {
                "client": client,
                "project_id": emulator.project_id,
                "webhook_secret": "secret",
                "print": lambda *words: printed.append(" ".join(map(str, words))),
            }
            source = f"{imports}\nasync def example():\n{textwrap.indent(code, '    ')}"
            exec(compile(source, f"docs/{name}", "exec"), names)
            await names["example"]()
    assert printed or "assert" in code


def test_every_method_is_in_the_table() -> None:
    methods = {name for name, value in vars(Observer).items() if callable(value)}
    assert methods == set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| `.*", GUIDE, re.MULTILINE)))) - {
        "WebhookRouter"
    }
