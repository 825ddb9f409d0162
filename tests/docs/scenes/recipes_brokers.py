"""docs/recipes/brokers.md: each block reads events that were published before, with a Redis and a NATS server."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
import redis.asyncio
from arq import create_pool
from arq.connections import RedisSettings

from cortex_async.relay import Sink
from cortex_async.relay.nats import JetStream
from cortex_async.relay.redis import RedisStreams
from tests.docs.evaluating import Block
from tests.docs.stage import Stage
from tests.redis_server import RedisServer, redis_server
from tests.relay.nats.server import Server
from tests.relay.worker.playing import record

NATS = "nats://localhost:4222"
REDIS = "redis://localhost:6379"


def prepare(stage: Stage) -> Iterator[None]:
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server on this machine")
    server = Server(stage.folder.parent)
    with redis_server() as store:
        server.start()
        stage.run(server.ready())
        stage.run(_publish(RedisStreams(store.url)))
        stage.run(_publish(JetStream(server.url)))
        stage.replaced.update(
            {f'broker="{REDIS}"': f'broker="redis+socket://{store.socket}"', REDIS: store.url}
        )
        stage.replaced[NATS] = server.url
        checks: dict[str, Callable[[], Any]] = {
            "faststream.": lambda: _streamed(stage),
            "import Celery": lambda: _celery(stage, store),
            "import ArqRedis": lambda: _arq(stage, store),
        }

        def after(block: Block) -> None:
            for part, check in checks.items():
                if part in block.source:
                    stage.run(check())

        stage.after = after
        yield
        server.stop()


async def _publish(broker: Any) -> None:
    sink: Sink = broker
    await sink.publish([record("a", 1)])
    await sink.close()


async def _streamed(stage: Stage) -> None:
    seen = asyncio.Event()
    names = stage.names

    def print_(*values: str) -> None:
        stage.printed.append(" ".join(values))
        seen.set()

    names["print"] = print_
    async with names["broker"]:
        await names["broker"].start()
        await seen.wait()
    del names["print"]
    assert stage.printed[-1] == "message.created a-1"


async def _celery(stage: Stage, store: RedisServer) -> None:
    await _enqueued(stage.names["main"](), store, "llen", "celery")


async def _arq(stage: Stage, store: RedisServer) -> None:
    pool = await create_pool(RedisSettings(unix_socket_path=store.socket))
    await _enqueued(stage.names["main"](pool), store, "zcard", "arq:queue")
    await pool.aclose()


async def _enqueued(main: Coroutine[Any, Any, None], store: RedisServer, command: str, key: str) -> None:
    """Run a worker until it has put the event into a queue."""
    running = asyncio.create_task(main)
    async with redis.asyncio.Redis(unix_socket_path=store.socket) as client:
        untyped: Any = client
        while not await untyped.execute_command(command, key):  # noqa: ASYNC110  (another process fills it)
            await asyncio.sleep(0.01)
    os.kill(os.getpid(), signal.SIGTERM)
    await running
