"""The tables of docs/erasure.md are complete."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from attrs import fields

from cortex_async.access import AccessReport
from cortex_async.archives import ErasureReceipt

GUIDE = (Path(__file__).parents[2] / "docs" / "erasure.md").read_text("utf-8")


@pytest.mark.parametrize("kind", [ErasureReceipt, AccessReport])
def test_the_tables_are_complete(kind: Any) -> None:
    rows = re.findall(r"^\| (`[^|]*) \|", GUIDE, re.MULTILINE)
    described = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert {one.name for one in fields(kind)} - {"external_user_id", "project_id", "made_at"} <= described
