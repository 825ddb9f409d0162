"""What an event costs a relay and a worker, in counts that are the same on every machine."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from attrs import define
from redis.asyncio import Redis

from benchmarks.harness import relaying
from cortex_async.relay import MemoryBroker
from cortex_async.relay.broker import Checkpoint, Leadership, Membership, Saved
from cortex_async.relay.envelope import seal
from cortex_async.relay.redis import RedisStreams
from cortex_async.relay.repair.repaired import Repaired
from tests.bytecodes import Counter, count
from tests.realtime.scripted import ManualClock
from tests.redis_server import needs_redis, redis_server

FEW, MANY = 320, 960
"""The difference of both is what events cost; the rest is the beginning and the end."""


@define
class Cost:
    """bytecodes: with calls of functions in C."""

    bytecodes: int = 0
    tasks: int = 0


@asynccontextmanager
async def counting(cost: Cost) -> Any:
    def create(loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> asyncio.Task[Any]:
        cost.tasks += 1
        return asyncio.Task(work, loop=loop, **options)

    loop, counter = asyncio.get_running_loop(), Counter()
    loop.set_task_factory(create)
    counter.start()
    try:
        yield
    finally:
        counter.stop()
        loop.set_task_factory(None)
        cost.bytecodes = counter.bytecodes + counter.c_calls


async def nothing(event: object) -> None:
    """A handler that waits for nothing."""


async def turn(event: object) -> None:
    """A handler that waits."""
    await asyncio.sleep(0)


async def handled(count: int, group: str, handler: Any) -> Cost:
    broker, cost = MemoryBroker(), Cost()
    await broker.publish([seal(orjson.loads(data), data) for data in relaying.messages(count, 0)])
    async with counting(cost):
        await asyncio.ensure_future(relaying.handle(broker, group, count, handler))
    return cost


@pytest.mark.parametrize(
    ("handler", "most_bytecodes", "most_tasks"), [(nothing, 2_500, 0.1), (turn, 4_000, 0.1)]
)
async def test_handling(handler: Any, most_bytecodes: int, most_tasks: float) -> None:
    await handled(FEW, "warm", handler)
    few, many = await handled(FEW, "few", handler), await handled(MANY, "many", handler)
    assert (many.bytecodes - few.bytecodes) / (MANY - FEW) <= most_bytecodes
    assert (many.tasks - few.tasks) / (MANY - FEW) <= most_tasks


class Taking:
    """A leadership that takes everything."""

    fence = 1

    async def lead(self, *arguments: object) -> Taking:
        return self

    async def saved(self) -> Saved:
        return Saved(None, {})

    async def publish(self, records: list[object], *arguments: object) -> int:
        return len(records)

    async def release(self) -> None:
        pass


async def published(count: int) -> Cost:
    events, cost = relaying.messages(count, 0), Cost()
    async with counting(cost):
        await asyncio.ensure_future(relaying.publish(Taking(), events, 100))
    return cost


async def test_publishing_before_the_broker() -> None:
    await published(FEW)
    few, many = await published(FEW), await published(MANY)
    assert (many.bytecodes - few.bytecodes) / (MANY - FEW) <= 1_500
    assert many.tasks == few.tasks


async def once_each(first: int, count: int, leader: Leadership, member: Membership) -> Cost:
    """What events cost that come one after the other: to be published, waited for, read and acknowledged."""
    events, cost = [seal(orjson.loads(data), data) for data in relaying.messages(count, first)], Cost()
    partitions = sorted(member.owned)
    while await member.read(partitions, 100, 0):
        pass
    async with counting(cost):
        for one in events:
            saved = Checkpoint(one.id, datetime.now(UTC), leader.fence)
            found, new = await asyncio.gather(
                member.read(partitions, 100, 30), leader.publish([one], saved, {one.subject: "1"})
            )
            assert (len(found), new) == (1, 1)
            await member.acknowledge(found)
    return cost


@needs_redis
async def test_events_that_come_alone_over_redis() -> None:
    """Commands include those within the scripts. The tasks are those of this test."""
    with redis_server() as server:
        broker = RedisStreams(server.url, clock=ManualClock())
        client: Any = Redis.from_url(server.url)
        leader = await broker.lead("p", "here", 600)
        assert leader is not None
        member = await broker.join("g", "w", 600)
        await member.refresh()
        await once_each(0, 1, leader, member)

        async def commands() -> int:
            return sum(one["calls"] for one in (await client.info("commandstats")).values())

        before = await commands()
        cost = await once_each(1, 20, leader, member)
        # A look at everything, once a second, takes more.
        used = (await commands() - before) / 20
        assert used <= 34, used
        assert cost.tasks == 2 * 20
        await broker.close()
        await client.aclose()


def test_what_a_repair_has_all_of_is_looked_up_however_many_projects_there_are() -> None:
    """It is asked for each event that waits, and no lease is renewed meanwhile."""

    def cost(projects: int) -> Counter:
        parts = [
            Repaired(keys=frozenset({f"p{n}/session:b"}), projects={f"p{n}": frozenset({f"p{n}/session:a"})})
            for n in range(projects)
        ]
        found = Repaired.of(parts)
        keys = ("p1/session:a", "p1/session:b", "p1/session:c", "other/session:a")
        assert [found.has_all(key) for key in keys] == [False, True, True, False]
        return count(lambda: [found.has_all(key) for key in keys])

    assert cost(1000) == cost(2)
