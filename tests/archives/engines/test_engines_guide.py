"""The tables of docs/archives-engines.md are complete."""

from __future__ import annotations

import re
from pathlib import Path

from cortex_async.archives.layouts.engines import schemas
from cortex_async.archives.storage.remote import EXPIRY

GUIDE = (Path(__file__).parents[3] / "docs" / "archives-engines.md").read_text("utf-8")


def test_the_tables_are_complete() -> None:
    for table in ("messages", "sessions", "annotations"):
        (row,) = re.findall(rf"^\| `{table}` \| [^|]*\| (.*) \|$", GUIDE, re.MULTILINE)
        assert re.findall(r"`(\w+)`", row) == schemas.schema(table).names
    assert f"{EXPIRY:g} seconds after it was last confirmed" in " ".join(GUIDE.split())
