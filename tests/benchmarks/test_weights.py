"""Clients and streams take at most 1.3 times the memory that aiohttp's take, by what Python allocates."""

from __future__ import annotations

import asyncio

import pytest

from benchmarks.harness import server
from benchmarks.harness.measure import OURS, Settings
from benchmarks.harness.weights import RAW, weights_in


@pytest.fixture(scope="module")
def ratios() -> dict[str, float]:
    with server.running() as url:
        measured = asyncio.run(weights_in(url, Settings()))
    ratios = {one.title: one.ratio(OURS, RAW) for one in measured}
    return {title: ratio.median for title, ratio in ratios.items() if ratio is not None}


@pytest.mark.parametrize("what", ["client", "client that was used", "stream"])
def test_it_is_light(ratios: dict[str, float], what: str) -> None:
    assert ratios[f"memory of a {what}"] <= 1.3
