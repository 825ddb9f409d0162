"""Every example of docs/transcripts.md runs as printed, and its numbers are those of the code."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from cortex_async import CortexClient
from cortex_async.emulator import Emulator
from cortex_async.transcripts import Timing, Transcript, fetching
from cortex_async.transcripts.formats import records
from cortex_async.transcripts.saving import SUFFIXES
from tests.transcripts.made import said

GUIDE = (Path(__file__).parents[2] / "docs" / "transcripts.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


async def test_the_examples_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    printed: list[str] = []
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="Match", external_room_id="room")
        await emulator.say(session.id, "ann", "two behind the gate")
        names: dict[str, Any] = {"project": project, "session": session, "session_id": session.id}
        names["print"] = lambda *values: printed.append(" ".join(map(str, values)))
        for number, example in enumerate(EXAMPLES):
            body = textwrap.indent(f"{example}\nreturn transcript", "    ")
            source = f"async def example(transcript=None):\n{body}"
            exec(compile(source, f"docs/transcripts.md, example {number + 1}", "exec"), names)
            transcript = await names["example"](names.get("transcript"))
            assert transcript.spoken().lines[0].text == "two behind the gate"
            names["transcript"] = transcript
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {"match.vtt", "match.html", "match.parquet", f"{session.id}.jsonl"}
    assert "ann two behind the gate" in printed[1]
    assert "ann" in printed[-1]


def test_the_numbers_are_those_of_the_code() -> None:
    words = " ".join(GUIDE.split())
    timing = Timing()
    assert f"at {timing.characters_per_second:g} characters per second" in words
    assert f"after {timing.shortest:g} second at least and {timing.longest:g} at most" in words
    assert f"with more than {fetching.PAGE_SIZE} of them" in words


def test_every_method_suffix_and_column_is_described() -> None:
    methods = {name for name in dir(Transcript) if name.startswith("to_")}
    assert methods == set(re.findall(r"^\| `(to_\w+)\(\)`", GUIDE, re.MULTILINE))
    described = set(re.findall(r"^\| `to_\w+\(\)` \| `(\.\w+)`", GUIDE, re.MULTILINE))
    assert described == set(SUFFIXES) - {".markdown", ".htm", ".ndjson", ".feather"}
    assert all(f"`{column}`" in GUIDE for column in records.COLUMNS)
    assert "`=1+1` becomes `'=1+1`" in GUIDE
    assert "'=1+1" in said([("Ann", "=1+1")]).to_csv()
