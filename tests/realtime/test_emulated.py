"""The client's streams and the adapters against the emulator: its events, its signatures, its faults."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from cortex_async import (
    Connected,
    CortexClient,
    Disconnected,
    Gap,
    NotFound,
    Resumed,
    Retry,
    Unauthorized,
    events,
)
from cortex_async.emulator import Emulator
from cortex_async.webhooks import MemoryReplayStore, WebhookRouter
from tests.webhooks.deliveries import SECRET
from tests.webhooks.servers import SERVERS

QUICK = Retry(attempts=1_000_000, base=0.002, cap=0.004)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(replay=True, heartbeat=0.05, webhook_retries=(1.0, 1.0, 1.0)) as emulator:
        yield emulator


@pytest.fixture
async def client(emulator: Emulator) -> AsyncIterator[CortexClient]:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        yield client


# -- streams


async def test_typed_events_of_the_requested_types(emulator: Emulator, client: CortexClient) -> None:
    project = client.project(emulator.project_id)
    async with project.events.stream(types=["session.*", "message.created"]) as stream:
        await project.participants.create(external_user_id="ada")
        session = await project.sessions.create(title="Raid", external_room_id="room")
        await emulator.say(session.id, "ada", "two behind the gate \u2028 really")
        taken: list[events.Event] = []
        async with asyncio.timeout(30):
            async for event in stream:
                taken.append(event)
                if isinstance(event, events.MessageCreatedEvent) and event.payload.data.type == "user":
                    assert event.payload.data.content == "two behind the gate \u2028 really"
                    break
        assert isinstance(taken[0], events.SessionCreatedEvent)
        assert taken[0].payload.data.id == session.id
        assert not any(isinstance(event, events.ParticipantCreatedEvent) for event in taken)
        assert stream.last_event_id == taken[-1].id
        # Heartbeats show that the connection is alive; they are not events.
        assert stream.counters.ignored == 0
        assert stream.connected
    await emulator.wait_for_streams(0)


async def test_cut_streams_are_resumed_and_nothing_comes_twice(
    emulator: Emulator, client: CortexClient
) -> None:
    project = client.project(emulator.project_id)
    states: list[object] = []
    stream = project.events.stream(types=["participant.created"], retry=QUICK, on_state=states.append)
    async with stream:
        taken: list[str] = []
        for number in range(30):
            await project.participants.create(external_user_id=f"p{number}")
            if number % 3 == 2:
                emulator.cut_streams()
            event = await asyncio.wait_for(anext(stream), 30)
            assert isinstance(event, events.ParticipantCreatedEvent)
            taken.append(event.payload.data.external_user_id)
        assert taken == [f"p{number}" for number in range(30)]
    kinds = {type(state) for state in states}
    assert kinds == {Connected, Disconnected, Resumed}


async def test_a_stream_that_cannot_resume_says_so() -> None:
    async with (
        Emulator(sse_ids="counter", heartbeat=0.05) as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
        client.events.stream(retry=QUICK) as stream,
    ):
        states = stream.states()
        emulator.cut_streams()
        async with asyncio.timeout(30):
            seen = [await anext(states) for _ in range(4)]
        assert [type(state) for state in seen] == [Connected, Disconnected, Connected, Gap]
        assert seen[-1] == Gap(since=None, dropped=None)
        await client.project(emulator.project_id).participants.create(external_user_id="ada")
        assert isinstance(await asyncio.wait_for(anext(stream), 30), events.ParticipantCreatedEvent)


async def test_a_wrong_key_or_project_shows_at_once(emulator: Emulator, client: CortexClient) -> None:
    with pytest.raises(NotFound):
        async with client.project("nowhere").events.stream():
            pytest.fail("the stream was entered")
    with pytest.raises(Unauthorized):
        async with (
            CortexClient(base_url=emulator.base_url, api_key="wrong") as stranger,
            stranger.events.stream(),
        ):
            pytest.fail("the stream was entered")
    async with client.project("nowhere").events.stream(wait=False) as stream:
        with pytest.raises(NotFound):
            await stream.ready(10)
        with pytest.raises(NotFound):
            await asyncio.wait_for(anext(stream), 30)


async def test_an_expired_token_is_renewed_once_and_the_stream_goes_on(emulator: Emulator) -> None:
    tokens = ["stale", emulator.access_token]
    async with CortexClient(base_url=emulator.base_url, access_token=lambda: tokens.pop(0)) as client:
        async with client.events.stream() as stream:
            await client.project(emulator.project_id).participants.create(external_user_id="ada")
            event = await asyncio.wait_for(anext(stream), 30)
            assert isinstance(event, events.ParticipantCreatedEvent)
        assert tokens == []


async def test_streams_do_not_take_the_place_of_calls(emulator: Emulator) -> None:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key, pool_size=1) as client:
        streams = [client.events.stream() for _ in range(5)]
        for stream in streams:
            await stream.__aenter__()
        await asyncio.wait_for(client.project(emulator.project_id).sessions.list(), 30)
        for stream in streams:
            await stream.aclose()


# -- webhooks


class Endpoint:
    def __init__(self, router: WebhookRouter) -> None:
        self.router = router
        self.taken: list[Any] = []
        self.failures = 0
        router.on("session.*", "message.created")(self.take)

    def take(self, event: Any) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("database away")
        self.taken.append(event)


@pytest.mark.parametrize("framework", SERVERS)
async def test_deliveries_of_the_emulator_arrive_under_every_framework(
    framework: str, emulator: Emulator, client: CortexClient
) -> None:
    endpoint = Endpoint(WebhookRouter(["the next secret", SECRET]))
    project = client.project(emulator.project_id)
    async with SERVERS[framework](endpoint.router) as url:
        await project.webhooks.create_subscription(
            url=url, secret=SECRET, events=["session.*", "message.created"]
        )
        session = await project.sessions.create(title="Raid", external_room_id="room")
        await emulator.settle()
        await emulator.say(session.id, "ada", "voilà")
        await emulator.settle()
    kinds = [type(event) for event in endpoint.taken]
    assert kinds.count(events.SessionCreatedEvent) == 1
    said = [
        event.payload.data.content
        for event in endpoint.taken
        if isinstance(event, events.MessageCreatedEvent)
    ]
    assert said.count("voilà") == 1
    rows = await project.webhooks.list_events()
    assert {row.status for row in rows.items} == {"delivered"}


async def test_faults_on_the_way_are_refused_repeated_and_handled_once(
    emulator: Emulator, client: CortexClient, caplog: pytest.LogCaptureFixture
) -> None:
    store = MemoryReplayStore()
    now = emulator.clock.timestamp
    endpoint = Endpoint(WebhookRouter(SECRET, replay=store, now=now))
    project = client.project(emulator.project_id)
    async with SERVERS["aiohttp"](endpoint.router) as url:
        await project.webhooks.create_subscription(url=url, secret=SECRET, events=["session.created"])
        emulator.faults.webhooks.bad_signature()
        emulator.faults.webhooks.skew(-400)
        endpoint.failures = 1
        await project.sessions.create(title="Raid", external_room_id="room")
        for _ in range(4):
            await emulator.clock.advance(2)
            await emulator.settle()
        assert len(endpoint.taken) == 1
        (row,) = (await project.webhooks.list_events()).items
        assert (row.status, row.attempts_count) == ("delivered", 4)
        detail = await project.webhooks.get_event(row.id)
        codes = [(delivery.status_code, delivery.response_body) for delivery in detail.deliveries]
        assert sorted(codes) == [
            (200, '{"outcome":"handled"}'),
            (401, '{"outcome":"rejected","error":"SignatureMismatch"}'),
            (401, '{"outcome":"rejected","error":"TimestampTooOld"}'),
            (500, '{"outcome":"failed"}'),
        ]
        emulator.faults.webhooks.duplicate()
        await project.sessions.create(title="Second", external_room_id="room 2")
        await emulator.settle()
        assert len(endpoint.taken) == 2
    assert "database away" in caplog.text


async def test_what_is_signed_here_is_accepted_by_ingest(emulator: Emulator, client: CortexClient) -> None:
    import aiohttp
    import orjson

    from cortex_async.webhooks import sign_ingest

    body = orjson.dumps(
        {
            "type": "server.started",
            "source": "fleet:api",
            "resourceId": "server:1",
            "payload": {"action": "occurred", "data": {"name": "écho"}},
        }
    )
    secret = emulator.project_secret()
    assert secret is not None
    async with aiohttp.ClientSession() as session, client.events.stream() as stream:
        at = datetime.fromtimestamp(emulator.clock.timestamp(), UTC)
        headers = {
            "Content-Type": "application/json",
            **sign_ingest(emulator.project_id, secret, body, at=at),
        }
        async with session.post(
            f"{emulator.base_url}/api/events/ingest", data=body, headers=headers
        ) as response:
            assert response.status == 201
        event = await asyncio.wait_for(anext(stream), 30)
        assert isinstance(event, events.GenericDomainEvent)
        assert event.type == "server.started"
