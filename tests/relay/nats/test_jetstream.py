"""What is particular about the broker on JetStream: fences, streams, connections."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import nats
import nats.errors
import orjson
import pytest
from nats.aio.client import Client

from benchmarks.harness import relaying
from cortex_async._core.errors import ArgumentError, ConfigError
from cortex_async._core.timing.waiting import first_of
from cortex_async.relay.broker import (
    BrokerUnavailable,
    Checkpoint,
    DeadLetter,
    Fenced,
    Leadership,
    Record,
    RecordRefused,
)
from cortex_async.relay.envelope import seal
from cortex_async.relay.nats import JetStream
from cortex_async.relay.nats.publishing import ROOM
from cortex_async.relay.nats.reading import messages_after
from tests.realtime.scripted import ManualClock
from tests.relay.brokers.rig import NOON, checkpoint, ids, record, records
from tests.relay.kills.proxy import Proxy
from tests.relay.nats.aging import age
from tests.relay.nats.server import LOSES_SOCKETS, Server, cluster
from tests.relay.nats.test_contract import reachable

LEASE = 60.0
pytestmark = LOSES_SOCKETS
T = TypeVar("T")


async def subjects(server: Server, name: str) -> list[tuple[str, bytes, dict[str, str]]]:
    """Everything in the stream of the events, as any client of NATS reads it."""
    client = await nats.connect(server.url)
    try:
        stream = client.jetstream()
        reader = await stream.subscribe(f"{name}.events.>", ordered_consumer=True)
        found = []
        count = (await stream.stream_info(name, subjects_filter=f"{name}.events.>")).state.subjects or {}
        for _ in range(sum(count.values())):
            message = await reader.next_msg(5)
            found.append((message.subject, message.data, dict(message.headers or {})))
        return found
    finally:
        await client.close()


async def test_other_programs_can_read_the_events(server: Server, name: str, broker: JetStream) -> None:
    one = record("e 1%", "p/session:ä")
    leader = await broker.lead("p", "here", LEASE)
    assert leader is not None
    await leader.publish([one], checkpoint(leader), {})
    ((subject, body, headers),) = await subjects(server, name)
    assert subject in {f"{name}.events.0.p", f"{name}.events.1.p"}
    assert body == one.body
    assert orjson.loads(headers.pop("Cortex-State"))["checkpoint"]["fence"] == leader.fence
    # The server stores what it was asked to check as well.
    kept = {key: value for key, value in headers.items() if not key.startswith("Nats-Expected")}
    assert kept == {
        "Nats-Msg-Id": "e%201%25",
        "Content-Type": "application/cloudevents+json",
        "ce-partitionkey": "p/session:%C3%A4",
    }


async def test_the_server_refuses_an_old_leader_whatever_it_publishes(
    server: Server, name: str, broker: JetStream
) -> None:
    """Also records that are known already, one record, and more than a batch has."""
    old = await broker.lead("p", "old", LEASE)
    assert old is not None
    await old.publish(records(range(3)), checkpoint(old), {"a": "1"})
    await old.release()
    new = await broker.lead("p", "new", LEASE)
    assert new is not None
    for batch in (records([0, 7]), records([8]), records(range(700, 1300)), records([1])):
        with pytest.raises(Fenced):
            await old.publish(batch, checkpoint(old, "late"), {"a": "late"})
    assert len(await subjects(server, name)) == 3
    assert dict((await new.saved()).known) == {"a": "1"}


async def test_receivers_do_not_disturb_a_leader(broker: JetStream) -> None:
    """They publish to the subjects of the leader, between its records and at the same time."""
    leader = await broker.lead("p", "here", LEASE)
    assert leader is not None
    for number in range(0, 40, 4):
        new = await asyncio.gather(
            leader.publish(records(range(number, number + 3)), checkpoint(leader), {}),
            broker.publish(records(range(number + 2, number + 4))),
            leader.renew(LEASE),
        )
        assert new[0] + new[1] == 4


async def test_more_batches_than_a_stream_takes_at_once(server: Server, name: str, broker: JetStream) -> None:
    """The server allows 50, and refuses further ones."""
    await broker.publish([])
    client = await nats.connect(server.url)
    for number in range(50):
        headers = {"Nats-Batch-Id": f"open{number}", "Nats-Batch-Sequence": "1"}
        await client.request(f"{name}.events.0", b"never completed", timeout=30, headers=headers)
    assert await broker.publish(records(range(20))) == 20
    assert ids_of(await subjects(server, name)) == [f"e{n:05}" for n in range(20)]
    await client.close()


async def test_an_old_server_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cortex_async.relay.nats.clients.LOWEST", (99, 0, 0))
    broker = JetStream(server.url)
    with pytest.raises(ConfigError, match=r"the NATS server must be 99\.0\.0 or newer, this one is 2\."):
        await broker.publish(records([1]))
    await broker.close()


async def test_the_state_of_a_scope_is_written_anew_now_and_then(
    server: Server, name: str, broker: JetStream
) -> None:
    leader = await broker.lead("p", "here", LEASE)
    assert leader is not None
    expected: dict[str, str] = {f"r{n}": "0" for n in range(4500)}
    await leader.publish([], checkpoint(leader), expected)
    for number in range(520):
        changed = {f"r{number % 7}": str(number), "gone": None}
        await leader.publish([], Checkpoint(f"e{number}", NOON + timedelta(hours=1), leader.fence), changed)
        expected |= {f"r{number % 7}": str(number)}
    client = await nats.connect(server.url)
    info = await client.jetstream().stream_info(name, subjects_filter=f"{name}.relay.p.state")
    await client.close()
    assert sum((info.state.subjects or {}).values()) < 100
    await leader.release()
    other = JetStream(server.url, name=name, partitions=2)
    new = await other.lead("p", "there", LEASE)
    assert new is not None
    saved = await new.saved()
    assert saved.checkpoint is not None
    assert saved.checkpoint.event_id == "e519"
    assert dict(saved.known) == expected
    await other.close()


async def test_a_lease_is_renewed_while_the_state_is_being_read(
    broker: JetStream, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = await broker.lead("p", "h", 60.0)
    assert leader is not None
    reading, go_on = asyncio.Event(), asyncio.Event()

    async def slow(*arguments: Any) -> Any:
        reading.set()
        await go_on.wait()
        return await messages_after(*arguments)

    await leader.publish((), checkpoint(leader, "e1"), {"a": "1"})
    monkeypatch.setattr("cortex_async.relay.nats.leadership.messages_after", slow)
    saved = asyncio.create_task(leader.saved())
    async with asyncio.timeout(30):
        await reading.wait()
        assert await leader.renew(60.0)
    go_on.set()
    assert (await saved).known == {"a": "1"}


async def test_a_client_of_the_caller_stays_open(server: Server, name: str) -> None:
    client = await nats.connect(server.url)
    broker = JetStream(client, name=name)
    assert await broker.publish(records([1])) == 1
    await broker.close()
    assert client.is_connected
    with pytest.raises(BrokerUnavailable, match="closed by this process"):
        await broker.publish(records([2]))
    await client.close()
    with pytest.raises(BrokerUnavailable, match="the client is not connected"):
        await JetStream(client, name=name).publish(records([2]))


async def test_a_read_goes_on_after_its_consumer_is_gone(
    server: Server, name: str, broker: JetStream
) -> None:
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    await broker.publish(records([1]))
    assert ids(await member.read(member.owned, 10, 5)) == ["e00001"]
    reading = asyncio.ensure_future(member.read(member.owned, 10, 20))
    client = await nats.connect(server.url)
    stream = client.jetstream()
    for one in await stream.consumers_info(name):
        await stream.delete_consumer(name, one.name)
    await broker.publish(records([2]))
    assert ids(await reading) == ["e00002"]
    await client.close()


async def test_deleted_events_do_not_hold_up_a_partition(
    server: Server, name: str, broker: JetStream
) -> None:
    await broker.publish(records(range(4)))
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    found = await member.read(member.owned, 2, 5)
    client = await nats.connect(server.url)
    await client.jetstream().delete_msg(name, int(found[0].position))
    await client.close()
    await member.leave()
    other = await broker.join("g", "w", LEASE)
    await other.refresh()
    found = await other.read(other.owned, 10, 5)
    assert [(one.id, one.attempt) for one in found] == [("e00001", 2), ("e00002", 1), ("e00003", 1)]
    await other.acknowledge(found)
    assert await broker.lag("g") == 0


async def test_a_dead_letter_and_its_acknowledgement_are_one_step(broker: JetStream) -> None:
    """Burying twice, as after a lost response, leaves one letter."""
    await broker.publish(records([1]))
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    (found,) = await member.read(member.owned, 10, 5)
    letter = DeadLetter(found.id, found.key, "g", 1, "E: x", "trace " * 5000, NOON, found.body)
    await member.bury(found, letter)
    await member.bury(found, letter)
    (dead,) = await broker.dead_letters("g")
    assert dead.trace == letter.trace
    assert await broker.lag("g") == 0


async def test_a_frozen_server_is_unavailable_and_a_repeated_publish_is_safe(
    own_server: Server, name: str
) -> None:
    broker = JetStream(own_server.url, name=name, timeout=1)
    leader = await broker.lead("p", "here", LEASE)
    assert leader is not None
    own_server.freeze()
    with pytest.raises(BrokerUnavailable, match=r"no response within 1 s"):
        await leader.publish(records([1, 2]), checkpoint(leader), {"a": "1"})
    own_server.thaw()
    await reachable(broker)
    await again(lambda: leader.publish(records([1, 2, 3]), checkpoint(leader, "e3"), {"a": "2"}))
    assert ids_of(await subjects(own_server, name)) == ["e00001", "e00002", "e00003"]
    assert dict((await again(leader.saved)).known) == {"a": "2"}
    await broker.close()


def ids_of(found: Sequence[tuple[str, bytes, dict[str, str]]]) -> list[str]:
    return [headers["Nats-Msg-Id"] for _, _, headers in found]


async def test_an_id_is_forgotten_after_the_window(server: Server, name: str) -> None:
    broker = JetStream(server.url, name=name, window=0.3)
    assert await broker.publish(records([1])) == 1
    assert await broker.publish(records([1])) == 0
    for _ in range(1000):
        if await broker.publish(records([1])) == 1:
            break
        await asyncio.sleep(0.01)
    assert await broker.lag("g") == 2
    await broker.close()


async def test_a_lease_that_ran_out_by_the_clock_of_its_owner_is_not_resumed(
    server: Server, name: str
) -> None:
    """The server would still grant it, but the worker may have dropped what it had in hand."""
    clock = ManualClock()
    broker = JetStream(server.url, name=name, clock=clock)
    await broker.publish(records(range(3)))
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    before = await member.read(member.owned, 2, 5)
    clock.now += LEASE
    assert dict(member.owned) == {}
    await member.refresh()
    found = await member.read(member.owned, 10, 5)
    assert [(one.id, one.attempt) for one in found] == [("e00000", 2), ("e00001", 2), ("e00002", 1)]
    assert found[0].fence > before[0].fence
    await broker.close()


async def test_an_owner_that_has_not_noticed_its_loss_hands_out_nothing(server: Server, name: str) -> None:
    """By its own clock its lease lasts on; the server does not store what it would hand out."""
    slow, other = JetStream(server.url, name=name), JetStream(server.url, name=name)
    await slow.publish(records(range(3)))
    old = await slow.join("g", "old", LEASE)
    await old.refresh()
    await age(server.url, name, LEASE)
    new = await other.join("g", "new", LEASE)
    await new.refresh()
    assert len(old.owned) == len(new.owned) == other.partitions
    assert await old.read(old.owned, 10, 0) == []
    assert len(old.owned) == other.partitions - 1
    found = await new.read(new.owned, 10, 5)
    assert [(one.id, one.attempt) for one in found] == [("e00000", 1), ("e00001", 1), ("e00002", 1)]
    for broker in (slow, other):
        await broker.close()


async def test_names_and_errors_may_hold_what_utf_8_cannot(broker: JetStream) -> None:
    odd = "a\ud800b"
    leader = await broker.lead(odd, odd, LEASE)
    assert leader is not None
    await leader.publish([record(odd, odd)], checkpoint(leader, odd), {odd: odd})
    assert dict((await leader.saved()).known) == {odd: odd}
    member = await broker.join(odd, odd, LEASE)
    await member.refresh()
    (found,) = await member.read(member.owned, 10, 5)
    assert (found.id, found.key) == (odd, odd)
    await member.bury(found, DeadLetter(odd, odd, odd, 1, odd, odd, NOON, found.body))
    assert [one.error for one in await broker.dead_letters(odd)] == [odd]


async def test_what_is_published_while_disconnected_does_not_go_out_later(
    own_server: Server, name: str
) -> None:
    broker = JetStream(own_server.url, name=name)
    await broker.publish(records([1]))
    own_server.stop()
    await asyncio.sleep(0.02)
    with pytest.raises(BrokerUnavailable):
        await broker.publish(records([2, 3]))
    own_server.start()
    await reachable(broker)
    assert ids_of(await subjects(own_server, name)) == ["e00001"]
    await broker.close()


async def test_a_connection_that_was_lost_without_a_sign_is_replaced(server: Server, name: str) -> None:
    proxy = Proxy(server.port)
    await proxy.start()
    broker = JetStream(f"nats://127.0.0.1:{proxy.port}", name=name, timeout=0.3)
    await reachable(broker)
    proxy.lose()
    with pytest.raises(BrokerUnavailable):
        await broker.lag("anybody")
    await reachable(broker)
    await broker.close()
    await proxy.stop()


async def test_a_client_that_has_given_up_to_be_connected_again_is_replaced(
    own_server: Server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gives_up(client: Client) -> None:
        """As nats-py does if the first line that it gets is cut off."""

    broker = JetStream(own_server.url, name=name, timeout=0.3)
    await reachable(broker)
    monkeypatch.setattr(Client, "_attempt_reconnect", gives_up)
    monkeypatch.setattr("cortex_async.relay.nats.clients._PATIENCE", 1)
    own_server.stop()
    own_server.start()
    await reachable(broker)
    await broker.close()


async def test_one_client_replaces_another_however_many_calls_need_it(
    own_server: Server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Client] = []
    replaced = asyncio.Event()
    connect, close = Client.connect, Client.close

    async def gives_up(client: Client) -> None:
        """As nats-py does if the first line that it gets is cut off."""

    async def connecting(client: Client, *given: Any, **named: Any) -> None:
        await connect(client, *given, **named)
        made.append(client)
        if len(made) > 1:
            replaced.set()

    async def closing(client: Client) -> None:
        if client is made[0]:
            await first_of(replaced.wait(), asyncio.sleep(0.3))  # as if that took long
        await close(client)

    broker = JetStream(own_server.url, name=name)
    monkeypatch.setattr(Client, "connect", connecting)
    monkeypatch.setattr(Client, "close", closing)
    await reachable(broker)
    monkeypatch.setattr(Client, "_attempt_reconnect", gives_up)
    monkeypatch.setattr("cortex_async.relay.nats.clients._PATIENCE", 0)
    own_server.stop()
    own_server.start()
    while made[0].is_connected:  # noqa: ASYNC110  (nats-py tells nobody)
        await asyncio.sleep(0)
    await asyncio.gather(*(broker.lag(group) for group in "abc"), return_exceptions=True)
    await reachable(broker)
    await broker.close()
    assert len(made) == 2
    assert made[1].is_closed


@pytest.fixture
async def guarded_server(tmp_path: Path) -> AsyncGenerator[Server]:
    """A server that wants a password."""
    server = Server(tmp_path, ["authorization: {user: relay, password: right}"])
    server.start()
    await server.ready()
    yield server
    server.stop()


async def test_refused_credentials_are_one_clear_line(guarded_server: Server, name: str) -> None:
    url = guarded_server.url.replace("//", "//relay:{}@")
    broker = JetStream(url.format("s3cret"), name=name)
    with pytest.raises(ConfigError) as caught:
        await broker.publish(records([1]))
    assert str(caught.value) == f"NATS at 127.0.0.1:{guarded_server.port} refused the credentials"
    allowed = JetStream(url.format("right"), name=name)
    assert await allowed.publish(records([1])) == 1
    assert "right" not in repr(allowed)
    await broker.close()
    await allowed.close()


async def test_nobody_there_is_one_clear_line(own_server: Server) -> None:
    own_server.stop()
    broker = JetStream(own_server.url, timeout=0.3)
    with pytest.raises(BrokerUnavailable, match=rf"NATS at 127\.0\.0\.1:{own_server.port} cannot be reached"):
        await broker.publish(records([1]))
    await broker.close()


def test_one_object_serves_one_event_loop_after_the_other(shared_server: Server, name: str) -> None:
    """As in a script with several ``asyncio.run``."""
    broker = JetStream(shared_server.url, name=name)
    for number in range(2):
        assert asyncio.run(broker.publish(records([number]))) == 1
    asyncio.run(broker.close())


async def test_calls_share_one_attempt_to_connect() -> None:
    """With a server that accepts connections and says nothing, all of them end after one time limit."""
    accepted = 0

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal accepted
        accepted += 1
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as listening:
        broker = JetStream(f"nats://127.0.0.1:{listening.sockets[0].getsockname()[1]}", timeout=0.1)
        calls = [broker.publish([]), broker.lag("g"), broker.join("g", "w", LEASE), broker.lag("h")]
        results = await asyncio.gather(*calls, return_exceptions=True)
        assert [type(one) for one in results] == [BrokerUnavailable] * 4
        assert accepted == 1
        await broker.close()


async def test_a_read_goes_on_with_a_client_that_was_replaced(
    server: Server, name: str, broker: JetStream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """nats-py closes its client when the server reports certain errors."""
    made: list[Client] = []
    connect = Client.connect

    async def noted(client: Client, *args: object, **settings: object) -> None:
        made.append(client)
        await connect(client, *args, **settings)  # type: ignore[arg-type]  # they are passed on

    monkeypatch.setattr(Client, "connect", noted)
    clock = ManualClock()
    monkeypatch.setattr("cortex_async.relay.nats.feed.monotonic", clock.monotonic)
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    assert await member.read(member.owned, 10, 0) == []
    await made[0].close()
    await broker.publish(records([1]))
    assert ids(await member.read(member.owned, 10, 5)) == ["e00001"]


@pytest.mark.parametrize(
    "servers",
    [
        "nats://relay:s3cret/1@localhost:4222",
        "nats://relay:12/s3cret@localhost:4222",
        ["nats://localhost", "nats://relay:12?s3cret@localhost"],
        "nats://relay:s3cret,x@localhost,nats://localhost",
        "nats://[s3cret",
        "nats://localhost:s3cret",
        "",
        [],
    ],
)
def test_addresses_that_cannot_be_parsed_are_refused_and_not_shown(servers: str | list[str]) -> None:
    with pytest.raises(ArgumentError) as caught:
        JetStream(servers)
    assert str(caught.value) == (
        "servers must be an address, a list of addresses, or a client of nats-py, "
        "got one that is empty or cannot be parsed"
    )
    assert caught.value.__context__ is None


async def test_a_comma_in_a_password_does_not_show_it(own_server: Server) -> None:
    own_server.stop()
    broker = JetStream(own_server.url.replace("//", "//relay:s3,cret@"), timeout=0.1)
    with pytest.raises(BrokerUnavailable) as caught:
        await broker.publish(records([1]))
    assert "s3" not in str(caught.value)
    await broker.close()


async def test_headers_of_others_need_not_be_utf_8(server: Server, name: str, broker: JetStream) -> None:
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    client = await nats.connect(server.url)
    for event_id in ("a%FF", "b"):
        headers = {"Nats-Msg-Id": event_id, "ce-partitionkey": "%FF"}
        await client.jetstream().publish(f"{name}.events.1", b"x", headers=headers)
    await client.close()
    found = [*await member.read([1], 10, 5), *await member.read([1], 10, 0)]
    assert [(one.id, one.body) for one in found] == [("a\ufffd", b"x"), ("b", b"x")]
    assert {one.key for one in found} == {"\ufffd"}


async def test_streams_of_others_are_refused(server: Server, name: str, broker: JetStream) -> None:
    await broker.publish(records([1]))
    for different, message in (
        (JetStream(server.url, name=name, partitions=3), "has 2 partitions"),
        (JetStream(server.url, name=name, partitions=2, window=7200), "window must be at most"),
    ):
        with pytest.raises(ConfigError, match=message):
            await different.publish(records([1]))
        await different.close()
    client = await nats.connect(server.url)
    await client.jetstream().add_stream(name=f"{name}x", subjects=[f"{name}x.>"])
    with pytest.raises(ConfigError, match="was not made for a relay"):
        await JetStream(client, name=f"{name}x").publish(records([1]))
    await client.close()


@pytest.mark.parametrize("size", [3 << 20, (2 << 20) - 100])
async def test_an_event_that_does_not_fit_is_refused_by_its_id(broker: JetStream, size: int) -> None:
    """Nothing of the call is written, and the connection goes on."""
    leader = await broker.lead("p", "here", LEASE)
    assert leader is not None
    batch = [record(1), record(2, body=b"x" * size)]
    for publish in (broker.publish, partial(leader.publish, checkpoint=checkpoint(leader), known={})):
        with pytest.raises(RecordRefused, match="max_payload of the NATS server is 2097152") as caught:
            await publish(batch)
        assert caught.value.record_id == "e00002"
    assert await broker.lag("g") == 0
    assert (await leader.saved()).checkpoint is None
    assert await leader.publish(batch[:1], checkpoint(leader), {}) == 1


async def test_the_largest_event_can_be_a_dead_letter(broker: JetStream) -> None:
    await broker.publish([record(1, body=b"x" * ((2 << 20) - ROOM - 300))])
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    (found,) = await member.read(member.owned, 10, 5)
    letter = DeadLetter(found.id, found.key, "g", 1, "\u2028" * 50_000, "\n" * 200_000, NOON, found.body)
    await member.bury(found, letter)
    (dead,) = await broker.dead_letters("g")
    assert dead.body == found.body
    assert dead.error in letter.error
    assert len(dead.error) > 1000


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"name": "a.b"}, "name must be 1 to 64 letters, digits, - and _, got 'a.b'"),
        ({"partitions": 0}, "partitions must be a whole number >= 1, got 0"),
        ({"partitions": 1100}, "partitions must be at most 256, got 1100"),
        ({"window": 0}, "window must be a number of seconds > 0, got 0"),
        ({"window": 20, "max_age": 10}, "window must be at most max_age, 10 s, got 20"),
        ({"max_known": 200_000}, "max_known must be at most 100000, got 200000"),
    ],
)
def test_settings_are_checked(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        JetStream(**settings)  # type: ignore[arg-type]  # what a caller without types writes
    assert str(caught.value) == message


async def again(call: Callable[[], Awaitable[T]]) -> T:
    """Repeat a call while the cluster elects leaders, or this machine is slow."""
    for _ in range(2000):
        try:
            return await call()
        except BrokerUnavailable:
            await asyncio.sleep(0.01)
    raise AssertionError("the cluster does not come back")


async def without_lag(broker: JetStream) -> None:
    """Raise ``BrokerUnavailable`` while there is lag: a replica that is behind may have responded."""
    if await broker.lag("g"):
        raise BrokerUnavailable("lag")


@pytest.mark.timeout(240)  # elections take seconds
async def test_a_cluster_of_three_fences_as_well(tmp_path: Path, name: str) -> None:
    """There, a message is refused while another one with the same expectation is on its way."""
    async with cluster(tmp_path) as servers:
        broker = JetStream([one.url for one in servers], name=name, replicas=3, partitions=2)
        await reachable(broker)
        old = await broker.lead("p", "old", LEASE)
        assert old is not None
        results = await asyncio.gather(
            old.publish(records(range(20)), checkpoint(old), {"a": "1"}),
            old.publish(records(range(10, 30)), checkpoint(old, "e29"), {"a": "2"}),
            old.renew(LEASE),
            broker.publish(records(range(25, 40))),
        )
        assert results[0] + results[1] + results[3] == 40
        member = await broker.join("g", "w", LEASE)
        await member.refresh()
        servers[0].stop()
        await again(old.release)
        new = await again(lambda: broker.lead("p", "new", LEASE))
        assert new is not None
        with pytest.raises(Fenced):
            await again(lambda: old.publish(records([50]), checkpoint(old), {}))
        assert dict((await again(new.saved)).known) == {"a": "2"}
        found: list[str] = []
        while len(found) < 40:
            some = await again(lambda: member.read(member.owned, 100, 5))
            found += ids(some)
            await again(partial(member.acknowledge, some))
        assert sorted(found) == [f"e{n:05}" for n in range(40)]
        await again(partial(without_lag, broker))
        await broker.close()


class Dying(Client):
    """The client of a process that dies after so many messages. left: None for never."""

    left: int | None = None

    async def publish(self, *arguments: Any, **options: Any) -> None:
        if self.left == 0:
            raise nats.errors.ConnectionClosedError
        if self.left is not None:
            self.left -= 1
        await super().publish(*arguments, **options)


@pytest.mark.parametrize(("count", "there"), [(1, 0), (1, 1), (3, 0), (3, 2), (12, 0), (12, 5)])
async def test_wherever_a_leader_dies_its_successor_knows_what_is_published(
    server: Server, name: str, broker: JetStream, count: int, there: int
) -> None:
    """there: how many of the events a webhook receiver has published before."""
    client = Dying()
    await client.connect(server.url)
    dying = JetStream(client, name=name, partitions=2)
    first = 0
    for left in range(3 * count + 8):
        events = records(range(first, first + count))
        first += count
        await broker.publish(events[:there])
        client.left = None
        leader = await dying.lead(f"scope {left}", "here", 0.001)
        assert leader is not None
        client.left = left
        known = {one.id: "1" for one in events}
        with suppress(BrokerUnavailable):
            await leader.publish(events, checkpoint(leader), known)
        while (successor := await broker.lead(f"scope {left}", "there", LEASE)) is None:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        found = set((await successor.saved()).known)
        assert found in (set(), set(known))
        published = {headers["Nats-Msg-Id"] for _, _, headers in await subjects(server, name)} & set(known)
        assert published - {one.id for one in events[:there]} <= found
    assert found, "it has never come so far as to publish"
    await dying.close()
    await client.close()


async def test_wherever_a_leader_dies_that_writes_its_state_anew_part_by_part_the_state_is_whole(
    server: Server, name: str, broker: JetStream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cortex_async.relay.nats.scope_state._PART", 2)
    monkeypatch.setattr("cortex_async.relay.nats.publishing._UNSENT", 1)  # flushed after every part
    client = Dying()
    await client.connect(server.url)
    dying = JetStream(client, name=name, partitions=2)
    known = {f"r{number}": "0" for number in range(8)}
    leader = await lead_soon(dying, "p", 0.001)
    await leader.publish([], checkpoint(leader, "0"), known)
    last, ends = "0", set[bool]()
    for left in range(7):
        leader = await lead_soon(dying, "p", 0.001)
        await leader.saved()
        client.left = left
        changes = {f"r{number}": str(left) for number in range(left, left + 3)}
        with suppress(BrokerUnavailable):
            await leader.publish(records([left]), checkpoint(leader, f"{left}"), changes)
        client.left = None
        saved = await (await lead_soon(broker, "p", 0.001)).saved()
        assert saved.checkpoint is not None
        is_whole = saved.checkpoint.event_id != last
        known |= changes if is_whole else {}
        assert (dict(saved.known), f"e{left:05}" in ids_of(await subjects(server, name))) == (known, is_whole)
        last = saved.checkpoint.event_id
        ends.add(is_whole)
    assert ends == {True, False}
    await dying.close()
    await client.close()


async def test_what_a_leader_has_not_published_is_never_known(
    server: Server, name: str, broker: JetStream
) -> None:
    client = Dying()
    await client.connect(server.url)
    dying = JetStream(client, name=name, partitions=2)
    await broker.publish(records([7]))
    first = await dying.lead("p", "here", 0.001)
    assert first is not None
    await first.publish(records([1]), checkpoint(first, "e00001"), {"a": "1"})
    client.left = 0
    with pytest.raises(BrokerUnavailable):
        await first.publish(records([2]), checkpoint(first, "e00002"), {"b": "2"})
    client.left = None
    second = await lead_soon(broker, "p", 0.001)
    saved = await second.saved()
    assert saved.checkpoint is not None
    assert (saved.checkpoint.event_id, dict(saved.known)) == ("e00001", {"a": "1"})
    await second.publish(records([3]), checkpoint(second, "e00003"), {"c": "3"})
    third = await lead_soon(broker, "p", LEASE)
    assert dict((await third.saved()).known) == {"a": "1", "c": "3"}
    assert sorted(ids_of(await subjects(server, name))) == ["e00001", "e00003", "e00007"]
    await dying.close()
    await client.close()


async def test_what_events_carry_is_found_whatever_others_have_published(server: Server, name: str) -> None:
    """Webhook receivers and other scopes, however much, and after the server has forgotten the ids."""
    broker = JetStream(server.url, name=name, window=0.1, partitions=2)
    other = await broker.lead("p.other", "here", LEASE)
    assert other is not None
    leader = await broker.lead("p", "here", 0.001)
    assert leader is not None
    for number in range(0, 30, 3):
        await broker.publish(records([number]))
        await leader.publish(records([number + 1]), checkpoint(leader, f"e{number}"), {f"r{number}": "ä%"})
        await other.publish(records([number + 2]), checkpoint(other), {"other": "1"})
    await broker.publish(records(range(100, 1300)))
    await until_forgotten(broker, records([1299]))
    successor = await lead_soon(broker, "p", LEASE)
    saved = await successor.saved()
    assert saved.known == {f"r{number}": "ä%" for number in range(0, 30, 3)}
    assert saved.checkpoint is not None
    assert saved.checkpoint.event_id == "e27"
    await broker.close()


@pytest.mark.parametrize("most", ["CARRIED", "CARRIED_BYTES"])
async def test_what_events_carry_is_saved_before_there_is_too_much(
    server: Server, name: str, broker: JetStream, most: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server deletes events after ``max_age``, and a leader reads all that carry something."""
    size = len(records([0])[0].body)
    monkeypatch.setattr(f"cortex_async.relay.nats.scope_state.{most}", 5 if most == "CARRIED" else 5 * size)
    leader = await broker.lead("p", "here", 0.001)
    assert leader is not None
    for number in range(12):
        await leader.publish(records([number]), checkpoint(leader, f"e{number}"), {f"r{number}": "1"})
    client = await nats.connect(server.url)
    await client.jetstream().purge_stream(name, subject=f"{name}.events.>")
    await client.close()
    saved = await (await lead_soon(broker, "p", LEASE)).saved()
    assert set(saved.known) == {f"r{number}" for number in range(10)}
    assert saved.checkpoint is not None
    assert saved.checkpoint.event_id == "e9"


