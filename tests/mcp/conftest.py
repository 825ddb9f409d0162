"""Fixtures: an emulator with a frozen clock, a project of it, and the official client for its tools."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from cortex_async import CortexClient, ProjectScope
from cortex_async.emulator import Clock, Emulator
from tests.evidence.cases import Case
from tests.mcp.serving import Tools

KEY = "ots_live_canary_of_the_key"


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    clock = Clock(datetime(2026, 5, 1, 18, 0, tzinfo=UTC), frozen=True)
    async with Emulator(api_key=KEY, project_id="p1", clock=clock, random_seed=1) as running:
        yield running


@pytest.fixture
async def project(emulator: Emulator) -> AsyncIterator[ProjectScope]:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        yield client.project(emulator.project_id)


@pytest.fixture
def tools(project: ProjectScope) -> Tools:
    return Tools(project)


@pytest.fixture
async def case(emulator: Emulator, project: ProjectScope) -> Case:
    """A session in which bob says something that is flagged, and gets a mute for it."""
    return await Case.play(emulator, project)
