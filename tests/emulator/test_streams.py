"""Event streams."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import aiohttp
import pytest

from cortex_async.emulator import Emulator
from tests.at_once import at_once
from tests.emulator.api import Api
from tests.emulator.reading import listening


async def test_every_change_comes_as_an_envelope(api: Api) -> None:
    async with listening(api) as blocks:
        assert blocks.response.headers["Content-Type"] == "text/event-stream"
        session = await api.session(autoStart=False)
        identifier, event = await blocks.event()
        assert identifier == event["id"]
        assert event == api.emulator.events[-1]
        assert event["type"] == "session.created"
        assert event["source"] == "cortex:api"
        assert event["projectId"] == api.emulator.project_id
        assert event["tenantId"] == api.emulator.tenant_id
        assert event["resourceId"] == f"session:{session['id']}"
        assert event["timestamp"] == "2026-01-31T12:00:00.000Z"
        assert event["payload"] == {"action": "created", "data": session}


async def test_events_of_a_session(api: Api, emulator: Emulator) -> None:
    async with listening(api) as blocks:
        session = await api.session()
        message = await emulator.say(session["id"], "ada", "hello")
        types = await blocks.types(6)
        assert types == [
            "session.created",
            "bot.status.changed",
            "participant.created",
            "participant.joined",
            "message.created",
            "message.created",
        ]
    system, spoken = [event["payload"]["data"] for event in api.events("message.created")]
    assert (system["participantId"], system["externalUserId"], system["type"]) == (None, None, "system")
    assert spoken["externalUserId"] == "ada"
    assert {name: spoken[name] for name in message} == message


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("types=gathering.*", ["gathering.created", "gathering.member.joined", "gathering.updated"]),
        ("types=gathering.member.*", ["gathering.member.joined"]),
        ("types=sanction.created,%20gathering.created,", ["gathering.created", "sanction.created"]),
        ("types=*", ["participant.created", "gathering.created"]),
    ],
)
async def test_types_filter(api: Api, query: str, types: list[str]) -> None:
    async with listening(api, query) as blocks:
        ada = await api.participant()
        lobby = await api.gathering()
        await api.post(f"/gatherings/{lobby['id']}/members", {"participantId": ada["id"]})
        await api.post("/sanctions", {"participantId": ada["id"], "type": "mute"})
        assert await blocks.types(len(types)) == types


async def test_resources_filter(api: Api, emulator: Emulator) -> None:
    one, two = await api.session(autoStart=False), await api.session(autoStart=False)
    async with listening(api, f"resources=session:{two['id']},session:x") as blocks:
        for session in (one, two):
            await api.post(f"/sessions/{session['id']}/stop")
        await emulator.settle()
        assert (await blocks.event())[1]["resourceId"] == f"session:{two['id']}"


async def test_a_project_stream_and_a_tenant_stream(api: Api, emulator: Emulator) -> None:
    other = emulator.add_project("Another")
    rival_key, rival = emulator.add_tenant("rival")
    async with listening(api) as here, listening(api, path="/api/events/stream") as everywhere:
        await api.call(
            "POST",
            f"/api/projects/{rival}/participants",
            {"externalUserId": "x"},
            headers={"X-API-Key": rival_key},
        )
        await api.post(f"/api/projects/{other}/participants", {"externalUserId": "a"})
        await api.participant("b")
        seen = [(await everywhere.event())[1]["projectId"] for _ in range(2)]
        assert seen == [other, emulator.project_id]
        assert (await here.event())[1]["projectId"] == emulator.project_id


async def test_a_stream_needs_credentials(api: Api) -> None:
    assert (await api.call("GET", "/events/stream", headers={})).status == 401
    assert (await api.call("GET", "/api/events/stream", headers={"X-API-Key": "x"})).status == 401


async def test_a_disconnected_reader_is_removed(api: Api, emulator: Emulator) -> None:
    async with listening(api), listening(api):
        await emulator.wait_for_streams(2)
    await emulator.wait_for_streams(0)


async def with_options(test: Callable[[Api], Awaitable[None]], emulator: Emulator) -> None:
    async with emulator, aiohttp.ClientSession() as http:
        await test(Api(emulator, http))


async def test_an_idle_stream_sends_comments() -> None:
    async def test(api: Api) -> None:
        async with listening(api) as blocks:
            assert [await blocks.next() for _ in range(3)] == [": heartbeat\n"] * 3
            await api.participant()
            assert "participant.created" in await blocks.next()

    await with_options(test, Emulator(heartbeat=0.02))


async def test_ids_by_connection() -> None:
    async def test(api: Api) -> None:
        for _ in range(2):
            async with listening(api) as blocks:
                await api.session(autoStart=False)
                await api.session(autoStart=False)
                ids = [(await blocks.event())[0] for _ in range(2)]
                assert ids == ["1", "2"]

    await with_options(test, Emulator(sse_ids="counter"))


async def test_replay_by_setting_only() -> None:
    async def test(api: Api) -> None:
        for user in ("a", "b", "c"):
            await api.participant(user)
        first = api.emulator.events[0]["id"]
        async with listening(api, **{"Last-Event-ID": first}) as blocks:
            await api.participant("d")
            users = [(await blocks.event())[1]["payload"]["data"]["externalUserId"] for _ in range(1)]
            if api.emulator.settings.replay:
                users += [(await blocks.event())[1]["payload"]["data"]["externalUserId"] for _ in range(2)]
        assert users == (["b", "c", "d"] if api.emulator.settings.replay else ["d"])
        async with listening(api, **{"Last-Event-ID": "unknown"}) as blocks:
            await api.participant("e")
            assert (await blocks.event())[1]["payload"]["data"]["externalUserId"] == "e"

    await with_options(test, Emulator(replay=True))
    await with_options(test, Emulator(replay=False))


async def test_a_slow_reader_is_cut() -> None:
    async def test(api: Api) -> None:
        async with listening(api) as blocks:
            for number in range(40):
                await api.participant("x" * 100_000 + str(number))
            await api.emulator.wait_for_streams(0)
            count = 0
            try:
                while await blocks.next():
                    count += 1
            except aiohttp.ClientError:
                pass
            assert count < 40

    # Fewer events would fit in the sockets' buffers and never fill the queue.
    await with_options(test, Emulator(stream_buffer=2, body_limit=200_000))


async def test_streams_can_be_cut(api: Api, emulator: Emulator) -> None:
    async with listening(api) as one, listening(api) as two:
        emulator.cut_streams()
        assert await one.ended()
        assert await two.ended()


async def test_events_can_be_lost_duplicated_and_reordered(api: Api, emulator: Emulator) -> None:
    events = emulator.faults.events
    async with listening(api) as blocks:
        events.drop("participant.*")
        events.duplicate("sanction.created")
        events.reorder("session.created")
        await api.participant()
        await api.session(autoStart=False)
        await api.post("/sanctions", {"externalUserId": "ada", "type": "mute"})
        assert await blocks.types(3) == ["sanction.created", "sanction.created", "session.created"]
        events.cut()
        await api.participant("bob")
        assert await blocks.ended()
    assert len(emulator.events) == 4
    with pytest.raises(ValueError, match="at least 1"):
        events.drop(times=0)


async def test_replay_and_counters_exclude_each_other() -> None:
    with pytest.raises(ValueError, match="replay needs"):
        Emulator(replay=True, sse_ids="counter")


async def test_reset_cuts_streams(api: Api, emulator: Emulator) -> None:
    async with listening(api) as blocks:
        emulator.reset()
        assert await blocks.ended()


async def test_stopping_with_open_streams_is_quick() -> None:
    emulator = Emulator()
    await emulator.start()
    async with aiohttp.ClientSession() as http:
        api = Api(emulator, http)
        async with listening(api) as blocks:
            async with at_once():
                await emulator.stop()
            assert await blocks.ended()


async def test_a_limited_stream_ends_cleanly() -> None:
    async def test(api: Api) -> None:
        async with listening(api) as blocks:
            assert await blocks.next() == ""
            assert blocks.response.content.at_eof()
        assert api.emulator.streams == 0

    await with_options(test, Emulator(stream_limit=0.05))
