"""The table of docs/drift.md names every kind of deviation, and its report is one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from cortex_async import CortexClient
from cortex_async.emulator import Emulator
from cortex_async.telemetry import DeviationKind, DriftObserver
from cortex_async.telemetry.drift import described

GUIDE = (Path(__file__).parents[3] / "docs" / "drift.md").read_text("utf-8")


def test_the_page_names_what_there_is() -> None:
    assert re.findall(r"^\| `(\w+)`", GUIDE, re.MULTILINE) == list(get_args(DeviationKind))
    usual = re.search(r"any operation may have \(([^)]*)\)", GUIDE)
    assert usual is not None
    statuses = usual[1].replace("500 to 504", "500, 501, 502, 503, 504").split(", ")
    assert set(map(int, statuses)) == described.USUAL


async def test_the_report_on_the_page_is_one(emulator: Emulator) -> None:
    observer = DriftObserver(share=1)
    emulator.faults.next(
        "getSession",
        status=200,
        body=json.dumps({"mood": "good"}).encode(),
        headers={"Content-Type": "application/json"},
    )
    async with CortexClient(
        base_url=emulator.base_url, api_key=emulator.api_key, observers=[observer]
    ) as client:
        with pytest.raises(Exception, match="id"):
            await client.project(emulator.project_id).sessions.get("s1")
    observer.flush()
    assert any(f"the API deviates from its spec: {one}" in GUIDE for one in observer.deviations)
