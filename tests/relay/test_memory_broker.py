"""The broker in memory keeps what the protocols promise."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from cortex_async.relay.broker import (
    BrokerUnavailable,
    Checkpoint,
    DeadLetter,
    Delivery,
    Fenced,
    Membership,
    Sink,
    Source,
)
from cortex_async.relay.memory import MemoryBroker
from tests.realtime.scripted import ManualClock, settle
from tests.relay.events import record

NOW = datetime(2026, 11, 27, tzinfo=UTC)


class Scene:
    def __init__(self, partitions: int = 4) -> None:
        self.clock = ManualClock()
        self.broker = MemoryBroker(partitions=partitions, window=60, max_known=2, clock=self.clock)
        self.sink: Sink = self.broker
        self.source: Source = self.broker

    async def member(self, name: str) -> Membership:
        member = await self.source.join("g", name, 30)
        await member.refresh()
        return member


async def read(member: Membership) -> list[Delivery]:
    return await member.read(member.owned, 100, 0)


def letter(delivery: Delivery) -> DeadLetter:
    return DeadLetter(delivery.id, delivery.key, "", 3, "ValueError", "", NOW, delivery.body)


async def test_one_leads_until_its_lease_runs_out() -> None:
    scene = Scene()
    first = await scene.sink.lead("p", "a", 10)
    assert first is not None
    assert await scene.sink.lead("p", "b", 10) is None
    assert await scene.sink.lead("other", "b", 10) is not None
    await scene.clock.advance(9)
    assert await first.renew(10)
    await scene.clock.advance(10)
    second = await scene.sink.lead("p", "b", 10)
    assert second is not None
    assert second.fence > first.fence
    assert not await first.renew(10)
    with pytest.raises(Fenced):
        await first.publish([record(1)], Checkpoint("e1", NOW, first.fence), {})
    with pytest.raises(Fenced):
        await first.saved()
    await first.release()
    assert scene.broker.records == []
    assert await scene.sink.lead("p", "c", 10) is None
    await second.release()
    assert await scene.sink.lead("p", "c", 10) is not None


async def test_an_id_is_published_once_within_the_window() -> None:
    scene = Scene()
    leadership = await scene.sink.lead("p", "a", 100)
    assert leadership is not None
    mark = Checkpoint("e2", NOW, leadership.fence)
    assert await leadership.publish([record(1), record(2), record(1)], mark, {"a": "1", "b": "1"}) == 2
    assert await scene.sink.publish([record(2), record(3)]) == 1
    await scene.clock.advance(59)
    assert await leadership.publish([record(1)], mark, {"a": "2", "c": "1"}) == 0
    saved = await leadership.saved()
    assert saved.checkpoint == mark
    assert saved.known == {"a": "2", "c": "1"}
    await leadership.publish([], mark, {"a": None})
    assert (await leadership.saved()).known == {"c": "1"}
    await scene.clock.advance(1)
    assert await scene.sink.publish([record(1)]) == 1
    assert [one.id for one in scene.broker.records] == ["e1", "e2", "e3", "e1"]


async def test_nothing_happens_while_it_is_away() -> None:
    scene = Scene()
    leadership = await scene.sink.lead("p", "a", 10)
    member = await scene.member("w")
    assert leadership is not None
    scene.broker.available = False
    for call in (
        lambda: scene.sink.lead("q", "a", 1),
        lambda: scene.sink.publish([record(1)]),
        lambda: leadership.renew(1),
        lambda: leadership.publish([record(1)], Checkpoint("", NOW, 1), {}),
        lambda: read(member),
        member.refresh,
        lambda: scene.source.lag("g"),
    ):
        with pytest.raises(BrokerUnavailable):
            await call()
    assert scene.broker.records == []


async def test_partitions_are_shared_and_what_was_open_goes_to_the_next_owner() -> None:
    scene = Scene()
    first = await scene.member("a")
    assert len(first.owned) == 4
    await scene.sink.publish([record(number, f"p/session:{number}") for number in range(20)])
    got = await read(first)
    assert {one.id for one in got} == {f"e{number}" for number in range(20)}
    assert await read(first) == []
    assert await scene.source.lag("g") == 20
    second = await scene.member("b")
    assert not second.owned
    assert len(first.wanted_back) == 2
    for number in first.wanted_back:
        await first.release(number)
    await second.refresh()
    assert len(second.owned) == 2
    moved = await read(second)
    assert {one.id for one in moved} == {one.id for one in got if one.partition in second.owned}
    assert all(one.attempt == 2 for one in moved)
    with pytest.raises(Fenced):
        await first.acknowledge(got)
    await second.acknowledge(moved)
    assert await scene.source.lag("g") == 0


async def test_a_worker_that_was_away_gets_its_partition_under_another_fence() -> None:
    scene = Scene(partitions=1)
    member = await scene.member("a")
    await scene.sink.publish([record(1)])
    (old,) = await read(member)
    await scene.clock.advance(31)
    assert not member.owned
    await member.refresh()
    (new,) = await read(member)
    assert new.fence > old.fence
    with pytest.raises(Fenced):
        await member.acknowledge([old])
    await member.acknowledge([new])
    await member.leave()
    assert not member.owned


async def test_reading_waits_for_the_first_event() -> None:
    scene = Scene(partitions=1)
    member = await scene.member("a")
    reading = asyncio.ensure_future(member.read({0}, 10, 5))
    await settle()
    assert not reading.done()
    await scene.sink.publish([record(1)])
    assert [one.id for one in await reading] == ["e1"]
    reading = asyncio.ensure_future(member.read({0}, 10, 5))
    await scene.clock.advance(5)
    assert await reading == []


async def test_dead_letters_are_listed_revived_and_discarded() -> None:
    scene = Scene(partitions=1)
    member = await scene.member("a")
    await scene.sink.publish([record(1), record(2)])
    for delivery in await read(member):
        await member.bury(delivery, letter(delivery))
    first, second = await scene.source.dead_letters("g")
    assert (first.id, first.group, second.id) == ("e1", "g", "e2")
    assert await scene.source.dead_letters("g", limit=1) == [first]
    assert await scene.source.dead_letters("other") == []
    await scene.source.revive([first])
    await scene.source.discard([second])
    assert await scene.source.dead_letters("g") == []
    assert await scene.source.lag("g") == 1
    (again,) = await read(member)
    assert (again.id, again.body) == (first.id, first.body)
