"""Every example of docs/archives-engines.md runs as printed, from the first to the last; S3 is on loopback."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cortex_async import ProjectScope
from cortex_async.archives.layouts.engines import schemas
from cortex_async.archives.storage.remote import EXPIRY
from cortex_async.emulator import Emulator
from tests.archives.made import said
from tests.archives.s3 import KEY, SECRET, file_system

GUIDE = (Path(__file__).parents[3] / "docs" / "archives-engines.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def endpoint(s3_address: str, new_file_systems: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """An S3 server that is declared in the environment, with the bucket of the page."""
    system = file_system(s3_address)
    if not system.exists("voice-archive"):
        system.call_s3("create_bucket", Bucket="voice-archive")
    for name, value in [
        ("AWS_ACCESS_KEY_ID", KEY),
        ("AWS_SECRET_ACCESS_KEY", SECRET),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL_S3", s3_address),
    ]:
        monkeypatch.setenv(name, value)
    return s3_address


async def test_every_example_runs(
    emulator: Emulator, project: ProjectScope, endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    printed: list[str] = []
    session_id = await said(emulator, project, "two behind the gate", title="Ranked Match")
    message = await emulator.say(session_id, "bob", "gg")
    await emulator.annotate(message["id"], "toxicity", {"score": 0.25})
    names: dict[str, Any] = {
        "project": project,
        "endpoint": endpoint,
        "print": lambda *values: printed.append(" ".join(map(str, values))),
    }
    for number, example in enumerate(EXAMPLES, 1):
        name = f"docs/archives-engines.md, example {number}"
        running = eval(compile(example, name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names)
        if inspect.isawaitable(running):
            await running
    duckdb.unregister_filesystem("s3")
    for table in printed[:3]:
        assert "bob" in table
    assert re.fullmatch(r"\[\(datetime\.datetime\(2026, 5, 1, .*\), 2\)\]", printed[3])
    assert printed[4] == f"[('Ranked Match', 'ann', {19 / 21}), ('Ranked Match', 'bob', {2 / 21})]"
    assert printed[5].endswith("'bob', 'gg', 'toxicity', 0.25)]")
    assert "0.25" in printed[6]
    assert printed[7:] == ["[(4,)]", "4", "4"]


def test_the_tables_are_complete() -> None:
    for table in ("messages", "sessions", "annotations"):
        (row,) = re.findall(rf"^\| `{table}` \| [^|]*\| (.*) \|$", GUIDE, re.MULTILINE)
        assert re.findall(r"`(\w+)`", row) == schemas.schema(table).names
    assert f"{EXPIRY:g} seconds after it was last confirmed" in " ".join(GUIDE.split())
