from __future__ import annotations

from collections.abc import Iterator

import pytest

from cortex_sync import CortexClient
from cortex_sync.bridge.runner import Runner
from tests.sync.loopback import Loopback


async def _nothing_to_close() -> None:
    return None


@pytest.fixture
def runner() -> Iterator[Runner]:
    runner = Runner(_nothing_to_close)
    yield runner
    runner.close()


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def client(server: Loopback) -> Iterator[CortexClient]:
    with CortexClient(base_url=server.base_url, api_key="k1") as client:
        yield client
