"""The examples of docs/relay.md run as printed, and its numbers are those of the code."""

from __future__ import annotations

import asyncio
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from cortex_async.emulator import Emulator
from cortex_async.relay import logged, settings
from cortex_async.relay.comparing import MAX_ROWS

GUIDE = (Path(__file__).parents[2] / "docs" / "relay.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
WORDS = " ".join(GUIDE.split())


async def test_the_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    async with Emulator() as emulator, asyncio.timeout(20):
        monkeypatch.setenv("CORTEX_BASE_URL", emulator.base_url)
        monkeypatch.setenv("CORTEX_API_KEY", emulator.api_key)
        names: dict[str, Any] = {"project_id": emulator.project_id, "secret": "s"}

        def show(*values: object) -> None:
            printed.append(" ".join(map(str, values)))

        names["print"] = show
        for number, example in enumerate(EXAMPLES):
            body = textwrap.indent(example, "    ")
            source = f"async def example():\n    global broker, router\n{body}"
            exec(compile(source, f"docs/relay.md, example {number + 1}", "exec"), names)
            await names["example"]()
    created = next(one for one in emulator.events if one["type"] == "session.created")
    assert printed[0] == f"session.created {emulator.project_id}/{created['resourceId']} relaying"
    assert printed[1].startswith(f"{created['id']} ")
    assert printed[1].endswith(f" False {created['resourceId']}")


def test_the_numbers_are_those_of_the_code() -> None:
    for found in (
        f"up to `hold` seconds ({settings.HOLD:g})",
        f"every `resync` seconds ({settings.RESYNC:g})",
        f"after `lease` seconds ({settings.LEASE:g})",
        f"`buffer_size` events ({settings.BUFFER_SIZE:,})",
        f"`buffer_bytes` ({settings.BUFFER_BYTES >> 20} MiB)",
        f"after `give_up` seconds ({settings.GIVE_UP:g})",
        f"At most {logged.MAX_LOGGED:,} events",
        f"more than {logged.TRUSTED / 3600:g} hours",
        f"more than {MAX_ROWS:,} resources",
    ):
        assert found in WORDS
