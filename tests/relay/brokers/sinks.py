"""The contract of a ``Sink``: who may publish, what is published once, and what the next leader finds."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta

import pytest

from cortex_async.relay.broker import BrokerUnavailable, Checkpoint, Fenced, Saved
from tests.relay.brokers.rig import (
    NOON,
    Broker,
    Contract,
    Rig,
    checkpoint,
    drain,
    ids,
    led,
    put,
    record,
    records,
)

HOSTILE = (
    "a:b",
    "a",
    ":b",
    "a b",
    "line\nbreak\r",
    "{tag}",
    "}{",
    "*.>",
    "$JS.API",
    "../..",
    "%s%d",
    "é\u2028\U0001f600",
    "nul\0nul",
    "'; DROP",
    "x" * 300,
)
"""Ids, keys and names that no broker may trip over or mistake for each other."""


class LeadershipContract(Contract):
    async def test_one_leads_a_scope(self, rig: Rig, broker: Broker) -> None:
        await led(broker, rig)
        assert await broker.lead("p", "here", rig.lease) is None
        assert await rig.open().lead("p", "there", rig.lease) is None
        assert await rig.open().lead("q", "there", rig.lease) is not None

    async def test_of_many_at_once_one_leads(self, rig: Rig) -> None:
        brokers = [rig.open() for _ in range(4)]
        found = await asyncio.gather(*(one.lead("p", "h", rig.lease) for one in brokers * 2))
        assert sum(one is not None for one in found) == 1

    async def test_each_fence_is_higher(self, rig: Rig, broker: Broker) -> None:
        fences = []
        for _ in range(3):
            leader = await led(broker, rig)
            fences.append(leader.fence)
            await leader.release()
        await led(broker, rig)
        await rig.pass_time(rig.lease)
        fences.append((await led(rig.open(), rig)).fence)
        assert fences == sorted(set(fences))

    async def test_a_late_leader_is_fenced(self, rig: Rig, broker: Broker) -> None:
        old = await led(broker, rig)
        assert await put(old, records(range(2))) == 2
        await rig.pass_time(rig.lease)
        other = rig.open()
        new = await led(other, rig)
        with pytest.raises(Fenced):
            await old.publish(records(range(5, 9)), checkpoint(old, "late"), {"late": "1"})
        with pytest.raises(Fenced):
            await old.publish([], checkpoint(old, "late"), {"late": "1"})
        with pytest.raises(Fenced):
            await old.saved()
        assert await old.renew(rig.lease) is False
        await old.release()
        assert await rig.open().lead("p", "third", rig.lease) is None, "released another one's leadership"
        saved = await new.saved()
        assert saved.checkpoint == Checkpoint("e1", NOON, old.fence)
        assert saved.known == {}
        assert await put(new, records(range(1, 4))) == 2
        assert sorted(ids(await drain(rig, other, 4))) == [f"e{n:05}" for n in range(4)]

    async def test_a_lease_that_nobody_else_has_taken_still_publishes(self, rig: Rig, broker: Broker) -> None:
        leader = await led(broker, rig)
        await rig.pass_time(rig.lease)
        assert await put(leader, records(range(3))) == 3
        assert await leader.renew(rig.lease) is True
        assert await rig.open().lead("p", "there", rig.lease) is None

    async def test_a_renewed_lease_lasts(self, rig: Rig, broker: Broker) -> None:
        leader = await led(broker, rig)
        for _ in range(2):
            await rig.pass_time(rig.lease * 0.6)
            assert await leader.renew(rig.lease) is True
        assert await rig.open().lead("p", "there", rig.lease) is None

    async def test_after_a_release_another_leads_at_once(self, rig: Rig, broker: Broker) -> None:
        leader = await led(broker, rig)
        await leader.release()
        new = await led(rig.open(), rig)
        with pytest.raises(Fenced):
            await put(leader, records([1]))
        await leader.release()
        assert await new.renew(rig.lease) is True

    async def test_the_next_leader_finds_what_was_saved(self, rig: Rig, broker: Broker) -> None:
        first = await led(broker, rig)
        assert await first.saved() == Saved(None, {})
        await first.publish(records([1]), checkpoint(first, "e00001"), {"session:a": "1", "session:b": "1"})
        later = Checkpoint("", NOON + timedelta(hours=3), first.fence)
        assert await first.publish([], later, {"session:a": "2", "session:b": None, "session:c": ""}) == 0
        await first.release()
        second = await led(rig.open(), rig)
        saved = await second.saved()
        assert saved.checkpoint == later
        assert dict(saved.known) == {"session:a": "2", "session:c": ""}
        assert await (await led(broker, rig, "q")).saved() == Saved(None, {})

    async def test_known_versions_are_bounded(self, rig: Rig) -> None:
        leader = await led(rig.open(max_known=4), rig)
        await leader.publish([], checkpoint(leader), {f"r{n}": "1" for n in range(4)})
        await leader.publish([], checkpoint(leader), {"r0": "2"})
        await leader.publish([], checkpoint(leader), {"r4": "1", "r5": "1"})
        saved = await leader.saved()
        assert dict(saved.known) == {"r3": "1", "r0": "2", "r4": "1", "r5": "1"}

    async def test_a_broker_that_is_down_is_unavailable_and_comes_back(
        self, rig: Rig, broker: Broker
    ) -> None:
        leader = await led(broker, rig)
        await leader.publish(records([1]), checkpoint(leader, "e00001"), {"a": "1"})
        async with rig.down():
            for call in (
                lambda: put(leader, records([1, 2])),
                lambda: leader.renew(rig.lease),
                lambda: leader.saved(),
                lambda: broker.publish(records([3])),
                lambda: broker.lead("q", "here", rig.lease),
                lambda: broker.lag("g"),
                lambda: broker.dead_letters("g"),
            ):
                with pytest.raises(BrokerUnavailable):
                    await call()
        assert await leader.renew(rig.lease) is True
        saved = await leader.saved()
        assert saved.checkpoint == checkpoint(leader, "e00001")
        assert dict(saved.known) == {"a": "1"}
        assert await put(leader, records([1, 2])) == 1
        assert await broker.publish(records([2, 3])) == 1
        assert ids(await drain(rig, broker, 3)) == ["e00001", "e00002", "e00003"]

    async def test_scopes_with_hostile_names_are_separate(self, rig: Rig, broker: Broker) -> None:
        for name in HOSTILE:
            leader = await broker.lead(name, name, rig.lease)
            assert leader is not None
            await leader.publish([], checkpoint(leader, f"of {name}"), {name: name})
        await rig.pass_time(rig.lease)
        for name in HOSTILE:
            saved = await (await led(broker, rig, name)).saved()
            assert saved.checkpoint is not None
            assert saved.checkpoint.event_id == f"of {name}"
            assert dict(saved.known) == {name: name}

    async def test_what_is_saved_with_a_single_event_arrives_unchanged(
        self, rig: Rig, broker: Broker
    ) -> None:
        leader = await led(broker, rig)
        for one in HOSTILE:
            saved_with_it = checkpoint(leader, one), {one: f"of {one}", "a": None}
            assert await leader.publish([record(one, one)], *saved_with_it) == 1
        await rig.pass_time(rig.lease)
        saved = await (await led(broker, rig)).saved()
        assert saved.checkpoint is not None
        assert saved.checkpoint.event_id == HOSTILE[-1]
        assert dict(saved.known) == {one: f"of {one}" for one in HOSTILE if one != "a"}


class PublishContract(Contract):
    async def test_an_id_is_published_once(self, rig: Rig, broker: Broker) -> None:
        leader, other = await led(broker, rig), rig.open()
        elsewhere = await led(other, rig, "q")
        assert await put(leader, records([1, 2])) == 2
        assert await put(leader, records([1, 2])) == 0
        assert await other.publish(records([2, 3])) == 1
        assert await put(elsewhere, records([3, 4])) == 1
        assert await put(leader, records([3, 4, 5, 5, 6])) == 2
        assert await broker.publish([]) == 0
        assert ids(await drain(rig, other, 6)) == [f"e{n:05}" for n in range(1, 7)]

    async def test_an_id_that_comes_from_many_at_once_is_published_once(self, rig: Rig) -> None:
        brokers = [rig.open() for _ in range(4)]
        batches = [random.Random(seed).sample(records(range(30)), 20) for seed in range(8)]
        new = await asyncio.gather(
            *(one.publish(batch) for one, batch in zip(brokers * 2, batches, strict=True))
        )
        expected = {one.id for batch in batches for one in batch}
        assert sum(new) == len(expected)
        assert sorted(ids(await drain(rig, brokers[0], len(expected)))) == sorted(expected)

    async def test_an_id_is_forgotten_after_the_window(self, rig: Rig) -> None:
        broker = rig.open(window=rig.lease)
        assert broker.window == rig.lease
        assert await broker.publish(records([1])) == 1
        assert await broker.publish(records([1])) == 0
        await rig.pass_time(3 * rig.lease)
        assert await broker.publish(records([1])) == 1

    async def test_events_with_a_key_stay_in_order(self, rig: Rig, broker: Broker) -> None:
        """Batches from the leader and from receivers, larger than one step of any broker."""
        leader, other = await led(broker, rig), rig.open()
        keys = [f"p/session:{n}" for n in range(12)]
        published = [record(n, keys[n * 7 % 12]) for n in range(1200)]
        assert await put(leader, published[:700]) == 700
        assert await other.publish(published[700:900]) == 200
        assert await put(leader, published[900:]) == 300
        found = await drain(rig, other, 1200)
        for key in keys:
            mine = [one for one in found if one.key == key]
            assert ids(mine) == [one.id for one in published if one.key == key]
            assert len({one.partition for one in mine}) == 1
        assert {one.partition for one in found} <= set(range(rig.partitions))
        assert len({one.partition for one in found}) > 1

    async def test_a_body_of_a_mebibyte_arrives_unchanged(self, rig: Rig, broker: Broker) -> None:
        body = b'{"text":"' + random.Random(1).randbytes(1 << 19).hex().encode()
        body = body[: (1 << 20) - 2] + b'"}'
        leader = await led(broker, rig)
        assert await put(leader, [record(n, body=body) for n in range(6)]) == 6
        found = await drain(rig, broker, 6)
        assert all(one.body == body for one in found)

    async def test_bodies_are_bytes_of_any_kind(self, rig: Rig, broker: Broker) -> None:
        bodies = [b"", b"\0\xff\r\n", bytes(range(256)), "é\u2028".encode()]
        await broker.publish([record(n, body=body) for n, body in enumerate(bodies)])
        assert [one.body for one in await drain(rig, broker, len(bodies))] == bodies

    async def test_hostile_ids_and_keys_arrive_unchanged(self, rig: Rig, broker: Broker) -> None:
        published = [
            record(f"{name}{n}", key) for n, name in enumerate(HOSTILE) for key in HOSTILE[n : n + 1]
        ]
        published += [record("", ""), record("plain", "")]
        assert await broker.publish(published) == len(published)
        assert await broker.publish(published) == 0
        found = await drain(rig, broker, len(published))
        assert {(one.id, one.key) for one in found} == {(one.id, one.key) for one in published}

    async def test_it_can_be_closed_twice(self, rig: Rig, broker: Broker) -> None:
        other = rig.open()
        assert await other.publish(records([1])) == 1
        await other.close()
        await other.close()
        await rig.open().close()
        assert await broker.publish(records([1, 2])) == 1
