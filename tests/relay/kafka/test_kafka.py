"""What is special to Kafka: what is stored, and what happens when the cluster does not respond."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any, NoReturn, TypeVar

import pytest

from cortex_async import ArgumentError, ConfigError
from cortex_async._core.timing.clock import SystemClock
from cortex_async.relay.broker import BrokerUnavailable, DeadLetter, Fenced, Leadership, RecordRefused
from cortex_async.relay.kafka import Kafka
from cortex_async.relay.kafka.clients import Entry, new_consumer, new_producer, place
from cortex_async.relay.kafka.connection import READING
from cortex_async.relay.kafka.problems import FENCED, TOO_LARGE
from cortex_async.relay.kafka.settings import ROOM, as_json
from tests.realtime.scripted import ManualClock
from tests.relay.brokers.rig import NOON, checkpoint, ids, record, records
from tests.relay.kafka.mock import MockCluster

T = TypeVar("T")

LEASE = 60.0
_library: Any = import_module("aiokafka")


async def _refuse(producer: object) -> NoReturn:
    raise FENCED[0]


@pytest.fixture
async def broker(mock_cluster: MockCluster, name: str) -> AsyncGenerator[Kafka]:
    broker = Kafka(mock_cluster.url, name, partitions=4)
    yield broker
    await broker.close()


async def led(broker: Kafka) -> Leadership:
    leader = await broker.lead("p", "here", LEASE)
    assert leader is not None
    return leader


async def read(cluster: MockCluster, topic: str, partitions: int, count: int) -> list[Entry]:
    """The records of a topic, as a consumer of the user's own sees them."""
    places = [place(topic, number) for number in range(partitions)]
    consumer = new_consumer(
        bootstrap_servers=cluster.address,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        **READING,
    )
    await consumer.start()
    consumer.assign(places)
    found: list[Entry] = []
    while len(found) < count:
        for entries in (await consumer.getmany(timeout_ms=1000)).values():
            found += entries
    await consumer.stop()
    return found


async def test_events_are_records_of_cloudevents(mock_cluster: MockCluster, name: str, broker: Kafka) -> None:
    leader = await led(broker)
    await leader.publish([record(1, "p/session:é")], checkpoint(leader), {"a": "1"})
    (entry,) = await read(mock_cluster, f"{name}-events", 4, 1)
    assert entry.partition == 2  # zlib.crc32("p/session:é".encode()) % 4
    assert (entry.key, entry.value) == ("p/session:é".encode(), record(1).body)
    assert dict(entry.headers) == {
        "content-type": b"application/cloudevents+json",
        "ce_id": b"e00001",
        "ce_type": b"message.created",
        "ce_subject": b"message:1",
    }


async def test_markers_of_transactions_are_no_lag(broker: Kafka) -> None:
    leader = await led(broker)
    for number in range(5):
        await leader.publish(records([number]), checkpoint(leader), {})
    assert await broker.lag("g") == 5
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    found = [one for _ in range(5) for one in await member.read(member.owned, 1, 5)]
    await member.acknowledge(found)
    assert ids(found) == [f"e{n:05}" for n in range(5)]
    assert await broker.lag("g") == 0
    assert await member.read(member.owned, 10, 0) == []


async def test_large_bodies_arrive_unchanged(broker: Kafka) -> None:
    body = random.Random(1).randbytes(1 << 20)
    leader = await led(broker)
    assert await leader.publish([record(n, body=body) for n in range(3)], checkpoint(leader), {}) == 3
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    found = [one for _ in range(3) for one in await member.read(member.owned, 1, 5)]
    assert [one.body for one in found] == [body] * 3


async def test_an_event_that_does_not_fit_is_refused_by_its_id(broker: Kafka) -> None:
    """Nothing of the call is written."""
    leader = await led(broker)
    batch = [record(1), record(2, body=b"x" * (2 << 20))]
    for publish in (broker.publish, partial(leader.publish, checkpoint=checkpoint(leader), known={})):
        with pytest.raises(
            RecordRefused, match="event e00002 has 2097152 bytes, and max_record is 2097152"
        ) as caught:
            await publish(batch)
        assert caught.value.record_id == "e00002"
    assert await broker.lag("g") == 0
    assert (await leader.saved()).checkpoint is None
    assert await leader.publish(batch[:1], checkpoint(leader), {}) == 1


