"""Reset, dump and load, and reproducible identifiers."""

from __future__ import annotations

import aiohttp
import pytest

from cortex_async.emulator import Clock, Emulator
from tests.bytecodes import Counter
from tests.emulator.api import Api
from tests.emulator.conftest import START


async def test_reset_goes_back_to_the_beginning(api: Api, emulator: Emulator) -> None:
    await api.session()
    emulator.faults.always("*", status=500)
    await emulator.clock.advance(3600)
    emulator.reset()
    assert await api.get("/sessions") == []
    assert emulator.clock.now() == START
    assert emulator.events == []
    assert len(emulator.requests) == 1


async def test_reset_is_quick(api: Api, emulator: Emulator) -> None:
    for number in range(200):
        await api.participant(f"user-{number}")
    counter = Counter()
    counter.start()
    try:
        emulator.reset()
    finally:
        counter.stop()
    assert counter.bytecodes < 20_000


async def test_a_dump_is_loaded_elsewhere(api: Api, emulator: Emulator) -> None:
    session = await api.session()
    await emulator.say(session["id"], "ada", "hello")
    lobby = await api.gathering()
    await api.post(
        f"/gatherings/{lobby['id']}/members", {"participantId": (await api.participant("ada"))["id"]}
    )
    dumped = emulator.dump()
    assert emulator.api_key not in dumped
    async with Emulator(clock=Clock(START, frozen=True)) as other:
        other.load(dumped)
        there = Api(other, api.http)
        for path in ("/sessions", f"/sessions/{session['id']}/messages", "/participants", "/gatherings"):
            assert await there.get(path) == await api.get(path)
        assert (await there.get(f"/gatherings/lookup/{lobby['joinCode']}"))["memberCount"] == 1
        await other.say(session["id"], "ada", "still here")
        assert (await there.call("GET", "/sessions", headers=api.headers)).status == 200


@pytest.mark.parametrize("dumped", ["", "{", "[]", "{}", '{"version": 99}'])
async def test_an_invalid_dump_changes_nothing(api: Api, emulator: Emulator, dumped: str) -> None:
    await api.participant()
    with pytest.raises(ValueError):
        emulator.load(dumped)
    assert (await api.get("/participants"))["total"] == 1


async def test_a_seed_reproduces_identifiers(api: Api, emulator: Emulator) -> None:
    async def play(one: Emulator) -> list[object]:
        there = Api(one, api.http)
        session = await there.session()
        await one.say(session["id"], "ada", "hello")
        return [session, await there.gathering(), one.events, one.api_key, one.project_id]

    first = await play(emulator)
    emulator.reset()
    assert await play(emulator) == first
    async with Emulator(clock=Clock(START, frozen=True), random_seed=1) as twin:
        assert await play(twin) == first
    async with Emulator(clock=Clock(START, frozen=True)) as stranger:
        assert (await play(stranger))[0] != first[0]


async def test_two_emulators_are_independent(emulator: Emulator) -> None:
    async with Emulator() as other, aiohttp.ClientSession() as http:
        await Api(other, http).participant()
        here = Api(emulator, http)
        assert (await here.get("/participants"))["total"] == 0
        assert (await here.call("GET", "/sessions", headers={"X-API-Key": other.api_key})).status == 401
