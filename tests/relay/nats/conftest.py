from __future__ import annotations

import gc
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from uuid import uuid4

import pytest

from cortex_async.relay.nats import JetStream
from tests.relay.nats.server import Server


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    """One server for all tests of this process."""
    server = Server(tmp_path_factory.mktemp("nats"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def server(shared_server: Server) -> Server:
    await shared_server.ready()
    return shared_server


@pytest.fixture
async def own_server(tmp_path: Path) -> AsyncGenerator[Server]:
    """A server for one test, which may stop it."""
    server = Server(tmp_path)
    server.start()
    await server.ready()
    yield server
    server.stop()
    gc.collect()  # what nats-py has left of connections that failed


@pytest.fixture
def name() -> str:
    return f"t-{uuid4().hex}"


@pytest.fixture
async def broker(server: Server, name: str) -> AsyncGenerator[JetStream]:
    broker = JetStream(server.url, name=name, partitions=2)
    yield broker
    await broker.close()