@pytest.mark.parametrize("releases", [True, False])
async def test_what_events_carry_is_saved_by_the_one_who_releases_or_succeeds(
    server: Server, name: str, broker: JetStream, releases: bool
) -> None:
    leader = await broker.lead("p", "here", LEASE if releases else 0.001)
    assert leader is not None
    await leader.publish(records([1]), checkpoint(leader, "e1"), {"a": "1", "b": "1"})
    await leader.publish(records([2]), checkpoint(leader, "e2"), {"a": None})
    if releases:
        await leader.release()
    else:
        successor = await lead_soon(broker, "p", 0.001)
        await successor.publish(records([3]), checkpoint(successor, "e2"), {})
    client = await nats.connect(server.url)
    await client.jetstream().purge_stream(name, subject=f"{name}.events.>")
    await client.close()
    saved = await (await lead_soon(broker, "p", LEASE)).saved()
    assert saved.known == {"b": "1"}
    assert saved.checkpoint is not None
    assert saved.checkpoint.event_id == "e2"


async def test_what_is_too_long_for_a_header_is_saved_beside_the_event(broker: JetStream) -> None:
    leader = await broker.lead("p", "here", 0.001)
    assert leader is not None
    known = {f"r{number}" * 100: "1" for number in range(300)}
    assert await leader.publish(records([1]), checkpoint(leader, "e1"), known) == 1
    assert (await (await lead_soon(broker, "p", LEASE)).saved()).known == known


