"""The tables of docs/archives.md are complete."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from attrs import fields

from cortex_async.archives import Archive, ArchiveReport
from cortex_async.archives.options import DEFAULT_FORMATS, READ_BACK
from cortex_async.archives.selection import CONCURRENCY

GUIDE = (Path(__file__).parents[2] / "docs" / "archives.md").read_text("utf-8")


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
