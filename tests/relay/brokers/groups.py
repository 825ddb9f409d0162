"""The contract of a ``Membership``: who reads which partition, and what becomes of what was not acknowledged."""

from __future__ import annotations

import asyncio

import pytest

from cortex_async.relay.broker import BrokerUnavailable, Fenced, Membership
from tests.relay.brokers.rig import (
    Broker,
    Contract,
    Rig,
    alone,
    ids,
    joined,
    nothing_left,
    record,
    records,
    settle,
    take,
)
from tests.relay.brokers.sinks import HOSTILE

KEYS = [f"p/session:{n}" for n in range(12)]


def spread(count: int) -> list[str]:
    """Return the ids of what ``publish`` has published."""
    return [f"e{n:05}" for n in range(count)]


async def publish(broker: Broker, count: int) -> None:
    """Publish ``count`` events over all keys."""
    await broker.publish([record(n, KEYS[n % len(KEYS)]) for n in range(count)])


class OwnershipContract(Contract):
    @pytest.mark.parametrize("count", [1, 2, 3, 5])
    async def test_members_have_fair_shares(self, rig: Rig, count: int) -> None:
        members = [await joined(rig.open(), rig) for _ in range(count)]
        await settle(rig, members)
        assert all(not member.wanted_back for member in members)
        for member in members:
            await member.refresh()
        assert sorted(p for member in members for p in member.owned) == list(range(rig.partitions))

    async def test_what_a_late_member_may_not_take_again_is_free(self, rig: Rig, broker: Broker) -> None:
        """Its lease ran out with all partitions in hand, and another one has joined meanwhile."""
        first = await alone(broker, rig)
        await rig.pass_time(rig.lease)
        second = await rig.open().join("g", "second", rig.lease)
        await first.refresh()
        await settle(rig, [first, second])
        assert sorted([*first.owned, *second.owned]) == list(range(rig.partitions))

    async def test_groups_do_not_share(self, rig: Rig, broker: Broker) -> None:
        await publish(broker, 10)
        first, second = await alone(broker, rig, "g"), await alone(rig.open(), rig, "h")
        found = await take(rig, first, 10)
        assert sorted(ids(found)) == spread(10)
        assert sorted(ids(await take(rig, second, 10))) == spread(10)
        await first.acknowledge(found)
        assert (await broker.lag("g"), await broker.lag("h")) == (0, 10)

    async def test_nobody_has_what_another_one_has(self, rig: Rig, broker: Broker) -> None:
        first = await alone(broker, rig)
        second = await joined(rig.open(), rig)
        assert dict(second.owned) == {}
        await first.refresh()
        assert len(first.owned) == rig.partitions
        assert len(first.wanted_back) == rig.partitions // 2
        await publish(broker, 8)
        assert await second.read(range(rig.partitions), 100, 0) == []

    async def test_what_is_wanted_back_is_handed_over(self, rig: Rig, broker: Broker) -> None:
        """Each event is handled once and in order, without an attempt in vain."""
        await publish(broker, 120)
        first = await alone(broker, rig)
        handled = await take(rig, first, 60)
        second = await joined(rig.open(), rig)
        await first.refresh()
        await first.acknowledge(handled)
        await settle(rig, [first, second])
        fences = dict(second.owned)
        for member in (first, second):
            while found := await member.read(sorted(member.owned), 7, 0):
                assert all(one.fence == member.owned[one.partition] for one in found)
                handled += found
                await member.acknowledge(found)
        assert dict(second.owned) == fences
        assert {one.attempt for one in handled} == {1}
        assert sorted(ids(handled)) == spread(120)
        for key in KEYS:
            mine = ids(one for one in handled if one.key == key)
            assert mine == sorted(mine)
        assert await broker.lag("g") == 0

    async def test_a_partition_that_is_released_takes_along_what_is_open(
        self, rig: Rig, broker: Broker
    ) -> None:
        await broker.publish(records(range(6)))
        first = await alone(broker, rig)
        found = await take(rig, first, 4)
        partition = found[0].partition
        await first.acknowledge(found[:1])
        second = await joined(rig.open(), rig)
        await first.leave()
        assert dict(first.owned) == {}
        await settle(rig, [second])
        assert second.owned[partition] > found[0].fence
        again = await take(rig, second, 5)
        assert [(one.id, one.attempt) for one in again] == [
            ("e00001", 2),
            ("e00002", 2),
            ("e00003", 2),
            ("e00004", 1),
            ("e00005", 1),
        ]
        with pytest.raises(Fenced):
            await first.acknowledge(found)

    async def test_after_a_death_others_go_on(self, rig: Rig, broker: Broker) -> None:
        await broker.publish(records(range(6)))
        dead = await alone(broker, rig)
        lost = await take(rig, dead, 3)
        partition = lost[0].partition
        await rig.pass_time(rig.lease)
        other = rig.open()
        living = await alone(other, rig, member="living")
        assert living.owned[partition] > lost[0].fence
        found = await take(rig, living, 4)
        assert [(one.id, one.attempt) for one in found] == [
            ("e00000", 2),
            ("e00001", 2),
            ("e00002", 2),
            ("e00003", 1),
        ]
        assert await dead.read([partition], 10, 0) == []
        with pytest.raises(Fenced):
            await dead.acknowledge(lost)
        assert await other.lag("g") == 6
        await dead.release(partition)
        await living.acknowledge(found)
        assert ids(await take(rig, living, 2)) == ["e00004", "e00005"]
        assert await nothing_left(living)

    async def test_attempts_are_counted(self, rig: Rig, broker: Broker) -> None:
        await broker.publish(records([1]))
        for attempt in range(1, 4):
            member = await alone(rig.open(), rig)
            assert [one.attempt for one in await take(rig, member, 1)] == [attempt]
            await member.leave()

    async def test_a_partition_that_was_lost_and_taken_again_has_another_fence(
        self, rig: Rig, broker: Broker
    ) -> None:
        await broker.publish(records(range(3)))
        member = await alone(broker, rig)
        old = await take(rig, member, 2)
        await rig.pass_time(rig.lease)
        between = await alone(rig.open(), rig)
        await between.leave()
        await settle(rig, [member])
        found = await take(rig, member, 3)
        assert ids(found) == ["e00000", "e00001", "e00002"]
        assert found[0].fence > old[0].fence
        with pytest.raises(Fenced):
            await member.acknowledge(old)
        assert await broker.lag("g") == 3
        await member.acknowledge(found)
        assert await broker.lag("g") == 0

    async def test_members_of_the_same_name_are_different(self, rig: Rig, broker: Broker) -> None:
        members: list[Membership] = [
            await joined(one, rig, "g", "same") for one in (broker, broker, rig.open())
        ]
        await settle(rig, members)

    async def test_groups_with_hostile_names_are_separate(self, rig: Rig, broker: Broker) -> None:
        await broker.publish(records([1]))
        for number, name in enumerate(HOSTILE):
            member = await alone(broker, rig, name, name)
            found = await take(rig, member, 1)
            if number % 2:
                await member.acknowledge(found)
        for number, name in enumerate(HOSTILE):
            assert await broker.lag(name) == 1 - number % 2