async def test_what_is_saved_with_a_duplicate_is_known_when_its_id_is_forgotten(
    server: Server, name: str
) -> None:
    """A webhook receiver has published it, so it carries nothing."""
    broker = JetStream(server.url, name=name, window=0.2, partitions=2)
    await broker.publish([])
    leader = await broker.lead("p", "here", 0.001)
    assert leader is not None
    for number in itertools.count():
        one = records([number])
        await broker.publish(one)
        if not await leader.publish(one, checkpoint(leader), {"a": "1"}):
            break
    await broker.publish(records([9999]))
    await until_forgotten(broker, records([9999]))
    successor = await lead_soon(broker, "p", LEASE)
    assert dict((await successor.saved()).known) == {"a": "1"}
    await broker.close()


async def test_what_is_saved_with_duplicates_is_replaced_before_there_is_too_much(
    server: Server, name: str, broker: JetStream
) -> None:
    events = records(range(260))
    await broker.publish(events)
    leader = await broker.lead("p", "here", 0.001)
    assert leader is not None
    for one in events:
        assert await leader.publish([one], checkpoint(leader, one.id), {f"r{one.id}": "1"}) == 0
    successor = await lead_soon(broker, "p", LEASE)
    saved = await successor.saved()
    assert len(saved.known) == 260
    assert saved.checkpoint is not None
    assert saved.checkpoint.event_id == events[-1].id
    client = await nats.connect(server.url)
    info = await client.jetstream().stream_info(name, subjects_filter=f"{name}.relay.p.state")
    (count,) = (info.state.subjects or {}).values()
    assert count <= 500
    await client.close()


