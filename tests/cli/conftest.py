"""Fixtures of the command line's tests: an emulator, settings in a folder of their own, no keyring of the machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_sync import CortexClient, ProjectScope
from tests.cli.processes import restartable
from tests.cli.receiving import Receiver, receiver
from tests.cli.running import environment


@pytest.fixture(scope="session")
def served() -> Iterator[ThreadedEmulator]:
    """One emulator for tests that do not change it, or that only add to it."""
    with Emulator.in_thread(api_key="ots_live_canary_of_the_key", project_id="p1") as emulator:
        yield emulator


@pytest.fixture(scope="module")
def emulator() -> Iterator[ThreadedEmulator]:
    """An emulator for the tests of one module, which may restart it."""
    with restartable(random_seed=1) as found:
        yield found


@pytest.fixture
def project(emulator: ThreadedEmulator) -> Iterator[ProjectScope]:
    """The project of an emulator that was reset."""
    emulator.reset()
    with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        yield client.project(emulator.project_id)


@pytest.fixture
def server() -> Iterator[Receiver]:
    """A server that gets webhooks."""
    with receiver() as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of settings."""
    return tmp_path / "settings"


@pytest.fixture
def env(folder: Path) -> Iterator[dict[str, str]]:
    """An environment without credentials, whose profiles are in ``folder`` and whose keyring does not work."""
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    try:
        yield environment(project="", key="") | {"CORTEX_CONFIG_DIR": str(folder)}
    finally:
        keyring.set_keyring(before)
