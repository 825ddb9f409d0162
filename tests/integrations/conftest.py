"""One emulator for the tests of this folder, whose state tests do not share: each makes its own sessions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cortex_sync.emulator import Emulator
from tests.logs import logging_as_it_was


@pytest.fixture(autouse=True)
def _logging() -> Iterator[None]:
    """Litestar, arq and Celery set the root logger up."""
    with logging_as_it_was():
        yield


@pytest.fixture(scope="module")
def running_emulator() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def emulator(running_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """The emulator, which the environment names, without the faults of earlier tests."""
    for name, value in environment(running_emulator).items():
        monkeypatch.setenv(name, value)
    yield running_emulator
    running_emulator.faults.clear()


def environment(emulator: Emulator) -> dict[str, str]:
    return {
        "CORTEX_BASE_URL": emulator.base_url,
        "CORTEX_API_KEY": emulator.api_key,
        "CORTEX_PROJECT_ID": emulator.project_id,
    }
