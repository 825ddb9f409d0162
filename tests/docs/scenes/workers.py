"""docs/workers.md: both workers handle an event of a Redis of their own, until SIGTERM; dead letters are handled again."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from cortex_async.relay import DeadLetter
from cortex_async.relay.envelope import seal
from cortex_async.relay.redis import RedisStreams
from cortex_async.webhooks.redis import RedisReplayStore
from tests.docs.evaluating import Block
from tests.docs.stage import Stage
from tests.redis_server import RedisServer, redis_server


def prepare(stage: Stage) -> Iterator[None]:
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server on this machine")
    with redis_server() as server:
        stage.replaced["redis://localhost:6379"] = server.url

        def after(block: Block) -> None:
            if "async def main" in block.source:
                assert _handled(stage, server, stage.names["main"]) == "mute for user-1\n"
            elif "def main" in block.source:
                assert _handled(stage, server, stage.sync_names["main"]) == "mute for user-2\n"
            elif "def once" in block.source:
                # Its client is never closed: it lives as long as the worker.
                assert isinstance(stage.names["once"](server.url), RedisReplayStore)
            elif "async def again" in block.source:
                _, printed = stage.output(_letters(stage, server))
                assert printed == "ban 5 ValueError: no\n"

        stage.after = after
        yield


def _handled(stage: Stage, server: RedisServer, main: Callable[[], Any]) -> str:
    """What a worker prints that gets an event, and then a SIGTERM."""
    stage.run(_publish(stage, server))

    def stop() -> None:
        asyncio.run(_until_handled(server))
        os.kill(os.getpid(), signal.SIGTERM)

    return stage.play(main, stop)


async def _publish(stage: Stage, server: RedisServer) -> None:
    """Publish the event of one more sanction."""
    number = 1 + sum(one["type"] == "sanction.created" for one in stage.emulator.events)
    await stage.project.sanctions.create(type="mute", external_user_id=f"user-{number}")
    raw = [one for one in stage.emulator.events if one["type"] == "sanction.created"][-1]
    broker = RedisStreams(server.url)
    await broker.publish([seal(raw, orjson.dumps(raw))])
    await broker.close()


async def _until_handled(server: RedisServer) -> None:
    broker = RedisStreams(server.url)
    while await broker.lag("moderation"):  # noqa: ASYNC110  (Redis does not tell)
        await asyncio.sleep(0.01)
    await broker.close()


async def _letters(stage: Stage, server: RedisServer) -> None:
    """Give an event up, look at it, and revive it."""
    broker = RedisStreams(server.url)
    body = seal({"id": "ban"}, b'{"id": "ban"}')
    await broker.publish([body])
    member = await broker.join("moderation", "test", 30)
    await member.refresh()
    (delivery,) = await member.read(member.owned, 1, 5)
    at = datetime(2026, 11, 27, tzinfo=UTC)
    letter = DeadLetter(delivery.id, delivery.key, "moderation", 5, "ValueError: no", "", at, delivery.body)
    await member.bury(delivery, letter)
    await member.leave()
    await stage.names["look"](broker)
    await stage.names["again"](broker)
    assert (await broker.dead_letters("moderation"), await broker.lag("moderation")) == ([], 1)
    await broker.close()
