"""An emulator in a thread, and a project of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cortex_async.emulator import Clock, Emulator, ThreadedEmulator
from cortex_sync import CortexClient, ProjectScope
from tests.archives.made import START


@pytest.fixture(scope="module")
def running() -> Iterator[ThreadedEmulator]:
    with Emulator.in_thread(clock=Clock(START)) as emulator:
        yield emulator


@pytest.fixture
def emulator(running: ThreadedEmulator) -> ThreadedEmulator:
    running.reset()
    return running


@pytest.fixture
def project(emulator: ThreadedEmulator) -> Iterator[ProjectScope]:
    with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key, retry=False) as client:
        yield client.project(emulator.project_id)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "voice"
