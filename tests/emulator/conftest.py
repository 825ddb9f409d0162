"""Fixtures: an emulator with a frozen clock, and a client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest

from cortex_async.emulator import Clock, Emulator
from tests.emulator.api import Api

START = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    """An emulator whose clock is frozen at START."""
    async with Emulator(clock=Clock(START, frozen=True), random_seed=1) as emulator:
        yield emulator
        assert not emulator.violations


@pytest.fixture
async def api(emulator: Emulator) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as http:
        yield Api(emulator, http)
