"""A pytest plugin: fixtures for an emulated Cortex and for clients that are connected to it.

pytest finds the plugin once ``odin-cortex[emulator]`` is installed::

    def test_a_shout_is_muted(cortex_emulator, cortex_sync_client, cortex_sync_project):
        session = cortex_sync_project.sessions.create(title="Raid", external_room_id="room-1")
        cortex_emulator.say(session.id, "ada", "AAAAH")
        moderate(cortex_sync_client, session.id)          # the program under test
        assert cortex_sync_project.sanctions.list_active("ada")

Each test has its own emulator on a free port, so tests may run in parallel. ``cortex_client`` and
``cortex_project`` are for ``async def`` tests; they need pytest-asyncio or anyio's plugin.
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
    """Make ``function`` a fixture. pytest-asyncio in strict mode accepts only its own fixtures, anyio plain
    ones.

    See https://pytest-asyncio.readthedocs.io/en/stable/concepts.html.
    """
    if importlib.util.find_spec("pytest_asyncio") is None:
        return pytest.fixture(function)
    import pytest_asyncio

    return pytest_asyncio.fixture(function)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        f"{MARKER}(**options): options of the test's emulator, e.g. validation_status=422, random_seed=1",
    )


@pytest.fixture
def cortex_emulator(request: pytest.FixtureRequest) -> Iterator[ThreadedEmulator]:
    """An emulated Cortex that contains one configured project.

    It runs in a thread of its own and has plain methods, for sync and async tests alike. The marker
    ``cortex_emulator`` sets its
    options: ``@pytest.mark.cortex_emulator(validation_status=422)``.
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
    """Keyword arguments of both clients besides address and key, e.g.

    ``{"retry": False}``. Override this fixture to set them.
    """
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
    """The emulator's project, for async code."""
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
