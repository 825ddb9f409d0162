"""Clients and streams take at most 1.3 times the memory that aiohttp's take, by what Python allocates."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

# In a process of its own: each weighing collects garbage, among all that the tests before have imported.
PROGRAM = """
import asyncio, json
from benchmarks.harness import server
from benchmarks.harness.measure import OURS, Settings
from benchmarks.harness.weights import RAW, weights_in

with server.running() as url:
    measured = asyncio.run(weights_in(url, Settings()))
print(json.dumps({one.title: one.ratio(OURS, RAW).median for one in measured}))
"""


@pytest.fixture(scope="module")
def ratios() -> dict[str, float]:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(ended.stdout)
    return found


@pytest.mark.parametrize("what", ["client", "client that was used", "stream"])
def test_it_is_light(ratios: dict[str, float], what: str) -> None:
    assert ratios[f"memory of a {what}"] <= 1.3