async def until_reachable(call: Callable[[], Awaitable[T]]) -> T:
    for _ in range(200):
        try:
            return await call()
        except BrokerUnavailable:
            continue
    raise AssertionError("the broker does not come back")


async def test_a_cluster_that_does_not_respond_is_unavailable_and_a_repeated_call_is_safe(name: str) -> None:
    cluster = MockCluster()
    broker = Kafka(cluster.url, name, partitions=4, timeout=0.5)
    leader = await until_reachable(lambda: led(broker))
    await until_reachable(lambda: leader.publish(records([1]), checkpoint(leader, "e00001"), {"a": "1"}))
    member = await until_reachable(lambda: broker.join("g", "w", LEASE))
    await until_reachable(member.refresh)
    while not (found := await until_reachable(lambda: member.read(member.owned, 10, 5))):
        pass  # on a busy machine it may take longer
    cluster.freeze()
    calls: Sequence[Callable[[], Awaitable[object]]] = (
        lambda: leader.publish(records([2]), checkpoint(leader, "e00002"), {}),
        lambda: leader.renew(LEASE),
        lambda: broker.publish(records([2])),
        lambda: broker.lag("g"),
        lambda: member.acknowledge(found),
        lambda: member.read(member.owned, 10, 0),
        member.refresh,
    )
    for call in calls:
        with pytest.raises(BrokerUnavailable):
            await call()
    cluster.thaw()
    await until_reachable(lambda: member.acknowledge(found))
    await until_reachable(lambda: leader.publish(records([2]), checkpoint(leader, "e00002"), {"b": "1"}))
    saved = await until_reachable(leader.saved)
    assert saved.checkpoint == checkpoint(leader, "e00002")
    assert dict(saved.known) == {"a": "1", "b": "1"}
    assert ids(await until_reachable(lambda: member.read(member.owned, 10, 5))) == ["e00002"]
    await broker.close()
    cluster.stop()


async def test_nobody_there_is_one_clear_line(mock_cluster: MockCluster, name: str) -> None:
    broker = Kafka("kafka://user:s3cret@127.0.0.1:1", name, timeout=0.5)
    with pytest.raises(BrokerUnavailable) as caught:
        await broker.publish(records([1]))
    assert str(caught.value) == "Kafka at 127.0.0.1:1 cannot be used: KafkaConnectionError"
    assert "s3cret" not in repr(vars(broker))
    await broker.close()
    with pytest.raises(BrokerUnavailable, match="closed by this process"):
        await broker.publish(records([1]))


async def test_topics_with_other_partitions_are_refused(mock_cluster: MockCluster, name: str) -> None:
    broker = Kafka(mock_cluster.url, name, partitions=3)
    with pytest.raises(ConfigError) as caught:
        await broker.lag("g")
    assert str(caught.value) == (
        f"the topic {name}-events has 4 partitions, not 3: use the same partitions everywhere, or another name"
    )
    await broker.close()


