"""The examples of docs/message-feed.md run as printed, and its numbers are those of the code."""

from __future__ import annotations

import asyncio
import re
import textwrap
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from cortex_async import CortexClient
from cortex_async.emulator import Emulator
from cortex_async.feeds import FeedMessage, MissedMessages, catch_up, ledger, outbox, planning, tracking
from cortex_async.resources import LONGEST_SESSION, RESYNC
from cortex_async.transcripts import Line

GUIDE = (Path(__file__).parents[2] / "docs" / "message-feed.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
WORDS = " ".join(GUIDE.split())


async def test_the_examples_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
        asyncio.timeout(20),
    ):
        monkeypatch.setenv("CORTEX_BASE_URL", emulator.base_url)
        monkeypatch.setenv("CORTEX_API_KEY", emulator.api_key)
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="Match", external_room_id="room")
        printed: asyncio.Queue[str] = asyncio.Queue()
        names: dict[str, Any] = {"project": project, "project_id": emulator.project_id}
        names["print"] = lambda *values: printed.put_nowait(" ".join(map(str, values)))
        for number, example in enumerate(EXAMPLES):
            source = "async def example(project=project):\n" + textwrap.indent(example, "    ")
            exec(compile(source, f"docs/message-feed.md, example {number + 1}", "exec"), names)
            running = asyncio.ensure_future(names["example"]())
            wanted = emulator.project_id
            if number < 2:
                await emulator.wait_for_streams(1)
                wanted = f"words {number}"
                await emulator.say(session.id, "ann", wanted)
            while not (await printed.get()).endswith(wanted):
                pass
            running.cancel()
            await asyncio.wait({running})
            await emulator.wait_for_streams(0)
    assert (tmp_path / "feed.json").exists()


def test_the_numbers_are_those_of_the_code() -> None:
    for found in (
        f"up to {tracking.MAX_HELD:,} altogether",
        f"At most {planning.MAX_CONCURRENT} sessions",
        f"{outbox.CAPACITY:,} messages behind",
        f"every {RESYNC:g} seconds",
        f"{planning.CLOSING:g} seconds later",
        f"at most {ledger.LATENESS / 60e6:g} minutes late",
        f"ended within {catch_up.GRACE / 60:g} minutes",
        f"at most about {ledger.MAX_LISTED}",
    ):
        assert found in WORDS, found
    assert LONGEST_SESSION == 86_400, "a day"


def test_every_attribute_and_reason_is_described() -> None:
    for name in FeedMessage.__annotations__:
        assert f"| `{name}` |" in GUIDE
    for name in Line.__annotations__:
        assert f"`{name}`" in GUIDE or name == "annotations"
    for reason in get_args(get_type_hints(MissedMessages)["reason"]):
        assert f'`"{reason}"`' in GUIDE