class Deaf(Client):
    """A client that gets no response to one of its next messages with headers. left: how many it gets before."""

    left: int | None = None

    async def request(self, *arguments: Any, **options: Any) -> Any:
        found = await super().request(*arguments, **options)
        if options.get("headers") and self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                raise nats.errors.TimeoutError
        return found


@pytest.mark.parametrize("there", [0, 1])
async def test_a_response_that_gets_lost_neither_repeats_nor_forgets_an_event(
    server: Server, name: str, broker: JetStream, there: int
) -> None:
    client = Deaf()
    await client.connect(server.url)
    deaf = JetStream(client, name=name, partitions=2)
    await broker.publish([])
    for left in range(5):
        scope, one = f"scope {left}", records([left])
        await broker.publish(one[:there])
        leader = await deaf.lead(scope, "here", 0.001)
        assert leader is not None
        await leader.publish([], checkpoint(leader, "before"), {"a": "1"})
        client.left = left
        with suppress(BrokerUnavailable):
            await leader.publish(one, checkpoint(leader, one[0].id), {"b": "1"})
        client.left = None
        # The relay repeats the call, or dies, and another one leads.
        if left % 2:
            await leader.publish(one, checkpoint(leader, one[0].id), {"b": "1"})
        successor = await lead_soon(broker, scope, LEASE)
        saved = await successor.saved()
        assert saved.checkpoint is not None
        is_there = one[0].id in ids_of(await subjects(server, name))
        assert is_there or not left % 2
        is_known = "b" in saved.known
        assert saved.checkpoint.event_id == (one[0].id if is_known else "before")
        # Of a receiver's event, a leader that dies before it saves anything has said nothing.
        assert is_known is is_there or (there and not left % 2)
    found = ids_of(await subjects(server, name))
    assert len(found) == len(set(found))
    await client.close()