async def test_a_scope_is_taken_over_from_a_leader_that_does_not_know(
    mock_cluster: MockCluster, name: str
) -> None:
    """Its lease is over, and it publishes once more: the topic of leases tells it."""
    brokers = [Kafka(mock_cluster.url, name, partitions=4) for _ in range(2)]
    old = await brokers[0].lead("p", "old", 1e-9)
    assert old is not None
    assert await old.publish(records([1]), checkpoint(old), {}) == 1
    new = await brokers[1].lead("p", "new", LEASE)
    assert new is not None
    with pytest.raises(Fenced, match="another relay leads p by now"):
        await old.publish(records([2]), checkpoint(old), {})
    assert await new.publish(records([1, 2]), checkpoint(new), {}) == 1
    for one in brokers:
        await one.close()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"name": "a.b"}, "name must be 1 to 64 letters, digits, - and _, got 'a.b'"),
        ({"partitions": 0}, "partitions must be a whole number >= 1, got 0"),
        ({"window": 0}, "window must be a number of seconds > 0, got 0"),
        ({"max_record": 1000}, "max_record must be a whole number >= 131072, got 1000"),
    ],
)
def test_settings_are_checked(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        Kafka(**settings)  # type: ignore[arg-type]  # what a caller without types writes
    assert str(caught.value) == message


async def test_a_lease_that_is_too_long_is_refused() -> None:
    with pytest.raises(ArgumentError, match="seconds must be at most 600, got 601"):
        await Kafka().lead("p", "here", 601)


async def test_a_leader_whose_producer_was_superseded_goes_on_if_nobody_else_leads(
    broker: Kafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal itself is made up: the mock never refuses. test_real_cluster.py has a real one."""
    leader = await led(broker)
    with monkeypatch.context() as patched:
        patched.setattr("aiokafka.AIOKafkaProducer.commit_transaction", _refuse)
        with pytest.raises(BrokerUnavailable, match=r"another producer has the same transactional\.id"):
            await leader.publish([], checkpoint(leader), {})
    assert await leader.publish([], checkpoint(leader, "e2"), {}) == 0
    assert (await leader.saved()).checkpoint == checkpoint(leader, "e2")


async def test_an_event_that_the_servers_refuse_is_named(
    broker: Kafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal is made up: the mock takes any size."""
    leader = await led(broker)

    async def refuse(*_: object) -> asyncio.Future[NoReturn]:
        refused: asyncio.Future[NoReturn] = asyncio.get_running_loop().create_future()
        refused.set_exception(TOO_LARGE[0]())
        return refused

    with monkeypatch.context() as patched:
        patched.setattr("aiokafka.AIOKafkaProducer.send", refuse)
        with pytest.raises(RecordRefused, match="event e00001 has 43 bytes, more than the topic") as caught:
            await leader.publish(records([1]), checkpoint(leader), {})
    assert caught.value.record_id == "e00001"
    assert await leader.publish(records([2]), checkpoint(leader), {}) == 1
    assert await broker.lag("g") == 1


async def delete_oldest_leases(cluster: MockCluster, name: str) -> None:
    """Write leases of another scope until the mock deletes the oldest ones, which it does from 5 MiB on."""
    padding = as_json({"realm": "relay/other", "token": "t", "seconds": 0, "padding": "x" * 900_000})
    producer = new_producer(bootstrap_servers=cluster.address)
    await producer.start()
    for _ in range(7):
        await (await producer.send(f"{name}-leases", padding, partition=0))
    await producer.stop()


async def test_a_slow_clock_does_not_hide_a_leader_whose_first_record_was_deleted(
    mock_cluster: MockCluster, name: str
) -> None:
    broker, clock = Kafka(mock_cluster.url, name, partitions=4), ManualClock()
    leader = await led(broker)
    await delete_oldest_leases(mock_cluster, name)
    assert await leader.renew(LEASE)
    late = Kafka(mock_cluster.url, name, partitions=4, clock=clock)
    assert clock.unix() < SystemClock().unix() - 7200
    assert await late.lead("p", "late", LEASE) is None
    assert await leader.renew(LEASE)
    await broker.close()
    await late.close()


async def test_a_process_that_was_suspended_while_records_were_deleted_learns_who_leads(
    mock_cluster: MockCluster, name: str
) -> None:
    suspended, broker = (Kafka(mock_cluster.url, name, partitions=4) for _ in range(2))
    old = await suspended.lead("p", "old", 1e-9)
    assert old is not None
    leader = await led(broker)
    await delete_oldest_leases(mock_cluster, name)
    assert await leader.renew(LEASE)
    assert await suspended.lead("p", "old", LEASE) is None
    with pytest.raises(Fenced):
        await old.saved()
    assert await leader.renew(LEASE)
    await broker.close()
    await suspended.close()


@pytest.mark.parametrize("character", ["x", "あ", "\U0001f600", "\0", "\ud83d"])
async def test_the_largest_event_fits_into_a_dead_letter(broker: Kafka, character: str) -> None:
    """With the longest error and trace, whatever characters they have."""
    others = sum(map(len, (record(1).id, record(1).key, record(1).type, record(1).subject)))
    largest = record(1, body=b"x" * ((2 << 20) - ROOM - others))
    assert await broker.publish([largest]) == 1
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    (found,) = await member.read(member.owned, 1, 5)
    letter = DeadLetter(found.id, found.key, "g", 1, character * 3000, character * 9000, NOON, found.body)
    await member.bury(found, letter)
    (dead,) = await broker.dead_letters("g")
    assert (dead.error, dead.trace) == (character * 2000, character * 8000)
    await broker.revive([dead])
    (again,) = await member.read(member.owned, 1, 5)
    assert again.body == largest.body


async def test_a_publication_that_is_cancelled_leaves_no_transaction_open(
    broker: Kafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until a transaction has ended, nobody reads what comes after it."""
    leader, sent, ended = await led(broker), asyncio.Event(), list[bool]()
    producers = _library.AIOKafkaProducer
    real_send, real_abort = producers.send, producers.abort_transaction

    async def send(*arguments: Any) -> asyncio.Future[None]:
        await real_send(*arguments)
        sent.set()
        return asyncio.get_running_loop().create_future()  # no response comes

    async def abort(producer: object) -> None:
        await real_abort(producer)
        ended.append(True)

    with monkeypatch.context() as patched:
        patched.setattr("aiokafka.AIOKafkaProducer.send", send)
        patched.setattr("aiokafka.AIOKafkaProducer.abort_transaction", abort)
        publishing = asyncio.create_task(leader.publish(records([1]), checkpoint(leader), {}))
        await sent.wait()
        publishing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await publishing
    assert ended == [True]
    assert await leader.publish(records([2]), checkpoint(leader), {}) == 1


async def test_what_was_deleted_is_no_lag(mock_cluster: MockCluster, name: str, broker: Kafka) -> None:
    """Also if it was handed out and not acknowledged."""
    body = random.Random(1).randbytes(1 << 20)
    await broker.publish(records([0]))
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    assert len(await member.read(member.owned, 1, 5)) == 1
    assert await broker.lag("g") == 1
    for number in range(1, 8):
        await broker.publish([record(number, body=body)])
    await member.leave()
    consumer, at = new_consumer(bootstrap_servers=mock_cluster.address), place(f"{name}-events", 0)
    await consumer.start()
    kept = (await consumer.end_offsets([at]))[at] - (await consumer.beginning_offsets([at]))[at]
    await consumer.stop()
    assert 0 < kept < 8
    assert await broker.lag("g") == kept


async def test_what_others_have_written_to_its_topics_is_left_out(
    mock_cluster: MockCluster, name: str, broker: Kafka, caplog: pytest.LogCaptureFixture
) -> None:
    assert await broker.lag("g") == 0
    producer = new_producer(bootstrap_servers=mock_cluster.address)
    await producer.start()
    for topic in ("leases", "state", "positions", "dead"):
        for value in (b"canary", b'{"realm": []}', b"[" * 100_000):
            for key in (b"canary", b'["g"]'):
                await (await producer.send(f"{name}-{topic}", value, key, 0))
    await producer.stop()
    leader = await led(broker)
    assert await leader.publish(records([1]), checkpoint(leader, "e1"), {"a": "1"}) == 1
    assert (await leader.saved()).known == {"a": "1"}
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    (found,) = await member.read(member.owned, 10, 5)
    await member.acknowledge([found])
    assert await broker.lag("g") == 0
    assert await broker.dead_letters("g") == []
    assert f"{name}-leases: record 0 of partition 0 is not of this package and is left out" in caplog.text
    assert "canary" not in caplog.text
