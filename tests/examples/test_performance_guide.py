"""What docs/performance.md says of pools and pages is true, its numbers are those of the code, and no picture is
missing.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.harness.run import NAMES
from cortex_async import CortexClient, Retry, TimedOut, Timeout
from cortex_async._core.http import sessions as wire
from cortex_async._core.stream import StreamSettings, intake
from cortex_async.client import CORTEX
from cortex_async.config import configure
from cortex_async.emulator import Emulator
from cortex_async.live import fetching
from cortex_async.resources import RESYNC
from cortex_sync.bridge import latch
from tests.benchmarks.test_hot_paths import ROOM

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "performance.md").read_text("utf-8")
WORDS = " ".join(GUIDE.split())


@pytest.fixture
async def emulator(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Emulator]:
    async with Emulator() as running:
        monkeypatch.setenv("CORTEX_BASE_URL", running.base_url)
        monkeypatch.setenv("CORTEX_API_KEY", running.api_key)
        yield running


async def test_a_call_without_a_free_connection_was_not_sent_and_is_repeated(emulator: Emulator) -> None:
    emulator.faults.always("listSessions", delay=0.2)
    limits = Timeout(connect=0.3)

    async def burst(**options: Any) -> list[object]:
        async with CortexClient(timeout=limits, **options) as client:
            sessions = client.project(emulator.project_id).sessions
            calls = [sessions.list() for _ in range(6)]
            return [*await asyncio.gather(*calls, return_exceptions=True)]

    refused = [one for one in await burst(pool_size=1, retry=False) if isinstance(one, TimedOut)]
    assert refused
    assert {(error.limit, error.outcome, error.attempts) for error in refused} == {("connect", "not_sent", 1)}
    patient = await burst(pool_size=2, retry=Retry(attempts=20, base=0.1))
    assert not [one for one in patient if isinstance(one, Exception)]
    assert not [one for one in await burst(pool_size=6, retry=False) if isinstance(one, Exception)]


async def test_larger_pages_are_fewer_calls(emulator: Emulator) -> None:
    async with CortexClient() as client:
        participants = client.project(emulator.project_id).participants
        for number in range(120):
            await participants.create(external_user_id=f"user-{number}")
        for page_size, calls in ((50, 3), (500, 1)):
            before = len(emulator.requests.all("listParticipants"))
            assert len([one async for one in participants.list(page_size=page_size)]) == 120
            assert len(emulator.requests.all("listParticipants")) - before == calls


def test_the_numbers_are_those_of_the_code() -> None:
    assert configure(CORTEX, {"base_url": "http://localhost"}).transport.pool_size == 100
    assert "`pool_size=100`" in WORDS
    assert Timeout().connect == 10
    assert "limited to 10 seconds" in WORDS
    assert Retry().attempts == 4
    assert "at most three times" in WORDS
    assert wire.KEEPALIVE == 4
    assert "kept for four seconds" in WORDS
    assert StreamSettings().buffer_size == 1000
    assert "Up to 1,000 events are read ahead" in WORDS
    assert intake._TURN == 64  # pyright: ignore[reportPrivateUsage]
    assert "a turn every 64 events" in WORDS
    assert RESYNC == 300
    assert fetching.MAX_CONCURRENT == 4
    assert "again every 300 seconds, four at a time" in WORDS
    assert latch.LIMIT == 32
    assert "From the 33rd waiting thread on" in WORDS
    assert round(ROOM * 100) == 110
    assert "A tenth more than" in WORDS


def test_every_measure_has_its_picture_and_is_named() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(performance/(\w+)\.svg\)", GUIDE)
    assert sorted(pictures) == sorted(NAMES)
    assert f"one measure: {' '.join(NAMES)}" in WORDS


def test_every_linked_section_exists() -> None:
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ")).lower().replace(" ", "-")
        for line in GUIDE.splitlines()
        if line.startswith("##")
    }
    assert set(re.findall(r"\]\(#([\w-]+)\)", GUIDE)) <= headings
