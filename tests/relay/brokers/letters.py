"""The contract of dead letters."""

from __future__ import annotations

import pytest
from attrs import evolve

from cortex_async.relay.broker import DeadLetter, Delivery, Fenced
from tests.relay.brokers.rig import (
    NOON,
    Broker,
    Contract,
    Rig,
    alone,
    ids,
    nothing_left,
    record,
    records,
    take,
)
from tests.relay.brokers.sinks import HOSTILE


def letter(delivery: Delivery, group: str = "g", error: str = "ValueError: no") -> DeadLetter:
    return DeadLetter(
        id=delivery.id,
        key=delivery.key,
        group=group,
        attempts=delivery.attempt,
        error=error,
        trace="Traceback:\n  é\n",
        time=NOON,
        body=delivery.body,
    )


class LetterContract(Contract):
    async def test_a_dead_letter_replaces_its_delivery(self, rig: Rig, broker: Broker) -> None:
        await broker.publish(records(range(3)))
        member = await alone(broker, rig)
        found = await take(rig, member, 3)
        await member.bury(found[1], letter(found[1]))
        assert await broker.lag("g") == 2
        (dead,) = await rig.open().dead_letters("g")
        assert dead.position
        assert dead == DeadLetter(
            id="e00001",
            key="p/session:a",
            group="g",
            attempts=1,
            error="ValueError: no",
            trace="Traceback:\n  é\n",
            time=NOON,
            body=found[1].body,
            position=dead.position,
        )
        assert await broker.dead_letters("other") == []
        await member.leave()
        assert ids(await take(rig, await alone(broker, rig), 2)) == ["e00000", "e00002"]

    async def test_the_oldest_dead_letters_come_first(self, rig: Rig, broker: Broker) -> None:
        await broker.publish(records(range(5)))
        member = await alone(broker, rig)
        for one in await take(rig, member, 5):
            await member.bury(one, letter(one))
        assert [one.id for one in await broker.dead_letters("g")] == [f"e{n:05}" for n in range(5)]
        assert [one.id for one in await broker.dead_letters("g", limit=2)] == ["e00000", "e00001"]

    async def test_a_stale_owner_buries_nothing(self, rig: Rig, broker: Broker) -> None:
        await broker.publish(records([1]))
        member = await alone(broker, rig)
        (found,) = await take(rig, member, 1)
        await rig.pass_time(rig.lease)
        await alone(rig.open(), rig)
        with pytest.raises(Fenced):
            await member.bury(found, letter(found))
        assert await broker.dead_letters("g") == []
        assert await broker.lag("g") == 1

    async def test_a_revived_letter_goes_to_the_end_for_its_group_alone(
        self, rig: Rig, broker: Broker
    ) -> None:
        await broker.publish(records(range(4)))
        member = await alone(broker, rig)
        first, second = await take(rig, member, 2)
        await member.bury(first, letter(first))
        await member.acknowledge([second])
        (dead,) = await broker.dead_letters("g")
        await broker.revive([dead])
        await rig.open().revive([dead])
        assert await broker.dead_letters("g") == []
        assert await broker.lag("g") == 3
        found = await take(rig, member, 3)
        assert ids(found) == ["e00002", "e00003", "e00000"]
        assert (found[2].key, found[2].body, found[2].partition) == (first.key, first.body, first.partition)
        assert await nothing_left(member)
        assert sorted(ids(await take(rig, await alone(broker, rig, "h"), 4))) == [
            f"e{n:05}" for n in range(4)
        ]
        await member.acknowledge(found)
        assert await broker.lag("g") == 0

    async def test_a_revived_letter_that_is_not_acknowledged_comes_again(
        self, rig: Rig, broker: Broker
    ) -> None:
        await broker.publish([record(n, f"k{n}") for n in range(8)])
        member = await alone(broker, rig)
        for one in await take(rig, member, 8):
            await member.bury(one, letter(one))
        await broker.revive(await broker.dead_letters("g"))
        found = await take(rig, member, 8)
        await member.acknowledge(found[:3])
        await member.bury(found[3], letter(found[3], error="again"))
        await rig.pass_time(rig.lease)
        again = await take(rig, await alone(rig.open(), rig), 4)
        assert sorted(ids(again)) == sorted(ids(found[4:]))
        assert [one.error for one in await broker.dead_letters("g")] == ["again"]
        assert await broker.lag("g") == 4

    async def test_discarded_letters_are_gone(self, rig: Rig, broker: Broker) -> None:
        await broker.publish(records(range(3)))
        member = await alone(broker, rig)
        for one in await take(rig, member, 3):
            await member.bury(one, letter(one))
        dead = await broker.dead_letters("g")
        await broker.discard(dead[:2])
        await broker.discard(dead[:1])
        await broker.revive(dead[:1])
        assert [one.id for one in await broker.dead_letters("g")] == ["e00002"]
        assert await broker.lag("g") == 0
        await broker.revive([])
        await broker.discard([])

    async def test_letters_that_are_not_there_are_left_out(self, rig: Rig, broker: Broker) -> None:
        """Those of another broker have positions that mean something else here, or nothing."""
        await broker.publish(records([1]))
        member = await alone(broker, rig)
        (found,) = await take(rig, member, 1)
        await member.bury(found, letter(found))
        (dead,) = await broker.dead_letters("g")
        everywhere = [str(number) for number in range(1, 10)]
        strange = [
            *(evolve(dead, group="other", position=one) for one in [*everywhere, dead.position]),
            *(evolve(dead, position=one) for one in ("", "x", "-1", "0", "9" * 30, "9999-9999")),
        ]
        await broker.revive(strange)
        await broker.discard(strange)
        assert await broker.dead_letters("g") == [dead]
        assert await broker.dead_letters("g", 0) == []
        assert (await broker.lag("other"), await broker.lag("g")) == (1, 0)
        owned = dict(member.owned)
        await member.refresh()
        assert member.owned == owned

    async def test_letters_of_groups_with_hostile_names_are_separate(self, rig: Rig, broker: Broker) -> None:
        await broker.publish(records([1]))
        for name in HOSTILE:
            (found,) = await take(rig, await alone(broker, rig, name), 1)
            member = await alone(broker, rig, f"{name}:2")
            (other,) = await take(rig, member, 1)
            await member.bury(other, letter(other, f"{name}:2", f"{name}: no"))
            assert found.id == other.id
        for name in HOSTILE:
            assert await broker.dead_letters(name) == []
            (dead,) = await broker.dead_letters(f"{name}:2")
            assert (dead.group, dead.error) == (f"{name}:2", f"{name}: no")
            await broker.revive([dead])
            assert await broker.lag(f"{name}:2") == 1
