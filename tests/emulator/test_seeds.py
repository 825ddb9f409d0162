"""Sample data: people who talk over minutes, and projects of any size that need little memory."""

from __future__ import annotations

import time
import tracemalloc
from collections import Counter
from datetime import datetime
from typing import Any

import aiohttp
import pytest

from cortex_async.emulator import Clock, Emulator
from cortex_async.emulator.conversation import MAX_MESSAGES, Conversation
from tests.emulator.api import Api
from tests.emulator.conftest import START


def minutes(messages: list[Any]) -> float:
    first, last = (datetime.fromisoformat(messages[position]["timestamp"]) for position in (0, -1))
    return (last - first).total_seconds() / 60


async def test_the_demo_spreads_messages_over_minutes_with_several_speakers(
    api: Api, emulator: Emulator
) -> None:
    emulator.seed()
    for session in await api.get("/sessions"):
        messages = await api.get(f"/sessions/{session['id']}/messages")
        spoken = [one for one in messages if one["type"] == "user"]
        assert len({one["senderName"] for one in spoken}) == 3
        assert minutes(spoken) > 2
        assert len({one["timestamp"] for one in spoken}) == len(spoken)
        assert session["createdAt"] < spoken[0]["timestamp"]
        assert spoken[-1]["timestamp"] < emulator.clock.iso()
    assert emulator.clock.now() == START


async def test_the_demo_can_be_added_twice(api: Api, emulator: Emulator) -> None:
    emulator.seed()
    emulator.seed()
    assert len(await api.get("/sessions")) == 4


async def test_large_data_is_listed_like_any_other(api: Api, emulator: Emulator) -> None:
    emulator.seed("large", sessions=50, messages=40)
    sessions = await api.get("/sessions")
    assert Counter(one["status"] for one in sessions) == {"ended": 45, "active": 5}
    assert [one["createdAt"] for one in sessions] == sorted(one["createdAt"] for one in sessions)
    seen: set[str] = set()
    for session in sessions:
        messages = await api.get(f"/sessions/{session['id']}/messages")
        assert len(messages) == 40
        assert messages == await api.get(f"/sessions/{session['id']}/messages")
        assert minutes(messages) > 2
        assert len({one["senderName"] for one in messages if one["type"] == "user"}) > 1
        assert session["createdAt"] < messages[0]["timestamp"]
        assert messages[-1]["timestamp"] < emulator.clock.iso()
        seen |= {one["id"] for one in messages}
    assert len(seen) == 50 * 40
    assert (await api.get("/participants"))["total"] == 10
    assert emulator.events == []


async def test_large_data_can_be_changed(api: Api, emulator: Emulator) -> None:
    emulator.seed("large", sessions=10, messages=30)
    session = (await api.get("/sessions"))[-1]["id"]
    before = await api.get(f"/sessions/{session}/messages")
    await emulator.say(session, "ada", "hello")
    after = await api.get(f"/sessions/{session}/messages")
    assert after[:30] == before
    assert [one["content"] for one in after[30:]] == ["ada joined", "hello"]
    speaker = next(one["senderName"] for one in before if one["type"] == "user")
    people = (await api.get("/participants"))["participants"]
    gone = next(one["id"] for one in people if one["displayName"] == speaker)
    await api.ok("DELETE", f"/participants/{gone}")
    left = await api.get(f"/sessions/{session}/messages")
    assert left == [one for one in after if one["senderName"] != speaker]
    ada = next(one["id"] for one in people if one["displayName"] == "ada")
    await api.ok("DELETE", f"/participants/{ada}")
    kept = [one for one in left if one["content"] != "hello"]
    assert await api.get(f"/sessions/{session}/messages") == kept
    async with Emulator(clock=Clock(START, frozen=True)) as other:
        other.load(emulator.dump())
        assert await Api(other, api.http).get(f"/sessions/{session}/messages") == kept


async def test_a_message_is_found_by_its_id(api: Api, emulator: Emulator) -> None:
    emulator.seed("large", sessions=3, messages=40)
    session = (await api.get("/sessions"))[-1]["id"]
    said = await emulator.say(session, "ada", "hello")
    messages = await api.get(f"/sessions/{session}/messages")
    for message in messages:
        annotation = await emulator.annotate(message["id"], "toxicity", {})
        assert annotation["messageId"] == message["id"]
    speaker = next(one["senderName"] for one in messages if one["type"] == "user")
    people = (await api.get("/participants"))["participants"]
    gone = next(one["id"] for one in people if one["displayName"] == speaker)
    await api.ok("DELETE", f"/participants/{gone}")
    kept = {one["id"] for one in await api.get(f"/sessions/{session}/messages")}
    assert said["id"] in kept
    lost = [one["id"] for one in messages if one["id"] not in kept]
    assert lost
    for unknown in (*lost, "00000000-0000-4000-8006-000000000001", f"00000000{messages[0]['id'][8:]}", ""):
        with pytest.raises(KeyError):
            await emulator.annotate(unknown, "toxicity", {})


