"""Many clients on one lobby at once: never too many members, and none lost."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from typing import Any

import aiohttp

from cortex_async.emulator import Emulator
from tests.emulator.api import Api

CLIENTS = 200
CAPACITY = 25
ROUNDS = 3


async def test_two_hundred_clients_on_one_lobby() -> None:
    dice = random.Random(7)
    async with Emulator(history=10_000) as emulator, session() as http:
        api = Api(emulator, http)
        lobby = await api.gathering(maxMembers=CAPACITY)
        counts: list[int] = []

        async def client(number: int) -> bool:
            """Join, and leave again half of the time, for several rounds."""
            inside = False
            participant = await api.participant(f"user-{number}")
            for _ in range(ROUNDS):
                response = await join(api, lobby, participant)
                inside = response["success"]
                if not inside:
                    assert response["error"] == "Gathering is full"
                    continue
                counts.append(response["gathering"]["memberCount"])
                assert response["member"]["participantId"] == participant["id"]
                if dice.random() < 0.5:
                    await api.ok("DELETE", f"/gatherings/{lobby['id']}/members/{participant['id']}")
                    inside = False
            return inside

        async with asyncio.timeout(50):
            inside = await asyncio.gather(*(client(number) for number in range(CLIENTS)))

        members = await api.get(f"/gatherings/{lobby['id']}/members")
        people = (await api.get(f"/participants?limit={CLIENTS}"))["participants"]
        assert len(people) == CLIENTS
        expected = {one["id"] for one in people if inside[int(one["externalUserId"].removeprefix("user-"))]}
        assert {one["participantId"] for one in members} == expected
        assert len(members) == len(expected)
        assert max(counts) == CAPACITY
        assert (await api.get(f"/gatherings/{lobby['id']}"))["memberCount"] == len(expected)
        happened = Counter(event["type"] for event in emulator.events)
        assert happened["gathering.member.joined"] - happened["gathering.member.left"] == len(expected)
        assert not emulator.violations


async def test_one_user_created_at_once_is_one_participant() -> None:
    async with Emulator() as emulator, session() as http:
        api = Api(emulator, http)
        found = await asyncio.gather(*(api.participant("ada") for _ in range(100)))
        assert len({one["id"] for one in found}) == 1
        assert [event["type"] for event in emulator.events] == ["participant.created"]


def session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


async def join(api: Api, lobby: Any, participant: Any) -> Any:
    body = {"joinCode": lobby["joinCode"], "participantId": participant["id"]}
    return await api.post("/gatherings/join", body)