class Late(Client):
    """A client whose next event is on its way for as long as ``meanwhile`` takes."""

    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def publish(self, subject: str, *arguments: Any, **options: Any) -> None:
        meanwhile = self.meanwhile
        if meanwhile is not None and ".events." in subject:
            self.meanwhile = None
            await meanwhile()
        await super().publish(subject, *arguments, **options)


async def test_an_event_that_arrives_under_the_next_leader_is_refused(
    server: Server, name: str, broker: JetStream
) -> None:
    client = Late()
    await client.connect(server.url)
    late = JetStream(client, name=name, partitions=2)
    first = await late.lead("p", "here", 0.001)
    assert first is not None
    await first.publish(records([0]), checkpoint(first, "e0"), {"a": "1"})

    async def succeed() -> None:
        second = await lead_soon(broker, "p", LEASE)
        saved = await second.saved()
        assert dict(saved.known) == {"a": "1"}
        await second.publish(records([2]), checkpoint(second, "e2"), {"c": "1"})

    client.meanwhile = succeed
    with pytest.raises(Fenced):
        await first.publish(records([1]), checkpoint(first, "e1"), {"b": "1"})
    assert client.meanwhile is None
    assert sorted(ids_of(await subjects(server, name))) == ["e00000", "e00002"]
    await client.close()


