"""Relays against the emulator over sockets: streams that break, webhooks, accounts, arguments, blocking code."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from aiohttp import web

from cortex_async import ArgumentError, CortexClient, Unauthorized, UnknownEventTypeWarning
from cortex_async.emulator import Emulator
from cortex_async.events import SessionCreatedEvent, UnknownEvent
from cortex_async.project import ProjectScope
from cortex_async.relay import MemoryBroker, Relay, event_of, open_envelope, receiver
from cortex_async.telemetry import Observer, RelayChanged, RelayPublished
from cortex_async.webhooks.aiohttp import handler
from cortex_sync import CortexClient as SyncClient
from cortex_sync.relay import Relay as SyncRelay

SECRET = "secret"


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


@pytest.fixture
async def client(emulator: Emulator) -> AsyncIterator[CortexClient]:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        yield client


@pytest.fixture
def project(client: CortexClient, emulator: Emulator) -> ProjectScope:
    return client.project(emulator.project_id)


async def until(relay: Relay, broker: MemoryBroker, *wanted: str) -> None:
    """Wait until these events are published."""
    member = await broker.join(f"waiting for {wanted[-1]}", "test", 3600)
    await member.refresh()
    missing = set(wanted)
    while missing:
        missing -= {one.id for one in await member.read(member.owned, 100, 60)}
    await relay.ready()


def ids(emulator: Emulator) -> list[str]:
    return [one["id"] for one in emulator.events if one["type"].startswith(("session.", "message."))]


async def test_every_event_is_published_once_although_the_streams_break(
    emulator: Emulator, project: ProjectScope
) -> None:
    broker = MemoryBroker()
    received = web.Application()
    received.router.add_post("/", handler(receiver(broker, SECRET)))
    runner = web.AppRunner(received)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await project.webhooks.create_subscription(url=address, secret=SECRET, events=["*"])
    try:
        async with asyncio.timeout(30), Relay(project, broker, types=["session.*", "message.*"]) as relay:
            await relay.ready()
            session = await project.sessions.create(title="x", external_room_id="r")
            emulator.faults.events.duplicate("message.created", times=2)
            emulator.faults.events.cut("session.updated")
            for number in range(5):
                await emulator.say(session.id, "ann", f"words {number}")
            await project.sessions.stop(session.id)
            await project.sessions.create(title="after the cut", external_room_id="s")
            await until(relay, broker, *ids(emulator))
    finally:
        await runner.cleanup()
    assert len(broker.records) == len({record.id for record in broker.records})
    made = [record.type for record in broker.records if open_envelope(record.body).synthetic]
    assert set(made) <= {"cortex.relay.gap"}


async def test_a_message_that_a_repair_finds_before_the_stream_brings_it_is_published_once(
    emulator: Emulator, project: ProjectScope
) -> None:
    broker = MemoryBroker()
    session = await project.sessions.create(title="x", external_room_id="r")
    await emulator.say(session.id, "ann", "so that she has joined")
    async with asyncio.timeout(20), Relay(project, broker) as relay:
        await relay.ready()
    emulator.faults.next("getMessages", delay=0.5)
    async with asyncio.timeout(20), Relay(project, broker) as relay:
        while not relay.status.connected:  # noqa: ASYNC110  (the repair follows at once)
            await asyncio.sleep(0.001)
        emulator.faults.events.reorder("message.created")
        held = await emulator.say(session.id, "ann", "held back by the stream")
        await relay.ready()
        assert relay.status.synthetic > 0
        last = await emulator.say(session.id, "ann", "after it")
        end = await project.sessions.create(title="y", external_room_id="s")
        sent = [one["id"] for one in emulator.events if one["resourceId"] == f"session:{end.id}"]
        await until(relay, broker, *sent)
    said = [
        open_envelope(one.body).data["payload"]["data"]["id"]
        for one in broker.records
        if one.type == "message.created"
    ]
    assert [one for one in said if one in (held["id"], last["id"])] == [held["id"], last["id"]]


async def test_what_happened_while_no_relay_ran_is_made_from_snapshots(
    emulator: Emulator, project: ProjectScope
) -> None:
    broker = MemoryBroker()
    person = await project.participants.create(display_name="ann", external_user_id="u")
    doomed = await project.participants.create(display_name="eve", external_user_id="e")
    async with asyncio.timeout(20), Relay(project, broker) as relay:
        await relay.ready()
    session = await project.sessions.create(title="x", external_room_id="r")
    await project.participants.update(person.id, display_name="bob")
    await project.sanctions.create(participant_id=person.id, type="mute", reason="spam")
    await project.participants.delete(doomed.id)
    async with asyncio.timeout(20), Relay(project, broker) as relay:
        await relay.ready()
        assert (relay.status.synthetic, relay.status.fence) == (4, 2)
    events = {record.type: event_of(record.body) for record in broker.records}
    created, deleted = events["session.created"], events["participant.deleted"]
    assert isinstance(created, SessionCreatedEvent)
    assert created.payload.data == session
    assert isinstance(deleted, UnknownEvent)
    assert deleted.resource_id == f"participant:{doomed.id}"
    assert {"participant.updated", "sanction.created", "cortex.relay.gap"} <= events.keys()


async def test_a_relay_of_an_account_repairs_each_project(client: CortexClient, emulator: Emulator) -> None:
    broker = MemoryBroker()
    async with asyncio.timeout(20), Relay(client, broker) as relay:
        await relay.ready()
        await client.project(emulator.project_id).sessions.create(title="x", external_room_id="r")
        await until(relay, broker, ids(emulator)[-1])
    await client.project(emulator.project_id).sessions.create(title="y", external_room_id="r")
    async with asyncio.timeout(20), Relay(client, broker) as relay:
        await relay.ready()
    kinds = [record.type for record in broker.records]
    assert kinds.count("session.created") == 2
    assert {record.key.partition("/")[0] for record in broker.records} == {emulator.project_id, ""}


async def test_observers_see_what_a_relay_does(emulator: Emulator) -> None:
    seen: list[object] = []

    class Seen(Observer):
        def relay_changed(self, changed: RelayChanged, /) -> None:
            seen.append((changed.project_id, changed.phase, changed.fence))

        def relay_published(self, published: RelayPublished, /) -> None:
            seen.append((published.events, published.duplicates, published.synthetic, published.gaps))

    broker = MemoryBroker()
    async with (
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key, observers=[Seen()]) as client,
        asyncio.timeout(20),
    ):
        project = client.project(emulator.project_id)
        async with Relay(project, broker) as relay:
            await relay.ready()
        await project.participants.create(display_name="ann", external_user_id="u")
        async with Relay(project, broker) as relay:
            await relay.ready()
    mine = emulator.project_id
    first, second = ([(mine, "repairing", fence), (mine, "relaying", fence)] for fence in (1, 2))
    stopped = [(mine, "standby", None), (mine, "stopped", None)]
    assert seen == [*first, *stopped, second[0], (2, 0, 1, 1), second[1], *stopped]


async def test_since_says_where_the_first_relay_begins(emulator: Emulator, project: ProjectScope) -> None:
    broker = MemoryBroker()
    session = await project.sessions.create(title="x", external_room_id="r")
    async with asyncio.timeout(20), Relay(project, broker, since=session.created_at) as relay:
        await relay.ready()
    assert "session.created" in [record.type for record in broker.records]


async def test_a_rejected_credential_ends_the_relay(emulator: Emulator) -> None:
    async with CortexClient(base_url=emulator.base_url, api_key="wrong") as client, asyncio.timeout(20):
        relay = Relay(client.project(emulator.project_id), MemoryBroker())
        with pytest.raises(Unauthorized):
            await relay.run()
        assert relay.status.phase == "stopped"
        with pytest.raises(RuntimeError, match="can be started once"):
            await relay.run()


async def test_wrong_arguments_are_refused(project: ProjectScope) -> None:
    broker: Any = MemoryBroker()
    wrong: list[tuple[str, Callable[[], object]]] = [
        ("source must be a project or a client, got a str", lambda: Relay("p", broker)),  # type: ignore[arg-type]  # that is the test
        ("sink must be a broker, got None", lambda: Relay(project, None)),  # type: ignore[arg-type]  # that is the test
        ("lease must be a number of seconds > 0, got 0", lambda: Relay(project, broker, lease=0)),
        (
            "types must be an iterable of event types, got a str",
            lambda: Relay(project, broker, types="session.*"),
        ),
        ("types must be non-empty strings", lambda: Relay(project, broker, types=[""])),
        ("buffer_size must be a whole number >= 1, got 0", lambda: Relay(project, broker, buffer_size=0)),
        ("since must be", lambda: Relay(project, broker, since=datetime(2026, 1, 1))),  # noqa: DTZ001  (that is the test)
    ]
    for message, make in wrong:
        with pytest.raises(ArgumentError, match=message.replace("*", r"\*")):
            make()
    with pytest.warns(UnknownEventTypeWarning, match=r"'sesion\.\*'"):
        Relay(project, broker, types=["sesion.*"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Relay(project, broker, types=["session.*"])
    with pytest.raises(RuntimeError, match="not started"):
        await Relay(project, broker).ready()


def test_blocking_code_has_the_same() -> None:
    with Emulator.in_thread() as emulator:
        with SyncClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
            project = client.project(emulator.project_id)
            broker = MemoryBroker()
            with SyncRelay(project, broker) as relay:
                relay.ready(20)
                session = project.sessions.create(title="x", external_room_id="r")
                assert relay.status.leading
            with SyncRelay(client, broker) as relay:
                relay.ready(20)
            with pytest.raises(ArgumentError, match="source must be a project or a client"):
                SyncRelay("p", broker)  # type: ignore[arg-type]  # that is the test
            with SyncRelay(project, broker) as relay:
                relay.ready(20)
            assert relay.status.phase == "stopped"
        assert f"session:{session.id}" in [record.subject for record in broker.records]
        with suppress(TimeoutError):
            emulator.wait_for_streams(0)
