"""Redis Streams keep the contract, on a real server."""

from __future__ import annotations

import itertools
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import redis.asyncio

from cortex_async.relay.redis import RedisStreams
from tests.realtime.scripted import ManualClock
from tests.redis_server import DURABLE, RedisServer, needs_redis, redis_server
from tests.relay.brokers.groups import OwnershipContract, ReadContract
from tests.relay.brokers.letters import LetterContract
from tests.relay.brokers.redis_time import pass_time
from tests.relay.brokers.rig import Broker, Rig
from tests.relay.brokers.sinks import LeadershipContract, PublishContract

_names = itertools.count()


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with redis_server(*DURABLE) as running:
        yield running


class RedisRig(Rig):
    """Keys of its own in a server, and one clock for all who use it."""

    def __init__(self, server: RedisServer) -> None:
        self._server = server
        self._name = f"rig{next(_names)}"
        self._clock = ManualClock()
        self._open: list[RedisStreams] = []

    def open(self, *, window: float = 3600.0, max_known: int = 1000) -> Broker:
        broker = RedisStreams(
            self._server.url,
            self._name,
            partitions=self.partitions,
            window=window,
            max_known=max_known,
            clock=self._clock,
        )
        self._open.append(broker)
        return broker

    async def pass_time(self, seconds: float) -> None:
        await self._clock.advance(seconds)
        client: Any = redis.asyncio.Redis.from_url(self._server.url)
        await pass_time(client, self._name, seconds)
        await client.aclose()

    @asynccontextmanager
    async def down(self) -> AsyncGenerator[None]:
        self._server.kill()
        try:
            yield
        finally:
            self._server.start()

    async def close(self) -> None:
        for broker in self._open:
            await broker.close()


@needs_redis
class TestRedisStreams(LeadershipContract, PublishContract, OwnershipContract, ReadContract, LetterContract):
    @pytest.fixture
    async def rig(self, server: RedisServer) -> AsyncIterator[Rig]:
        rig = RedisRig(server)
        yield rig
        await rig.close()