async def until_forgotten(broker: JetStream, known: list[Record]) -> None:
    """Wait until the server takes the records once more: it has forgotten their ids, and all older ones."""
    while not await broker.publish(known):  # noqa: ASYNC110  (the server's clock decides)
        await asyncio.sleep(0.01)


async def lead_soon(broker: JetStream, scope: str, seconds: float) -> Leadership:
    """Take the leadership as soon as the lease of the leader before has run out."""
    while (leader := await broker.lead(scope, "there", seconds)) is None:  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    return leader


class Counting(Client):
    """Counts the messages that it sends."""

    sent = 0

    async def publish(self, *arguments: Any, **options: Any) -> None:
        self.sent += 1
        await super().publish(*arguments, **options)


async def test_messages_to_the_server_are_few(server: Server, name: str) -> None:
    client = Counting()
    await client.connect(server.url)
    broker = JetStream(client, name=name, partitions=4)
    leader = await broker.lead("p", "here", LEASE)
    assert leader is not None
    await leader.publish([], checkpoint(leader), {"a": "1"})
    events = [seal(orjson.loads(data), data) for data in relaying.messages(600, 0)]
    client.sent = 0
    await leader.publish(events[:1], checkpoint(leader), {"b": "1"})
    assert client.sent == 1
    await leader.publish(events[1:], checkpoint(leader), {"c": "1"})
    assert client.sent == 1 + 599 + 1
    await leader.release()
    client.sent = 0

    async def nothing(event: object) -> None:
        """Waits for nothing."""

    await relaying.handle(broker, "g", 600, nothing)
    assert client.sent <= 200
    assert await broker.lag("g") == 0
    await client.close()


