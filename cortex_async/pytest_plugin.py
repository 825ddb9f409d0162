"""pytest fixtures: an emulated Cortex for each test and clients that are connected to it.

The plugin is found by pytest by itself once ``odin-cortex[emulator]`` is installed::

    def test_a_shout_is_muted(cortex_emulator, cortex_sync_client, cortex_sync_project):
        session = cortex_sync_project.sessions.create(title="Raid", external_room_id="room-1")
        cortex_emulator.say(session.id, "ada", "AAAAH")
        moderate(cortex_sync_client, session.id)          # the program under test
        assert cortex_sync_project.sanctions.get_active("ada")

Every test has an emulator of its own on a free port, so tests may run in parallel. ``cortex_client`` and ``cortex_project`` are
for ``async def`` tests and need pytest-asyncio or anyio's plugin.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import cortex_sync
    from cortex_async.client import CortexClient
    from cortex_async.emulator import ThreadedEmulator
    from cortex_async.project import ProjectScope

MARKER = "cortex_emulator"


def _async_fixture(function: Callable[..., Any]) -> Any:
    """pytest-asyncio in its strict mode handles only fixtures of its own kind; anyio handles plain ones."""
    if importlib.util.find_spec("pytest_asyncio") is None:
        return pytest.fixture(function)
    import pytest_asyncio

    return pytest_asyncio.fixture(function)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        f"{MARKER}(**options): options of the emulator of a test, e.g. validation_status=422, random_seed=1",
    )


@pytest.fixture
def cortex_emulator(request: pytest.FixtureRequest) -> Iterator[ThreadedEmulator]:
    """An emulated Cortex with nothing in it but a configured project.

    It runs on a thread of its own and has plain methods, so that every kind of test can use it. The marker ``cortex_emulator``
    gives it options: ``@pytest.mark.cortex_emulator(validation_status=422)``.
    """
    from cortex_async.emulator import Emulator

    marker = request.node.get_closest_marker(MARKER)
    options: dict[str, Any] = marker.kwargs if marker is not None else {}
    with Emulator.in_thread(**options) as emulator:
        yield emulator
        violations = emulator.violations
    for violation in violations:
        warnings.warn(f"a fault of the emulator, please report it: {violation}", stacklevel=1)


@pytest.fixture
def cortex_client_options() -> dict[str, Any]:
    """What both clients are made with besides address and key, e.g. ``{"retry": False}``; override it to change that."""
    return {}


@_async_fixture
async def cortex_client(
    cortex_emulator: ThreadedEmulator, cortex_client_options: dict[str, Any]
) -> AsyncIterator[CortexClient]:
    """A connected ``cortex_async.CortexClient``."""
    from cortex_async.client import CortexClient

    async with CortexClient(**{**_address(cortex_emulator), **cortex_client_options}) as client:
        yield client


@_async_fixture
async def cortex_project(cortex_emulator: ThreadedEmulator, cortex_client: CortexClient) -> ProjectScope:
    """The emulator's project, asynchronous."""
    return cortex_client.project(cortex_emulator.project_id)


@pytest.fixture
def cortex_sync_client(
    cortex_emulator: ThreadedEmulator, cortex_client_options: dict[str, Any]
) -> Iterator[cortex_sync.CortexClient]:
    """A connected ``cortex_sync.CortexClient``."""
    from cortex_sync import CortexClient

    with CortexClient(**{**_address(cortex_emulator), **cortex_client_options}) as client:
        yield client


@pytest.fixture
def cortex_sync_project(
    cortex_emulator: ThreadedEmulator, cortex_sync_client: cortex_sync.CortexClient
) -> cortex_sync.ProjectScope:
    """The emulator's project, for blocking code."""
    return cortex_sync_client.project(cortex_emulator.project_id)


def _address(emulator: ThreadedEmulator) -> dict[str, Any]:
    return {"base_url": emulator.base_url, "api_key": emulator.api_key, "proxy": False}
