"""The numbers and tables of docs/transcripts.md are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

from cortex_async.transcripts import Timing, Transcript, fetching
from cortex_async.transcripts.formats import records
from cortex_async.transcripts.saving import SUFFIXES
from tests.transcripts.made import said

GUIDE = (Path(__file__).parents[2] / "docs" / "transcripts.md").read_text("utf-8")


def test_the_numbers_are_those_of_the_code() -> None:
    words = " ".join(GUIDE.split())
    timing = Timing()
    assert f"read it: {timing.characters_per_second:g} characters per second" in words
    assert f"at least {timing.shortest:g} second and at most {timing.longest:g}" in words
    assert f"with more than {fetching.PAGE_SIZE} participants" in words


def test_every_method_suffix_and_column_is_described() -> None:
    methods = {name for name in dir(Transcript) if name.startswith("to_")}
    assert methods == set(re.findall(r"^\| `(to_\w+)\(\)`", GUIDE, re.MULTILINE))
    described = set(re.findall(r"^\| `to_\w+\(\)` \| `(\.\w+)`", GUIDE, re.MULTILINE))
    assert described == set(SUFFIXES) - {".markdown", ".htm", ".ndjson", ".feather"}
    assert all(f"`{column}`" in GUIDE for column in records.COLUMNS)
    assert "`=1+1` becomes `'=1+1`" in GUIDE
    assert "'=1+1" in said([("Ann", "=1+1")]).to_csv()
