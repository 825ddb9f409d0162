"""Fixtures: an emulator with a frozen clock and debug audio, and a project of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cortex_async import CortexClient, ProjectScope
from cortex_async.emulator import Clock, Emulator
from cortex_async.evidence import evidence
from tests.evidence.cases import Case

START = datetime(2026, 5, 1, 18, 0, tzinfo=UTC)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
async def emulator(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Emulator]:
    """The SDK reads the emulator's clock, too: what is collected is the same in every run."""
    clock = Clock(START, frozen=True)
    monkeypatch.setattr(evidence, "unix", clock.timestamp)
    async with Emulator(clock=clock, random_seed=1) as running:
        yield running


@pytest.fixture
async def project(emulator: Emulator) -> AsyncIterator[ProjectScope]:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        project = client.project(emulator.project_id)
        await project.settings.update_debug_audio(enabled=True)
        yield project


@pytest.fixture
async def case(emulator: Emulator, project: ProjectScope) -> Case:
    """A session in which bob says something that is flagged, and gets a mute for it."""
    return await Case.play(emulator, project)
