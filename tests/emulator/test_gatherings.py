"""Gatherings and their members."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api


async def join(api: Api, code: str, participant: Any) -> Any:
    return await api.post("/gatherings/join", {"joinCode": code, "participantId": participant["id"]})


async def test_a_lobby_from_creation_to_its_end(api: Api) -> None:
    lobby = await api.gathering(maxMembers=4, properties={"map": "dust"})
    assert (lobby["status"], lobby["memberCount"], lobby["roomId"]) == ("pending", 0, lobby["joinCode"])
    assert len(lobby["joinCode"]) == 8
    path = f"/gatherings/{lobby['id']}"
    assert (await join(api, lobby["joinCode"], await api.participant()))["success"] is True
    assert (await api.get(path))["status"] == "active"
    started = await api.post(f"{path}/start", {"roomId": "arena"})
    assert (started["status"], started["roomId"]) == ("started", "arena")
    assert (await api.call("POST", f"{path}/start", {"roomId": "arena"})).status == 409
    assert (await api.post(f"{path}/end"))["status"] == "ended"
    for method, action in (("POST", "/end"), ("DELETE", ""), ("POST", "/start")):
        body = {"roomId": "x"} if action == "/start" else None
        assert (await api.call(method, path + action, body)).status == 409
    types = [one for one in api.event_types() if one.startswith("gathering.")]
    assert types == [
        "gathering.created",
        "gathering.member.joined",
        "gathering.updated",
        "gathering.started",
        "gathering.ended",
    ]


async def test_a_code_is_typed_as_people_type(api: Api) -> None:
    lobby = await api.gathering()
    code = lobby["joinCode"]
    typed = f"{code[:4].lower()}-{code[4:].lower()}"
    assert (await api.get(f"/gatherings/lookup/{typed}"))["id"] == lobby["id"]
    response = await join(api, typed, await api.participant())
    assert response["gathering"]["memberCount"] == 1
    assert response["member"]["status"] == "joined"


async def test_an_unknown_code(api: Api) -> None:
    assert (await api.call("GET", "/gatherings/lookup/NOTACODE")).status == 404
    body = {"joinCode": "NOTACODE", "participantId": "x"}
    assert (await api.call("POST", "/gatherings/join", body)).status == 404


async def test_joining_fails_softly(api: Api) -> None:
    lobby = await api.gathering(maxMembers=2)
    code = lobby["joinCode"]
    ada, bob, eve = [await api.participant(user) for user in ("ada", "bob", "eve")]
    assert await join(api, code, {"id": "unknown"}) == {"success": False, "error": "Participant not found"}
    await join(api, code, ada)
    await join(api, code, bob)
    assert (await join(api, code, ada))["gathering"]["memberCount"] == 2
    assert await join(api, code, eve) == {"success": False, "error": "Gathering is full"}
    direct = await api.call("POST", f"/gatherings/{lobby['id']}/members", {"participantId": eve["id"]})
    assert direct.status == 409
    await api.ok("DELETE", f"/gatherings/{lobby['id']}/members/{bob['id']}")
    assert (await join(api, code, eve))["success"] is True
    await api.ok("DELETE", f"/gatherings/{lobby['id']}")
    assert await join(api, code, bob) == {"success": False, "error": "Gathering is cancelled"}


async def test_the_steps_of_a_member(api: Api) -> None:
    lobby = await api.gathering()
    ada = await api.participant()
    members = f"/gatherings/{lobby['id']}/members"
    member = await api.post(members, {"participantId": ada["id"], "properties": {"team": "red"}})
    assert (member["status"], member["role"], member["properties"]) == ("joined", "member", {"team": "red"})
    path = f"{members}/{member['id']}"
    assert "readyAt" in await api.ok("PATCH", path, {"status": "ready"})
    back = await api.ok("PATCH", path, {"status": "joined", "properties": {}})
    assert ("readyAt" in back, back["properties"]) == (False, {})
    assert (await api.call("PATCH", path, {"status": "invited"})).status == 400
    await api.ok("PATCH", path, {"status": "left"})
    assert await api.get(members) == []
    assert (await api.call("PATCH", path, {"status": "ready"})).status == 409
    again = await api.ok("PATCH", path, {"status": "joined"})
    assert again["id"] == member["id"]
    assert (await api.call("PATCH", f"{members}/{ada['id']}", {})).status == 404
    assert (await api.call("DELETE", f"{members}/{member['id']}")).status == 404
    names = [one.removeprefix("gathering.member.") for one in api.event_types() if ".member." in one]
    assert names == ["joined", "ready", "left", "joined"]
    left = api.events("gathering.member.left")[0]["payload"]["data"]
    assert left == {"gatheringId": lobby["id"], "participantId": ada["id"]}


async def test_members_in_detail(api: Api) -> None:
    ada = await api.participant()
    lobby = await api.gathering(ownerId=ada["id"])
    assert (lobby["status"], lobby["memberCount"]) == ("pending", 1)
    detail = await api.get(f"/gatherings/{lobby['id']}?includeMembers=true")
    assert [one["role"] for one in detail["members"]] == ["owner"]
    assert "members" not in await api.get(f"/gatherings/{lobby['id']}")
    response = await api.call("POST", "/gatherings", {"name": "x", "type": "lobby", "ownerId": "unknown"})
    assert response.status == 404


async def test_lists_filter(api: Api) -> None:
    await api.gathering(listed=True)
    await api.gathering(type="open")
    gone = await api.gathering()
    await api.ok("DELETE", f"/gatherings/{gone['id']}")
    totals = [
        (await api.get(f"/gatherings?{query}"))["total"]
        for query in ("", "listed=true", "type=open", "status=cancelled", "status=pending&listed=false")
    ]
    assert totals == [3, 1, 1, 1, 1]
    assert len((await api.get("/gatherings?limit=1"))["gatherings"]) == 1


async def test_an_update_respects_who_is_there(api: Api) -> None:
    lobby = await api.gathering(maxMembers=8)
    for user in ("ada", "bob", "eve"):
        await join(api, lobby["joinCode"], await api.participant(user))
    path = f"/gatherings/{lobby['id']}"
    assert (await api.call("PATCH", path, {"maxMembers": 2})).status == 400
    assert (await api.call("PATCH", path, {"maxMembers": 101})).status == 400
    updated = await api.ok("PATCH", path, {"maxMembers": 3, "name": "New", "listed": True, "roomId": "no"})
    assert (updated["maxMembers"], updated["name"], updated["roomId"]) == (3, "New", lobby["roomId"])
    changes = api.events("gathering.updated")[-1]["payload"]["changes"]
    assert changes == {"maxMembers": 8, "name": "Lobby", "listed": False}


async def test_starting_creates_a_session_on_request(api: Api, emulator: Emulator) -> None:
    lobby = await api.gathering(autoStartSession=True)
    started = await api.post(f"/gatherings/{lobby['id']}/start", {"roomId": "arena"})
    session = await api.get(f"/sessions/{started['sessionId']}")
    assert (session["externalRoomId"], session["title"]) == ("arena", "Lobby")
    await emulator.say(session["id"], "ada", "hello")
    types = api.event_types()
    assert types.index("session.created") < types.index("gathering.started")


async def test_an_appointment_starts_by_itself(api: Api, emulator: Emulator) -> None:
    meeting = await api.gathering(
        type="appointment", startsAt="2026-01-31T15:00:00Z", autoStartSession=True, roomId="hall"
    )
    path = f"/gatherings/{meeting['id']}"
    await emulator.clock.advance(timedelta(hours=1))
    await api.ok("PATCH", path, {"startsAt": "2026-01-31T16:00:00Z"})
    await emulator.clock.advance(timedelta(hours=2))
    assert (await api.get(path))["status"] == "pending"
    await emulator.clock.advance(timedelta(hours=24))
    started = await api.get(path)
    assert started["status"] == "started"
    session = await api.get(f"/sessions/{started['sessionId']}")
    assert (session["externalRoomId"], session["createdAt"]) == ("hall", "2026-01-31T16:00:00.000Z")


async def test_a_lobby_expires_after_a_day(api: Api, emulator: Emulator) -> None:
    idle, busy = await api.gathering(), await api.gathering()
    await api.post(f"/gatherings/{busy['id']}/start", {"roomId": "arena"})
    await emulator.clock.advance(timedelta(days=1))
    assert (await api.get(f"/gatherings/{idle['id']}"))["status"] == "expired"
    assert (await api.get(f"/gatherings/{busy['id']}"))["status"] == "started"
    assert api.events("gathering.updated")[-1]["payload"]["changes"] == {"status": "pending"}


@pytest.mark.parametrize(
    "values",
    [
        {"maxMembers": 1},
        {"maxMembers": 101},
        {"maxMembers": 2.5},
        {"startsAt": "soon"},
        {"startsAt": "2026-02-01T12:00:00Z", "endsAt": "2026-02-01T11:00:00Z"},
        {"searchProperties": {"level": True}},
        {"participants": [{"name": "Jane"}]},
    ],
)
async def test_bad_values(api: Api, values: dict[str, object]) -> None:
    body = {"name": "x", "type": "lobby", **values}
    assert (await api.call("POST", "/gatherings", body)).status == 400


@pytest.mark.parametrize(
    ("method", "action"),
    [("GET", ""), ("DELETE", ""), ("POST", "/end"), ("GET", "/members"), ("GET", "/invitations")],
)
async def test_an_unknown_gathering(api: Api, method: str, action: str) -> None:
    assert (await api.call(method, f"/gatherings/unknown{action}")).status == 404
