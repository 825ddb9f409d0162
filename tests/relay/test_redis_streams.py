"""What is particular to Redis: its failures, its memory, its versions, and what others see in its streams."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import orjson
import pytest
import redis.asyncio
from redis.asyncio import ConnectionPool
from redis.asyncio.cluster import RedisCluster

from benchmarks.harness import relaying
from cortex_async._core.errors import ArgumentError, ClientClosed, ConfigError
from cortex_async.relay.broker import BrokerUnavailable, Delivery, Fenced, Membership, RecordRefused, Saved
from cortex_async.relay.envelope import seal
from cortex_async.relay.partitions import partition_of
from cortex_async.relay.redis import RedisStreams
from tests.ports import free_port
from tests.realtime.scripted import ManualClock
from tests.redis_server import DURABLE, RedisServer, needs_redis, redis_server
from tests.relay.brokers.letters import letter
from tests.relay.brokers.redis_time import pass_time
from tests.relay.brokers.rig import checkpoint, ids, record, records
from tests.relay.redis_faults import old_redis, proxy

pytestmark = needs_redis
_names = itertools.count()
LEASE = 60.0


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with redis_server(*DURABLE) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def node() -> Iterator[int]:
    """The port of the only node of a cluster, which takes two seconds to become one: hence before the first
    test.
    """
    port, bus = free_port(), free_port()
    more = ("--port", str(port), "--cluster-enabled", "yes", "--cluster-port", str(bus))
    with redis_server(*more) as running:
        client: Any = redis.Redis.from_url(running.url)
        client.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
        client.close()
        yield port


class Scene:
    """A name in the server, brokers with it, and a client to look."""

    def __init__(self, server: RedisServer) -> None:
        self.server = server
        self.name = f"own{next(_names)}"
        self.client: Any = redis.asyncio.Redis.from_url(server.url)
        self._brokers: list[RedisStreams] = []

    def broker(self, url: str = "", **settings: Any) -> RedisStreams:
        one = RedisStreams(url or self.server.url, self.name, **{"partitions": 2, **settings})
        self._brokers.append(one)
        return one

    async def member(self, broker: RedisStreams, group: str = "g") -> Membership:
        member = await broker.join(group, "w", LEASE)
        await member.refresh()
        return member

    async def pass_time(self, seconds: float = LEASE) -> None:
        """For the server alone: those who use it were asleep."""
        await pass_time(self.client, self.name, seconds)

    def key(self, rest: str) -> str:
        return f"{{{self.name}}}:{rest}"

    async def scripts(self) -> int:
        """How many scripts the server has run."""
        return int((await self.client.info("commandstats"))["cmdstat_evalsha"]["calls"])

    async def lengths(self) -> int:
        return sum([await self.client.xlen(self.key(f"events:{n}")) for n in range(2)])

    async def close(self) -> None:
        for one in self._brokers:
            await one.close()
        await self.client.aclose()


@pytest.fixture
async def scene(server: RedisServer) -> AsyncIterator[Scene]:
    scene = Scene(server)
    yield scene
    await scene.close()


@pytest.fixture
def broker(scene: Scene) -> RedisStreams:
    return scene.broker()


async def load_scripts(scene: Scene) -> None:
    """Use every script, or the response that is lost may be that Redis does not know it yet."""
    broker = scene.broker()
    leader = await broker.lead("load", "h", LEASE)
    assert leader is not None
    await leader.publish([record("load")], checkpoint(leader), {})
    member = await scene.member(broker, "load")
    (found,) = await read(member)
    await member.bury(found, letter(found, "load"))


async def waiting_read(
    scene: Scene, broker: RedisStreams
) -> tuple[Membership, asyncio.Future[list[Delivery]]]:
    """A member that waits for events: its membership, and the read that waits."""
    member = await scene.member(broker)
    reading = asyncio.ensure_future(member.read([0, 1], 10, 50))
    await eventually(lambda: _is_waiting(scene))
    return member, reading


async def _is_waiting(scene: Scene) -> bool:
    return any(one["cmd"] == "xread" for one in await scene.client.client_list())


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(1000):
        if await condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it has not happened")


async def read(member: Membership, limit: int = 100) -> Any:
    return await member.read(sorted(member.owned), limit, 0)


async def test_a_lease_that_runs_out_while_it_is_renewed_is_a_new_one(scene: Scene) -> None:
    """Meanwhile the worker has nothing, and may have dropped what it was given: that comes again."""
    clock = ManualClock()
    broker = scene.broker(clock=clock)
    member = await scene.member(broker)
    await broker.publish(records(range(3)))
    found = await read(member)
    assert ids(found) == ["e00000", "e00001", "e00002"]
    await clock.advance(LEASE / 2)
    with scene.server.paused():
        refreshing = asyncio.create_task(member.refresh())
        await clock.advance(LEASE / 2)
        assert member.owned == {}
    await refreshing
    assert member.owned[found[0].partition] > found[0].fence
    assert [(one.id, one.attempt) for one in await read(member)] == [(one.id, 2) for one in found]
    with pytest.raises(Fenced):
        await member.acknowledge(found)


# -- Failures


async def test_an_owner_that_slept_reads_and_acknowledges_nothing(scene: Scene, broker: RedisStreams) -> None:
    """By its own clock it still has the partitions, so Redis has to refuse."""
    await broker.publish(records(range(4)))
    sleeper = await scene.member(broker)
    found = await read(sleeper, 2)
    await scene.pass_time()
    other = await scene.member(scene.broker())
    assert set(sleeper.owned) == {0, 1}
    assert await read(sleeper) == []
    assert dict(sleeper.owned) == {}
    with pytest.raises(Fenced, match=r"^partition \d of g has another owner by now$"):
        await sleeper.acknowledge(found)
    assert [(one.id, one.attempt) for one in await read(other)] == [
        ("e00000", 2),
        ("e00001", 2),
        ("e00002", 1),
        ("e00003", 1),
    ]


async def test_a_lease_that_ran_out_by_the_clock_of_its_owner_is_not_resumed(scene: Scene) -> None:
    """Redis would still grant it, but the worker may have dropped what it had in hand."""
    clock = ManualClock()
    broker = scene.broker(clock=clock)
    await broker.publish(records(range(3)))
    member = await scene.member(broker)
    before = await read(member, 2)
    await clock.advance(LEASE)
    assert dict(member.owned) == {}
    await member.refresh()
    found = await read(member)
    assert [(one.id, one.attempt) for one in found] == [("e00000", 2), ("e00001", 2), ("e00002", 1)]
    assert found[0].fence > before[0].fence


async def test_a_lease_that_ran_out_in_redis_alone_is_resumed(scene: Scene, broker: RedisStreams) -> None:
    await broker.publish(records(range(3)))
    member = await scene.member(broker)
    found = await read(member, 2)
    await scene.pass_time()
    await member.refresh()
    found += await read(member)
    assert ids(found) == ["e00000", "e00001", "e00002"]
    await member.acknowledge(found)
    assert await broker.lag("g") == 0


async def test_a_response_that_is_lost_loses_no_delivery(scene: Scene) -> None:
    await load_scripts(scene)
    async with proxy(scene.server.socket) as between:
        broker = scene.broker(f"redis://127.0.0.1:{between.port}")
        leader = await broker.lead("p", "h", LEASE)
        assert leader is not None
        member = await scene.member(broker)
        await leader.publish((), checkpoint(leader), {})
        between.lose = True
        # On a connection that may have been closed while it was idle, it is sent once more.
        assert await leader.publish(records(range(5)), checkpoint(leader), {}) == 0
        assert not between.lose
        assert await leader.publish(records(range(6)), checkpoint(leader), {}) == 1
        assert ids(await read(member, 3)) == ["load", "e00000", "e00001"]
        between.lose = True
        with pytest.raises(BrokerUnavailable):
            await read(member, 2)
        found = await read(member, 3)
        assert [(one.id, one.attempt) for one in found] == [("e00002", 2), ("e00003", 2), ("e00004", 1)]
        between.lose = True
        with pytest.raises(BrokerUnavailable):
            await member.bury(found[0], letter(found[0]))
        await member.bury(found[0], letter(found[0]))
        assert len(await broker.dead_letters("g")) == 1
        between.lose = True
        with pytest.raises(BrokerUnavailable):
            await member.refresh()
        await member.refresh()
        assert ids(await read(member)) == ["e00005"]
        assert between.lost == 4
        await broker.close()


async def test_partitions_taken_in_a_response_that_was_lost_are_taken_again(scene: Scene) -> None:
    await load_scripts(scene)
    async with proxy(scene.server.socket) as between:
        broker = scene.broker(f"redis://127.0.0.1:{between.port}")
        await broker.publish(records(range(3)))
        member = await broker.join("g", "w", LEASE)
        between.lose = True
        with pytest.raises(BrokerUnavailable):
            await member.refresh()
        await member.refresh()
        assert ids(await read(member)) == ["load", "e00000", "e00001", "e00002"]
        await broker.close()


async def test_a_server_that_hangs_is_unavailable(scene: Scene) -> None:
    """What it was sent meanwhile it does later, and still nothing is published twice."""
    broker = scene.broker(timeout=0.5)
    leader = await broker.lead("p", "h", LEASE)
    assert leader is not None
    member = await scene.member(broker)
    with scene.server.paused():
        calls = [
            leader.publish(records(range(3)), checkpoint(leader), {}),
            leader.renew(LEASE),
            leader.saved(),
            broker.publish(records(range(5))),
            broker.lag("g"),
            member.refresh(),
            member.read([0, 1], 10, 30),
            broker.join("g", "v", LEASE),
        ]
        failed = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(one) for one in failed] == [BrokerUnavailable] * len(calls)
    assert "did not respond within 0.5 s to: publish" in str(failed[0])
    patient = scene.broker()
    await patient.publish(records(range(5)))
    assert await scene.lengths() == 5


async def test_a_read_that_waits_notices_that_the_server_ends(scene: Scene, broker: RedisStreams) -> None:
    member, reading = await waiting_read(scene, broker)
    scene.server.kill()
    try:
        with pytest.raises(BrokerUnavailable, match=r"^Redis cannot be reached to "):
            await reading
    finally:
        scene.server.start()
    await member.refresh()
    assert await read(member) == []


async def test_a_response_to_a_read_that_waited_may_be_lost(scene: Scene) -> None:
    await load_scripts(scene)
    async with proxy(scene.server.socket) as between:
        broker = scene.broker(f"redis://127.0.0.1:{between.port}")
        member = await scene.member(broker)
        await member.acknowledge(await read(member))
        reading = asyncio.ensure_future(member.read([0, 1], 10, 50))
        await eventually(lambda: _is_waiting(scene))
        between.lose = True
        await scene.broker().publish(records(range(2)))
        with pytest.raises(BrokerUnavailable):
            await reading
        found = await member.read([0, 1], 10, 50)
        found += await read(member)
        assert sorted(ids(found)) == ["e00000", "e00001"]
        await broker.close()


async def test_a_read_that_is_cancelled_while_it_waits_takes_nothing(
    scene: Scene, broker: RedisStreams
) -> None:
    member, reading = await waiting_read(scene, broker)
    reading.cancel()

    async def has_ended() -> bool:
        return not await _is_waiting(scene)

    await eventually(has_ended)
    await broker.publish(records(range(2)))
    assert [one.attempt for one in await read(member)] == [1, 1]


async def test_a_read_may_be_repeated_whose_wait_was_ended_in_redis(
    scene: Scene, broker: RedisStreams
) -> None:
    """An administrator can do that, and a server does it that becomes a replica."""
    member, reading = await waiting_read(scene, broker)
    (waiting,) = (one["id"] for one in await scene.client.client_list() if one["cmd"] == "xread")
    await scene.client.client_unblock(waiting, error=True)
    with pytest.raises(BrokerUnavailable, match="Redis cannot wait for events: the wait was ended"):
        await reading
    await broker.publish(records(range(2)))
    assert [one.attempt for one in await read(member)] == [1, 1]


async def test_after_the_data_is_lost_leaders_and_workers_begin_again(
    scene: Scene, broker: RedisStreams
) -> None:
    leader = await broker.lead("p", "h", LEASE)
    assert leader is not None
    member = await scene.member(broker)
    await broker.publish(records([1]))
    found = await read(member)
    await scene.client.flushall()
    with pytest.raises(Fenced, match=r"^nobody leads p by now$"):
        await leader.publish(records([1]), checkpoint(leader), {})
    with pytest.raises(Fenced):
        await member.acknowledge(found)
    assert await read(member) == []
    later = await broker.lead("p", "h", LEASE)
    assert later is not None
    assert later.fence > leader.fence
    assert await later.publish(records([1]), checkpoint(later), {}) == 1
    await member.refresh()
    again = await read(member)
    assert ids(again) == ["e00001"]
    assert again[0].fence > found[0].fence


async def test_a_group_that_was_destroyed_is_made_again(scene: Scene, broker: RedisStreams) -> None:
    member = await scene.member(broker)
    await broker.publish(records(range(3)))
    for number in range(2):
        await scene.client.xgroup_destroy(scene.key(f"events:{number}"), "g")
    assert await read(member) == []
    await member.refresh()
    assert ids(await read(member)) == ["e00000", "e00001", "e00002"]


# -- Memory


async def test_full_memory_stops_publishing_and_nothing_else(scene: Scene, broker: RedisStreams) -> None:
    leader = await broker.lead("p", "h", LEASE)
    assert leader is not None
    await leader.publish(records(range(6)), checkpoint(leader, "before"), {"a": "1"})
    member = await scene.member(broker)
    found = await read(member, 4)
    await member.bury(found[0], letter(found[0]))
    (dead,) = await broker.dead_letters("g")
    before = await _contents(scene)
    await scene.client.config_set("maxmemory", "1")
    try:
        for call in (
            lambda: leader.publish(records([7]), checkpoint(leader, "after"), {"a": "2"}),
            lambda: leader.publish([], checkpoint(leader, "after"), {"a": "2"}),
            lambda: broker.publish(records([7])),
            lambda: member.bury(found[1], letter(found[1])),
            lambda: broker.revive([dead]),
        ):
            with pytest.raises(
                BrokerUnavailable, match=r"^Redis cannot \w+: its memory is full \(maxmemory\)$"
            ):
                await call()
        assert await _contents(scene) == before
        assert await leader.renew(LEASE) is True
        await member.refresh()
        await member.acknowledge(found[1:])
        assert ids(await read(member)) == ["e00004", "e00005"]
        fresh = scene.broker()
        assert await fresh.lag("g") == 2
        await member.leave()
        late = await scene.member(fresh)
        assert [one.attempt for one in await read(late)] == [2, 2]
        await leader.release()
        assert await fresh.lead("p", "h", LEASE) is not None
    finally:
        await scene.client.config_set("maxmemory", "0")
    assert await broker.publish(records([7])) == 1


async def _contents(scene: Scene) -> dict[bytes, bytes]:
    """Every key but those of leases."""
    keys = [key async for key in scene.client.scan_iter(scene.key("*"))]
    found = {}
    for key in keys:
        if b":seen:" in key and await scene.client.type(key) == b"set":
            found[key] = b"".join(sorted(await scene.client.smembers(key)))  # its dump has any order
        elif b":members:" not in key:
            found[key] = await scene.client.dump(key)
    return found


async def test_a_script_that_fails_has_written_nothing(scene: Scene, broker: RedisStreams) -> None:
    leader = await broker.lead("p", "h", LEASE)
    assert leader is not None
    for wrong in ("events:0", "events:1", "known:p", "order:p", *(f"seen:{n}" for n in range(5))):
        await scene.client.set(scene.key(wrong), "of somebody else")
        before = await _contents(scene)
        for partition in range(2):
            with pytest.raises(ConfigError, match=r"^Redis refused to publish: .*wrong kind of value"):
                await leader.publish(
                    [record(n, f"k{n + partition}") for n in range(8)], checkpoint(leader), {"a": "1"}
                )
        assert await _contents(scene) == before
        await scene.client.delete(scene.key(wrong))
    assert await leader.publish(records(range(8)), checkpoint(leader), {"a": "1"}) == 8


async def test_a_checkpoint_is_saved_with_the_last_step_alone(scene: Scene, broker: RedisStreams) -> None:
    leader = await broker.lead("p", "h", LEASE)
    assert leader is not None
    first, second = (next(f"k{n}" for n in range(99) if partition_of(f"k{n}", 2) == one) for one in range(2))
    await scene.client.set(scene.key("events:1"), "of somebody else")
    batch = [*records(range(600), first), *records(range(600, 1200), second)]
    with pytest.raises(ConfigError):
        await leader.publish(batch, checkpoint(leader, "last"), {"a": "1"})
    assert await leader.saved() == Saved(None, {})
    await scene.client.delete(scene.key("events:1"))
    assert await leader.publish(batch, checkpoint(leader, "last"), {"a": "1"}) == 700
    assert (await leader.saved()).checkpoint == checkpoint(leader, "last")


async def test_what_no_group_needs_is_trimmed(scene: Scene) -> None:
    broker = scene.broker(partitions=1, max_length=100)
    stream = scene.key("events:0")
    await broker.publish(records(range(1000)))
    assert 100 <= await scene.client.xlen(stream) <= 300
    member = await scene.member(broker)
    kept = await broker.lag("g")
    await broker.publish(records(range(1000, 2000)))
    assert await broker.lag("g") == kept + 1000
    await scene.client.xgroup_create(stream, "of somebody else", id="$")
    count = 0
    while found := await read(member, 700):
        count += len(found)
        await member.acknowledge(found[1:])
    assert count == kept + 1000
    assert await scene.client.xlen(stream) == kept + 1000, "the first is still open"


async def test_what_is_acknowledged_is_trimmed(scene: Scene) -> None:
    broker = scene.broker(partitions=1, max_length=100)
    member = await scene.member(broker)
    await broker.publish(records(range(1000)))
    other = await scene.member(broker, "h")
    await member.acknowledge(await read(member, 1000))
    assert await broker.lag("h") == 1000
    await other.acknowledge(await read(other, 1000))
    assert await scene.client.xlen(scene.key("events:0")) <= 300


async def test_a_group_that_is_removed_keeps_nothing(scene: Scene, broker: RedisStreams) -> None:
    await broker.publish(records(range(3)))
    member = await scene.member(broker)
    (first, *_) = found = await read(member)
    await member.bury(first, letter(first))
    await broker.remove_group("g")
    await broker.remove_group("never seen")
    left = {key.decode().partition(":")[2] async for key in scene.client.scan_iter(scene.key("*:g"))}
    assert left == {"dead:g"}
    assert await broker.lag("g") == 3
    with pytest.raises(Fenced):
        await member.acknowledge(found)


async def test_the_lag_is_counted_where_redis_does_not(scene: Scene) -> None:
    """As before Redis 7, and after somebody has deleted an entry."""
    broker = scene.broker(partitions=1)
    member = await scene.member(broker)
    await broker.publish(records(range(2300)))
    await read(member, 5)
    entries = await scene.client.xrange(scene.key("events:0"), count=100)
    await scene.client.xdel(scene.key("events:0"), entries[50][0])
    (info,) = await scene.client.xinfo_groups(scene.key("events:0"))
    assert info["lag"] is None
    assert await broker.lag("g") == 2299


# -- Versions, settings and clients


@pytest.mark.parametrize("rest", ["/", "?", "#"])
def test_a_password_that_ends_the_host_is_refused_and_not_shown(rest: str) -> None:
    """redis-py would take the part before it for a host and a port, and show them in its errors."""
    with pytest.raises(ArgumentError, match=r"^redis_or_url must be a URL \(redis://, ") as refused:
        RedisStreams(f"redis://hunter2:12{rest}3@localhost:6379")
    assert "hunter2" not in _everything(refused.value)
    RedisStreams("redis://localhost/0?username=a&password=b@c")
    RedisStreams("unix:///run/user@1/redis.sock")


async def test_an_old_redis_is_refused() -> None:
    async with old_redis() as port:
        broker = RedisStreams(f"redis://127.0.0.1:{port}")
        with pytest.raises(ConfigError, match=r"^redis_or_url must be a Redis 6\.2 or newer, got 5\.0\.14$"):
            await broker.publish(records([1]))
        await broker.close()
        secret = RedisStreams(f"redis://:hunter2@127.0.0.1:{port}")
        with pytest.raises(ConfigError) as failed:
            await secret.publish(records([1]))
        assert "hunter2" not in _everything(failed.value)
        await secret.close()


async def test_credentials_are_never_shown(scene: Scene) -> None:
    with pytest.raises(ArgumentError, match=r"^redis_or_url must be a URL \(redis://, ") as malformed:
        RedisStreams("redis://:hunter2/@127.0.0.1:hunter2/0")
    assert "hunter2" not in _everything(malformed.value)
    wrong = scene.broker(f"{scene.server.url}?password=hunter2")
    assert repr(wrong) == f"RedisStreams(name={scene.name!r}, partitions=2)"
    await scene.client.config_set("requirepass", "opensesame")
    try:
        for broker in (wrong, scene.broker()):
            with pytest.raises(ConfigError, match=r"^Redis refused to ") as failed:
                await broker.publish(records([1]))
            assert "hunter2" not in _everything(failed.value)
        assert await scene.broker(f"{scene.server.url}?password=opensesame").publish(records([1])) == 1
    finally:
        await scene.client.config_set("requirepass", "")
    nowhere = RedisStreams("redis://:hunter2@127.0.0.1:1")
    with pytest.raises(BrokerUnavailable) as unreachable:
        await nowhere.lag("g")
    assert "hunter2" not in _everything(unreachable.value)


def _everything(error: BaseException | None) -> str:
    """All that a log of the error may show."""
    found = ""
    while error is not None:
        found += f"{error!r} {error}"
        error = error.__cause__ or error.__context__
    return found


async def test_a_redis_that_deletes_keys_is_warned_of(
    scene: Scene, broker: RedisStreams, caplog: pytest.LogCaptureFixture
) -> None:
    await broker.publish(records([1]))
    assert caplog.messages == []
    await scene.client.config_set("maxmemory-policy", "allkeys-lru")
    await scene.client.config_set("maxmemory", str(1 << 40))
    try:
        warned = scene.broker()
        for _ in range(2):
            await warned.publish(records([1]))
    finally:
        await scene.client.config_set("maxmemory", "0")
        await scene.client.config_set("maxmemory-policy", "noeviction")
    (message,) = caplog.messages
    assert message.startswith("maxmemory-policy of Redis is allkeys-lru: ")


async def test_what_is_released_during_a_read_is_left_to_the_next_owner(scene: Scene) -> None:
    """The proxy holds the response back until the partition is released."""
    await load_scripts(scene)
    async with proxy(scene.server.socket) as between:
        broker = scene.broker(f"redis://127.0.0.1:{between.port}")
        member = await scene.member(broker)
        between.hold = passed_on = asyncio.Event()
        reading = asyncio.ensure_future(member.read([0, 1], 10, 0))
        await between.held.wait()
        for partition in range(2):
            await member.release(partition)
        passed_on.set()
        assert await reading == []
        assert ids(await read(await scene.member(broker))) == ["load"]
        await broker.close()


async def test_all_must_agree_on_partitions_and_window(scene: Scene, broker: RedisStreams) -> None:
    await broker.publish(records([1]))
    with pytest.raises(ConfigError, match=r"^partitions must be 2, as 'own\d+' has in this Redis, got 3: "):
        await scene.broker(partitions=3).publish(records([1]))
    with pytest.raises(ConfigError, match=r"^window must be 86400, as 'own\d+' has in this Redis, got 60: "):
        await scene.broker(window=60).publish(records([1]))
    await scene.client.hset(scene.key("settings"), "window", "60")
    assert await scene.broker(window=60).publish(records([1])) == 0


async def test_a_client_of_the_caller_stays_open(scene: Scene) -> None:
    """Its own limit for responses does not end a wait."""
    client: Any = redis.asyncio.Redis.from_url(scene.server.url, socket_timeout=0.9)
    broker = RedisStreams(client, scene.name, partitions=2)
    member = await scene.member(broker)
    assert await member.read([0, 1], 10, 1.2) == []
    await broker.close()
    assert await client.ping()
    await client.aclose()


async def test_a_limit_for_responses_in_the_url_does_not_end_a_wait(scene: Scene) -> None:
    member = await scene.member(scene.broker(f"{scene.server.url}?socket_timeout=0.6"))
    assert await member.read([0, 1], 10, 0.7) == []


def test_one_broker_serves_several_event_loops(server: RedisServer) -> None:
    broker = RedisStreams(server.url, f"own{next(_names)}")
    assert asyncio.run(broker.publish(records([1]))) == 1
    assert asyncio.run(broker.publish(records([1, 2]))) == 1


async def test_after_close_nothing_is_sent(broker: RedisStreams) -> None:
    await broker.publish(records([1]))
    await broker.close()
    with pytest.raises(ClientClosed, match=r"^this client is closed$"):
        await broker.publish(records([2]))


async def test_arguments_that_cannot_be_used_are_refused(scene: Scene, broker: RedisStreams) -> None:
    decoding: Any = redis.asyncio.Redis.from_url(scene.server.url, decode_responses=True)
    with pytest.raises(
        ArgumentError, match=r"^redis_or_url must be without decode_responses, since events are bytes$"
    ):
        RedisStreams(decoding)
    with pytest.raises(
        ArgumentError, match=r"^redis_or_url must be a URL .* or a client of redis\.asyncio, got an object$"
    ):
        RedisStreams(object())  # type: ignore[arg-type]  # what is tested
    for settings, message in (
        ({"name": ""}, "^name must be a non-empty string without braces, got ''"),
        ({"name": "a}b"}, "^name must be "),
        ({"name": 5}, "^name must be "),
        ({"partitions": 0}, "^partitions must be a whole number >= 1"),
        ({"partitions": 257}, "^partitions must be at most 256, got 257"),
        ({"window": 0}, "^window must be "),
        ({"max_length": 0}, "^max_length must be "),
        ({"max_known": 0}, "^max_known must be "),
        ({"timeout": 0}, "^timeout must be "),
    ):
        with pytest.raises(ArgumentError, match=message):
            RedisStreams("redis://localhost", **settings)
    for seconds in (0, float("nan")):
        with pytest.raises(ArgumentError, match=r"^seconds must be "):
            await broker.lead("p", "h", seconds)
        with pytest.raises(ArgumentError, match=r"^seconds must be "):
            await broker.join("g", "w", seconds)


# -- What others see


async def test_entries_are_plain(scene: Scene, broker: RedisStreams) -> None:
    await broker.publish([record(1, "p/session:a")])
    entries = [
        entry for number in range(2) for entry in await scene.client.xrange(scene.key(f"events:{number}"))
    ]
    assert [fields for _, fields in entries] == [
        {
            b"id": b"e00001",
            b"key": b"p/session:a",
            b"type": b"message.created",
            b"subject": b"message:1",
            b"data": b'{"id": "e00001", "type": "message.created"}',
        }
    ]


async def test_what_others_append_is_handed_out_too(scene: Scene, broker: RedisStreams) -> None:
    position = (await scene.client.xadd(scene.key("events:1"), {"x": b"\xff"})).decode()
    member = await scene.member(broker)
    (found,) = await read(member)
    assert (found.id, found.key, found.body) == (position, "", b"")
    await member.bury(found, letter(found))
    assert await broker.lag("g") == 0


async def test_what_others_append_need_not_be_utf_8(scene: Scene, broker: RedisStreams) -> None:
    await scene.client.xadd(scene.key("events:1"), {"id": b"a\xff", "key": b"\xed\xa0\x80", "data": b"\xfe"})
    await scene.client.xadd(scene.key("events:1"), {"id": b"b", "key": b"\xff", "data": b"2"})
    member = await scene.member(broker)
    found = await read(member)
    assert [(one.id, one.key, one.body) for one in found] == [
        ("a\ufffd", "\ud800", b"\xfe"),
        ("b", "\ufffd", b"2"),
    ]
    for one in found:
        await member.bury(one, letter(one))
    assert [one.key for one in await broker.dead_letters("g")] == ["\ud800", "\ufffd"]
    assert await broker.lag("g") == 0


async def test_an_entry_that_was_deleted_while_open_is_passed_over(
    scene: Scene, broker: RedisStreams
) -> None:
    await broker.publish(records(range(3)))
    first = await scene.member(broker)
    found = await read(first)
    await first.leave()
    for number in range(2):
        await scene.client.xdel(scene.key(f"events:{number}"), found[1].position)
    assert ids(await read(await scene.member(broker))) == ["e00000", "e00002"]
    assert await broker.lag("g") == 2


async def test_a_record_that_is_too_large_is_refused_by_its_id(scene: Scene, broker: RedisStreams) -> None:
    leader = await broker.lead("p", "h", LEASE)
    assert leader is not None
    batch = [record(1), record("large", body=bytes((64 << 20) + 1))]
    for call in (leader.publish(batch, checkpoint(leader), {"a": "1"}), broker.publish(batch)):
        with pytest.raises(RecordRefused, match=r"^event large has 67108865 bytes, more than") as refused:
            await call
        assert refused.value.record_id == "large"
    assert await scene.lengths() == 0
    assert await leader.saved() == Saved(None, {})


async def test_a_publish_of_any_size_is_one_call(scene: Scene, broker: RedisStreams) -> None:
    leader = await broker.lead("p", "h", LEASE)
    assert leader is not None
    known = {f"session:{n}": str(n) for n in range(2500)}
    assert await leader.publish(records(range(1700)), checkpoint(leader, "last"), known) == 1700
    saved = await leader.saved()
    assert saved.checkpoint is not None
    assert saved.checkpoint.event_id == "last"
    assert dict(saved.known) == known


class Measured(redis.asyncio.Redis):
    """A client that knows how many bytes its largest response had."""

    largest = 0

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        usual: Any = super().execute_command
        response = await usual(*args, **options)
        self.largest = max(self.largest, len(str(response)))
        return response


async def test_no_response_grows_with_what_was_saved(scene: Scene) -> None:
    """A leader has to read it within a part of its lease, and everybody else waits for Redis meanwhile."""
    client: Any = Measured.from_url(scene.server.url)
    broker = RedisStreams(client, scene.name, partitions=2)
    largest = []
    for scope, count in (("few", 6000), ("many", 12_000)):
        leader = await broker.lead(scope, "h", LEASE)
        assert leader is not None
        known = {f"session:{n:05}": f"{n:05}" for n in reversed(range(count))}
        await leader.publish((), checkpoint(leader), known)
        client.largest = 0
        saved = await leader.saved()
        assert list(saved.known.items()) == list(known.items())
        largest.append(client.largest)
    assert largest[1] == largest[0]
    await client.aclose()


async def test_a_cluster_has_everything_on_one_node(node: int) -> None:
    admin: Any = redis.asyncio.Redis(port=node)

    async def ready() -> bool:
        return bool((await admin.execute_command("CLUSTER INFO"))["cluster_state"] == "ok")

    await eventually(ready)
    client: Any = RedisCluster(host="127.0.0.1", port=node)
    broker = RedisStreams(client, partitions=2)
    leader = await broker.lead("p", "h", LEASE)
    assert leader is not None
    assert await leader.publish(records(range(4)), checkpoint(leader), {"a": "1"}) == 4
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    found = await read(member)
    await member.bury(found[0], letter(found[0]))
    await member.acknowledge(found[1:])
    await broker.revive(await broker.dead_letters("g"))
    assert ids(await member.read([0, 1], 10, 0)) == ["e00000"]
    assert await member.read([0, 1], 10, 0.01) == []
    assert await broker.lag("g") == 1
    await broker.remove_group("g")
    await client.aclose()
    await admin.aclose()


async def test_round_trips_do_not_grow_with_events(scene: Scene) -> None:
    """A hundred events in one, up to 64 read in one, and what is handled meanwhile acknowledged in one."""
    broker = scene.broker(partitions=4)
    leader = await broker.lead("p", "h", LEASE)
    assert leader is not None
    events = [seal(orjson.loads(data), data) for data in relaying.messages(600, 0)]
    before = await scene.scripts()
    for first in range(0, 600, 100):
        known = {one.id: "1" for one in events[first : first + 100]}
        await leader.publish(events[first : first + 100], checkpoint(leader), known)
    published = await scene.scripts()
    assert published - before == 6

    async def nothing(event: object) -> None:
        """Waits for nothing."""

    await relaying.handle(broker, "g", 600, nothing)
    assert await scene.scripts() - published <= 60
    assert await broker.lag("g") == 0


async def test_an_event_that_is_waited_for_takes_one_request(scene: Scene) -> None:
    """And the script looks only into the partition that has something."""
    broker = scene.broker(partitions=8)
    member, used = await scene.member(broker), list[tuple[int, ...]]()
    for data in relaying.messages(5, 0):
        event = seal(orjson.loads(data), data)
        reading = asyncio.ensure_future(member.read(range(8), 10, 50))
        await eventually(lambda: _is_waiting(scene))
        await scene.client.config_resetstat()
        await broker.publish([event])
        assert ids(await reading) == [event.id]
        stats = await scene.client.info("commandstats")
        names = ("evalsha", "xpending", "xreadgroup", "xinfo|groups")
        used.append(tuple(stats.get(f"cmdstat_{name}", {"calls": 0})["calls"] for name in names))
    # Every second it looks into all of them, which takes more.
    assert min(used) == (2, 2, 1, 0)


async def connections(scene: Scene) -> int:
    """How many connections the server has beside the one that asks."""
    return len(await scene.client.client_list()) - 1


async def test_a_broker_that_is_closed_during_a_call_leaves_no_connection(
    scene: Scene, broker: RedisStreams
) -> None:
    _, reading = await waiting_read(scene, broker)
    await broker.close()
    with pytest.raises(BrokerUnavailable, match=r"^Redis cannot be reached to wait for events"):
        await reading

    async def none_left() -> bool:
        return len(await scene.client.client_list()) == 1  # the one that asks

    await eventually(none_left)


async def test_a_burst_leaves_few_connections(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of our own stays open, so what comes while all are in use is for the pool."""
    made = list[object]()
    make: Any = ConnectionPool.make_connection

    def counted(pool: ConnectionPool) -> Any:
        made.append(pool)
        return make(pool)

    monkeypatch.setattr(ConnectionPool, "make_connection", counted)
    broker = scene.broker(scene.server.url + "?max_connections=1")
    await broker.publish(records([0]))
    found = await asyncio.gather(
        *(broker.publish([record(number)]) for number in range(1, 61)), return_exceptions=True
    )
    # One is of the pool, whose own limit refuses the others.
    assert 2 <= len(made) <= 17
    assert sum(one for one in found if isinstance(one, int)) >= 16
    assert {type(one) for one in found} <= {int, BrokerUnavailable}