@pytest.mark.parametrize(("count", "batches"), [(8, 0), (64, 1)])
async def test_a_relay_publishes_a_few_events_without_a_batch(
    server: Server, name: str, broker: JetStream, count: int, batches: int
) -> None:
    """A batch takes the server so long that a busy relay would have the next events ready, and never get out."""
    await relaying.publish(broker, relaying.messages(count, 0), count)
    found = await subjects(server, name)
    assert len(found) == count
    assert len({headers.get("Nats-Batch-Id") for _, _, headers in found} - {None}) == batches
    leader = await broker.lead(relaying.PROJECT, "here", LEASE)
    assert leader is not None
    saved = await leader.saved()
    assert saved.checkpoint is not None
    assert saved.checkpoint.event_id == f"evt_{count - 1:024}"


@pytest.mark.parametrize("ends", ["broker", "client"])
async def test_a_read_reports_at_once_that_there_is_no_connection(
    server: Server, name: str, ends: str
) -> None:
    client = await nats.connect(server.url)
    broker = JetStream(client, name=name, partitions=2)
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    assert await member.read([0, 1], 10, 0.01) == []
    await (broker if ends == "broker" else client).close()
    with pytest.raises(BrokerUnavailable):
        await member.read([0, 1], 10, 0.01)
    await client.close()


async def test_an_event_that_is_waited_for_begins_hardly_any_task(broker: JetStream) -> None:
    member = await broker.join("g", "w", LEASE)
    await member.refresh()
    assert await member.read([0, 1], 10, 0.01) == []
    begun = list[str]()

    def create(loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> asyncio.Task[Any]:
        begun.append(work.__qualname__)
        return asyncio.Task(work, loop=loop, **options)

    reading = asyncio.ensure_future(member.read([0, 1], 10, 50))
    await asyncio.sleep(0)
    loop = asyncio.get_running_loop()
    loop.set_task_factory(create)
    try:
        await broker.publish(records(range(1)))
        assert ids(await reading) == ["e00000"]
    finally:
        loop.set_task_factory(None)
    assert len(begun) <= 1, begun
