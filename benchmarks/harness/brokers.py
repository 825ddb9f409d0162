"""Brokers for benchmarks: servers on loopback in other processes, and a loop without the SDK for each."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import nats
import orjson
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig
from redis.asyncio import Redis

from cortex_async.relay.nats import JetStream
from cortex_async.relay.redis import RedisStreams
from tests.ports import free_port

PUBLISHED, READ = 100, 64
"""Events in one call: as many as the relay publishes, and a worker reads."""

Handler = Callable[[dict[str, Any]], Awaitable[None]]


class Bare(Protocol):
    """A loop with a broker's own client."""

    async def publish(self, events: Sequence[bytes]) -> None:
        """Parse events, and publish them in batches, each of which is acknowledged."""
        ...

    async def handle(self, group: str, count: int, handler: Handler) -> None:
        """Read events in batches, parse them, call a handler with one after another, acknowledge."""
        ...


class BareRedis:
    """One stream, without dedupe, checkpoint or partitions."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def publish(self, events: Sequence[bytes]) -> None:
        for begin in range(0, len(events), PUBLISHED):
            pipeline = self._client.pipeline(transaction=False)
            for data in events[begin : begin + PUBLISHED]:
                pipeline.xadd("bare", {"id": orjson.loads(data)["id"], "data": data})
            await pipeline.execute()

    async def handle(self, group: str, count: int, handler: Handler) -> None:
        await self._client.xgroup_create("bare", group, id="0", mkstream=True)
        while count > 0:
            found = await self._client.xreadgroup(group, "one", {"bare": ">"}, count=READ, block=500)
            for _, entries in found:
                for _, fields in entries:
                    await handler(orjson.loads(fields[b"data"]))
                count -= len(entries)
                await self._client.xack("bare", group, *(entry for entry, _ in entries))


class BareNats:
    """One stream, which dedupes by id, without checkpoint or partitions."""

    def __init__(self, client: nats.NATS) -> None:
        self._stream = client.jetstream(publish_async_max_pending=10_000)

    async def publish(self, events: Sequence[bytes]) -> None:
        for begin in range(0, len(events), PUBLISHED):
            waiting = [
                await self._stream.publish_async(
                    "bare", data, headers={"Nats-Msg-Id": orjson.loads(data)["id"]}
                )
                for data in events[begin : begin + PUBLISHED]
            ]
            await asyncio.gather(*waiting)

    async def handle(self, group: str, count: int, handler: Handler) -> None:
        config = ConsumerConfig(ack_policy=AckPolicy.EXPLICIT, max_ack_pending=10_000)
        reader = await self._stream.pull_subscribe("bare", group, stream="BARE", config=config)
        while count > 0:
            messages = await reader.fetch(min(READ, count))
            for message in messages:
                await handler(orjson.loads(message.data))
                await message.ack()
            count -= len(messages)
        await reader.unsubscribe()


class Broker(Protocol):
    """A running broker. name: for people. url: for workers in other processes. pid: of its process."""

    name: str
    url: str
    pid: int

    def ours(self, name: str = "cortex") -> RedisStreams | JetStream: ...

    def bare(self) -> AbstractAsyncContextManager[Bare]: ...


class RedisBroker:
    """Redis on this machine."""

    name = "Redis"

    def __init__(self, port: int, pid: int) -> None:
        self.pid = pid
        self.url = f"redis://127.0.0.1:{port}"

    def ours(self, name: str = "cortex") -> RedisStreams:
        return RedisStreams(self.url, name, max_length=10**7)

    @asynccontextmanager
    async def bare(self) -> Any:
        async with Redis.from_url(self.url) as client:
            yield BareRedis(client)


class NatsBroker:
    """NATS on this machine."""

    name = "NATS"

    def __init__(self, port: int, pid: int) -> None:
        self.pid = pid
        self.url = f"nats://127.0.0.1:{port}"

    def ours(self, name: str = "cortex") -> JetStream:
        return JetStream(self.url, name)

    @asynccontextmanager
    async def bare(self) -> Any:
        client = await nats.connect(self.url)
        await client.jetstream().add_stream(StreamConfig("BARE", subjects=["bare"], duplicate_window=3600))
        try:
            yield BareNats(client)
        finally:
            await client.close()


@contextmanager
def running(kind: str) -> Iterator[Broker | None]:
    """Run ``redis`` or ``nats``; None if its program is missing."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="benchmark-broker-") as folder:
        command = _command(kind, port, folder)
        if command is None:
            yield None
            return
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                _wait_for(port)
                yield (RedisBroker if kind == "redis" else NatsBroker)(port, process.pid)
            finally:
                process.kill()


def _command(kind: str, port: int, folder: str) -> list[str] | None:
    if kind == "redis":
        program = shutil.which("redis-server")
        kept = ["--save", "", "--appendonly", "yes", "--appendfsync", "everysec", "--dir", folder]
        return program and [program, "--port", str(port), *kept]
    program = shutil.which("nats-server", path=str(Path(sys.executable).parent))
    return program and [program, "--addr", "127.0.0.1", "--port", str(port), "-js", "--store_dir", folder]


def _wait_for(port: int) -> None:
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
