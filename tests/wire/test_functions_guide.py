"""The examples of docs/functions.md run as printed, in one emulator, from the first to the last."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

from cortex_async import CortexClient
from cortex_async.emulator import Emulator
from cortex_async.resources.function_waits import POLL

GUIDE = (Path(__file__).parents[2] / "docs" / "functions.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


async def test_the_examples_run() -> None:
    printed: list[Any] = []
    async with (
        Emulator(activation_step=0.0, runtime_delay=0.0) as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        emulator.functions["greet"] = lambda event: {
            "statusCode": 200,
            "body": {"hello": event["body"]["name"]},
        }
        emulator.functions["sealed"] = lambda event: event["headers"]["x-signature"]
        names: dict[str, Any] = {
            "client": client,
            "project_id": emulator.project_id,
            "print": printed.append,
            "raw": b"{}",
            "sign": lambda raw: f"signature of {len(raw)} bytes",
        }
        assert len(EXAMPLES) == 3
        for example in EXAMPLES:
            if "sealed" in example:
                functions = client.project(emulator.project_id).functions
                sealed = await functions.create(name="Sealed", slug="sealed", code="", auth_mode="signed")
                await functions.publish(sealed.id, wait=10)
                await functions.deploy(sealed.id, wait=10)
            await eval(
                compile(example, "docs/functions.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names
            )
        assert printed == [{"hello": "Ada"}]
        assert names["response"].text() == "signature of 2 bytes"
        settings = await client.project(emulator.project_id).functions.get_settings()
        assert [one.value for one in settings.env_vars or ()] == ["***", "us@example.com"]
    assert f"`poll={POLL:g}`" in GUIDE
