"""What no mock shows: a real cluster refuses an old leader, and hides what was not committed.

Skipped unless CORTEX_KAFKA=host:port names one. The tests create topics whose names begin with ``cortex-test-``.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Callable
from uuid import uuid4

import pytest

from cortex_async.relay.broker import DeadLetter, Delivery, Fenced
from cortex_async.relay.kafka import Kafka
from cortex_async.relay.kafka.leases import Leases
from tests.relay.brokers.rig import NOON, checkpoint, ids, records

ADDRESS = os.environ.get("CORTEX_KAFKA", "")
LEASE = 60.0
OVER_AT_ONCE = 0.001

pytestmark = [
    pytest.mark.skipif(
        not ADDRESS, reason="CORTEX_KAFKA=host:port names no Kafka cluster: a mock does not fence"
    ),
    pytest.mark.timeout(120),
]

Open = Callable[[], Kafka]


@pytest.fixture(autouse=True)
def _readable_mock() -> None:
    """Nothing has to be changed for a real cluster."""


@pytest.fixture
async def new() -> AsyncGenerator[Open]:
    """Brokers on the same topics, as in several processes."""
    name, made = f"cortex-test-{uuid4().hex}", list[Kafka]()

    def make() -> Kafka:
        made.append(Kafka(f"kafka://{ADDRESS}", name, partitions=2))
        return made[-1]

    yield make
    for one in made:
        await one.close()


async def test_topics_are_created_as_they_are_wanted(new: Open, caplog: pytest.LogCaptureFixture) -> None:
    """The second broker finds them, and has nothing to say about them."""
    for broker in (new(), new()):
        assert await broker.lag("g") == 0
    assert [one.getMessage() for one in caplog.records if "topic" in one.getMessage()] == []


async def test_the_cluster_itself_refuses_an_old_leader(new: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old one has looked at the lease topic before, and was suspended until its successor had begun."""
    broker, other = new(), new()
    old = await broker.lead("p", "old", OVER_AT_ONCE)
    assert old is not None
    assert await old.publish(records([1]), checkpoint(old), {}) == 1
    successor = await other.lead("p", "new", LEASE)
    assert successor is not None
    looks, real = iter([False]), Leases.sync

    async def look(leases: Leases) -> None:
        if next(looks, True):
            await real(leases)

    monkeypatch.setattr(Leases, "sync", look)
    with pytest.raises(Fenced):
        await old.publish(records([2, 3]), checkpoint(old, "late"), {"late": "1"})
    assert await successor.publish(records([1, 2]), checkpoint(successor, "e2"), {}) == 1
    saved = await successor.saved()
    assert saved.checkpoint == checkpoint(successor, "e2")
    assert dict(saved.known) == {}
    assert await other.lag("g") == 2


async def test_leases_run_out_by_the_time_of_the_cluster(new: Open) -> None:
    broker = new()
    leader = await broker.lead("p", "here", LEASE)
    assert leader is not None
    assert await new().lead("p", "there", LEASE) is None
    assert await leader.renew(OVER_AT_ONCE)
    successor = await new().lead("p", "there", LEASE)
    assert successor is not None
    assert successor.fence > leader.fence
    assert await leader.renew(LEASE) is False


async def test_from_publishing_to_dead_letters(new: Open) -> None:
    broker = new()
    leader = await broker.lead("p", "here", LEASE)
    assert leader is not None
    for number in range(0, 10, 2):
        assert await leader.publish(records([number, number + 1]), checkpoint(leader), {}) == 2
    assert await broker.publish(records([9, 10])) == 1
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    found: list[Delivery] = []
    while len(found) < 11:
        found += await member.read(member.owned, 4, 10)
    assert ids(found) == [f"e{n:05}" for n in range(11)]
    await member.acknowledge(found[1:])
    letter = DeadLetter(found[0].id, found[0].key, "g", 1, "E: x", "trace", NOON, found[0].body)
    await member.bury(found[0], letter)
    assert await broker.lag("g") == 0
    (dead,) = await broker.dead_letters("g")
    await broker.revive([dead])
    await new().revive([dead])
    assert await broker.lag("g") == 1
    await member.leave()
    second = await new().join("g", "w", LEASE)
    await second.refresh()
    (again,) = await second.read(second.owned, 10, 10)
    assert (again.id, again.attempt) == (found[0].id, 1)
    assert await broker.dead_letters("g") == []
    with pytest.raises(Fenced):
        await member.acknowledge(found)
    await second.acknowledge([again])
    assert await broker.lag("g") == 0