async def test_what_is_said_takes_little_memory() -> None:
    async with Emulator(history=1) as emulator, aiohttp.ClientSession() as http:
        session = (await Api(emulator, http).session())["id"]
        await emulator.say(session, "ada", "hello")
        count = 2_000
        tracemalloc.start()
        try:
            before, _ = tracemalloc.get_traced_memory()
            for _ in range(count):
                await emulator.say(session, "ada", "Careful, the whole squad is holding the tower.")
            after, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert (after - before) / count < 500


async def test_a_dump_of_large_data_is_small_and_complete(api: Api, emulator: Emulator) -> None:
    emulator.seed("large", sessions=20, messages=MAX_MESSAGES)
    session = (await api.get("/sessions"))[3]["id"]
    before = await api.get(f"/sessions/{session}/messages")
    dumped = emulator.dump()
    assert len(dumped) < 100_000
    async with Emulator(clock=Clock(START, frozen=True)) as other:
        other.load(dumped)
        assert await Api(other, api.http).get(f"/sessions/{session}/messages") == before
        other.reset()
        assert await Api(other, api.http).get("/sessions") == []


async def test_the_same_seed_makes_the_same_data(api: Api, emulator: Emulator) -> None:
    async with Emulator(clock=Clock(START, frozen=True), random_seed=1) as twin:
        there = Api(twin, api.http)
        for one in (emulator, twin):
            one.seed("large", sessions=10, messages=10)
        sessions = await api.get("/sessions")
        assert sessions == await there.get("/sessions")
        path = f"/sessions/{sessions[0]['id']}/messages"
        assert await api.get(path) == await there.get(path)


async def test_a_million_messages_in_seconds_and_little_memory(api: Api, emulator: Emulator) -> None:
    emulator.seed("large", sessions=10, messages=10)
    tracemalloc.start()
    try:
        began = time.process_time()
        emulator.seed("large")
        assert time.process_time() - began < 20
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40_000_000
    sessions = await api.get("/sessions")
    assert len(sessions) == 10_010
    assert len(await api.get(f"/sessions/{sessions[5_000]['id']}/messages")) == 100


@pytest.mark.parametrize(
    "damage",
    [
        {"count": -1},
        {"count": 10**9},
        {"speakers": []},
        {"speakers": [["a"]]},
        {"start": 1e300},
        {"seed": "x"},
        {"start": None},
    ],
    ids=str,
)
def test_damaged_conversations_are_refused(damage: dict[str, Any]) -> None:
    sound = Conversation(1, 5, 0.0, (("p", "ada", "Ada"),)).dump()
    assert Conversation.load(sound).dump() == sound
    with pytest.raises((ValueError, TypeError)):
        Conversation.load({**sound, **damage})


async def test_fixed_ids_count_up_by_kind() -> None:

    async with Emulator(fixed_ids=True, project_id="mine") as emulator, aiohttp.ClientSession() as http:
        api = Api(emulator, http)
        assert emulator.project_id == "mine"
        ada = await api.participant()
        await api.get("/participants")
        sessions = [await api.session(), await api.session()]
        assert [one["id"] for one in sessions] == [
            "00000000-0000-4000-8006-000000000001",
            "00000000-0000-4000-8006-000000000002",
        ]
        assert ada["id"] == "00000000-0000-4000-8008-000000000001"
        dumped = emulator.dump()
        emulator.reset()
        assert (await api.session())["id"] == sessions[0]["id"]
        emulator.load(dumped)
        assert (await api.session())["id"] == "00000000-0000-4000-8006-000000000003"
        assert not emulator.violations
    async with Emulator(fixed_ids=True, project_id="mine") as other:
        other.load(dumped)
        there = Api(other, aiohttp.ClientSession())
        async with there.http:
            assert (await there.session())["id"] == "00000000-0000-4000-8006-000000000003"
            assert len(await there.get("/sessions")) == 3


async def test_a_seeded_emulator_does_not_repeat_the_ids_of_a_loaded_state(
    api: Api, emulator: Emulator
) -> None:
    session = await api.session()
    dumped = emulator.dump()
    async with Emulator(clock=Clock(START, frozen=True), random_seed=1) as twin:
        twin.load(dumped)
        there = Api(twin, api.http)
        another = await there.session()
        assert another["id"] != session["id"]
        assert len(await there.get("/sessions")) == 2


@pytest.mark.parametrize("project", ["", "a/b", "ä", "x" * 65, "a b", ".."])
def test_project_ids_fit_into_urls(project: str) -> None:
    with pytest.raises(ValueError, match="project_id must be 1 to 64 letters, digits, '-' or '_', got "):
        Emulator(project_id=project)