class ReadContract(Contract):
    async def test_a_new_group_begins_with_the_oldest(self, rig: Rig, broker: Broker) -> None:
        await publish(broker, 20)
        assert await broker.lag("new") == 20
        member = await alone(broker, rig, "new")
        found = await take(rig, member, 20)
        assert sorted(ids(found)) == spread(20)
        assert {one.attempt for one in found} == {1}

    async def test_each_delivery_is_handed_out_once(self, rig: Rig, broker: Broker) -> None:
        await publish(broker, 50)
        member = await alone(broker, rig)
        found = await take(rig, member, 50, limit=3)
        assert sorted(ids(found)) == spread(50)
        await member.refresh()
        assert await nothing_left(member)
        assert len({(one.partition, one.position) for one in found}) == 50

    async def test_a_limit_and_the_partitions_asked_for_are_kept(self, rig: Rig, broker: Broker) -> None:
        await publish(broker, 60)
        member = await alone(broker, rig)
        counts: dict[int, int] = {}
        for partition in range(rig.partitions):
            while found := await member.read([partition], 4, 0):
                assert len(found) <= 4
                assert {one.partition for one in found} == {partition}
                counts[partition] = counts.get(partition, 0) + len(found)
        assert sum(counts.values()) == 60
        assert await member.read([], 10, 0) == []

    async def test_a_read_waits_for_the_first_one(self, rig: Rig, broker: Broker) -> None:
        """Other calls go on meanwhile."""
        member = await alone(broker, rig)
        await broker.publish(records([0]))
        before = await take(rig, member, 1)
        reading = asyncio.ensure_future(member.read(sorted(member.owned), 10, 50.0))
        await member.refresh()
        await member.acknowledge(before)
        assert not reading.done()
        await rig.open().publish(records([1]))
        assert ids(await reading) == ["e00001"]

    async def test_a_read_without_events_ends(self, rig: Rig, broker: Broker) -> None:
        member = await alone(broker, rig)
        assert await member.read(sorted(member.owned), 10, 0) == []

    async def test_deliveries_are_acknowledged_in_any_order(self, rig: Rig, broker: Broker) -> None:
        await broker.publish(records(range(6)))
        member = await alone(broker, rig)
        found = await take(rig, member, 5)
        await member.acknowledge([found[3], found[0]])
        await member.acknowledge([found[2]])
        await member.acknowledge([found[2]])
        await member.acknowledge([])
        assert await broker.lag("g") == 3
        await rig.pass_time(rig.lease)
        other = await alone(rig.open(), rig)
        assert [(one.id, one.attempt) for one in await take(rig, other, 3)] == [
            ("e00001", 2),
            ("e00004", 2),
            ("e00005", 1),
        ]

    async def test_what_is_still_owned_is_acknowledged_beside_what_was_lost(
        self, rig: Rig, broker: Broker
    ) -> None:
        await publish(broker, 12)
        member = await alone(broker, rig)
        found = await take(rig, member, 12)
        lost = found[0].partition
        gone = [one for one in found if one.partition == lost]
        await member.release(lost)
        with pytest.raises(Fenced):
            await member.acknowledge(found)
        assert await broker.lag("g") == len(gone)

    async def test_lag_counts_what_is_not_acknowledged(self, rig: Rig, broker: Broker) -> None:
        assert await broker.lag("g") == 0
        member = await alone(broker, rig)
        await publish(broker, 9)
        assert await broker.lag("g") == 9
        found = await take(rig, member, 5)
        assert await broker.lag("g") == 9
        await member.acknowledge(found[:4])
        assert await broker.lag("g") == 5
        await member.acknowledge([*found[4:], *await take(rig, member, 4)])
        assert await broker.lag("g") == 0

    async def test_a_membership_survives_a_restart_of_the_broker(self, rig: Rig, broker: Broker) -> None:
        await broker.publish(records(range(4)))
        member = await alone(broker, rig)
        found = await take(rig, member, 2)
        async with rig.down():
            with pytest.raises(BrokerUnavailable):
                await member.acknowledge(found)
            with pytest.raises(BrokerUnavailable):
                await member.refresh()
            with pytest.raises(BrokerUnavailable):
                await member.read([found[0].partition], 10, 0)
            with pytest.raises(BrokerUnavailable):
                await broker.join("g", "w", rig.lease)
        await member.acknowledge(found)
        await settle(rig, [member])
        assert ids(await take(rig, member, 2)) == ["e00002", "e00003"]
        assert await broker.lag("g") == 2

    async def test_a_release_that_failed_is_repeated(self, rig: Rig, broker: Broker) -> None:
        """Otherwise others would go on to see the partition as owned, for as long as this member lives."""
        first = await alone(broker, rig)
        other = await joined(rig.open(), rig, "g", "x")
        await first.refresh()
        back = sorted(first.wanted_back)
        assert back
        async with rig.down():
            with pytest.raises(BrokerUnavailable):
                await first.release(back[0])
        await settle(rig, [first, other])
        assert other.owned

    async def test_a_read_that_is_cancelled_loses_nothing(self, rig: Rig, broker: Broker) -> None:
        member = await alone(broker, rig)
        for number in range(5):
            reading = asyncio.ensure_future(member.read(sorted(member.owned), 10, 50.0))
            await asyncio.sleep(0)
            await broker.publish(records([number]))
            reading.cancel()
            (done,) = await asyncio.gather(reading, return_exceptions=True)
            found = done if isinstance(done, list) else await take(rig, member, 1)
            assert ids(found) == [f"e{number:05}"]
            await member.acknowledge(found)
