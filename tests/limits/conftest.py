from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from cortex_async.limits import redis as connections
from tests.redis_server import RedisServer, redis_server


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    """A Redis server for the tests of a module."""
    with redis_server() as server:
        yield server


@pytest.fixture
async def redis(server: RedisServer) -> AsyncIterator[Any]:
    """An async client of the server, which is empty."""
    from redis.asyncio import Redis

    client = Redis(unix_socket_path=server.socket)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask Redis again right after a failure."""
    monkeypatch.setattr(connections, "_PAUSE", 0.0)
