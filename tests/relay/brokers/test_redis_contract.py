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
from tests.redis_server import RedisServer, needs_redis, redis_server
from tests.relay.brokers.groups import OwnershipContract, ReadContract
from tests.relay.brokers.letters import LetterContract
from tests.relay.brokers.rig import Broker, Rig
from tests.relay.brokers.sinks import LeadershipContract, PublishContract

_names = itertools.count()


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with redis_server() as running:
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
        await pass_time(self._server.url, self._name, seconds)

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


async def pass_time(url: str, name: str, seconds: float) -> None:
    """Move every time that is stored back, which is what the server's clock going on amounts to."""
    client: Any = redis.asyncio.Redis.from_url(url)
    back = round(seconds * 1000)
    async for key in client.scan_iter(f"{{{name}}}:*"):
        kind = key.split(b":")[1]
        if kind == b"seen":
            await client.pexpire(key, await client.pttl(key) - back)
        if kind in (b"scope", b"owners", b"members"):
            for field in await client.hkeys(key):
                if kind == b"members" or field.partition(b":")[0] == b"until":
                    await client.hincrby(key, field, -back)
    await client.aclose()


@needs_redis
class TestRedisStreams(LeadershipContract, PublishContract, OwnershipContract, ReadContract, LetterContract):
    @pytest.fixture
    async def rig(self, server: RedisServer) -> AsyncIterator[Rig]:
        rig = RedisRig(server)
        yield rig
        await rig.close()
