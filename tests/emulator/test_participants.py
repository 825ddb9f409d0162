"""Participants."""

from __future__ import annotations

import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api


async def test_create_finds_who_is_there(api: Api) -> None:
    body = {"externalUserId": "ada", "displayName": "Ada", "userData": {"level": 3}}
    first = await api.call("POST", "/participants", body)
    again = await api.call("POST", "/participants", {**body, "displayName": "Other", "userData": {}})
    assert (first.status, again.status) == (201, 201)
    assert again.body == first.body
    assert first["userData"] == {"level": 3}
    assert api.event_types() == ["participant.created"]


async def test_the_same_user_is_somebody_else_in_another_project(api: Api, emulator: Emulator) -> None:
    other = emulator.add_project("Another")
    here = await api.participant("ada")
    there = await api.post(f"/api/projects/{other}/participants", {"externalUserId": "ada"})
    assert here["id"] != there["id"]


async def test_pages_and_search(api: Api) -> None:
    for number in range(7):
        await api.post("/participants", {"externalUserId": f"user-{number}", "displayName": f"Name {number}"})
    page = await api.get("/participants?limit=3&offset=5")
    assert [one["externalUserId"] for one in page["participants"]] == ["user-5", "user-6"]
    assert page["total"] == 7
    assert (await api.get("/participants?search=USER-4"))["total"] == 1
    assert (await api.get("/participants?search=name"))["total"] == 7
    assert (await api.get("/participants?limit=0"))["participants"] == []
    assert (await api.get("/participants?limit=3.0"))["total"] == 7


async def test_an_update_tells_the_old_values(api: Api) -> None:
    ada = await api.participant("ada")
    path = f"/participants/{ada['id']}"
    updated = await api.ok("PATCH", path, {"displayName": "Ada", "userData": {"a": 1}})
    assert updated == {**ada, "displayName": "Ada", "userData": {"a": 1}}
    await api.ok("PATCH", path, {"displayName": "Ada"})
    (event,) = api.events("participant.updated")
    assert event["payload"]["changes"] == {"displayName": "ada", "userData": {}}
    assert event["payload"]["data"] == updated
    assert event["resourceId"] == f"participant:{ada['id']}"


async def test_deleting_takes_the_history_along(api: Api, emulator: Emulator) -> None:
    session = await api.session()
    await emulator.say(session["id"], "ada", "hello")
    await emulator.say(session["id"], "bob", "hi")
    ada = (await api.get("/participants?search=ada"))["participants"][0]
    lobby = await api.gathering()
    await api.post(f"/gatherings/{lobby['id']}/members", {"participantId": ada["id"]})
    await api.post("/sanctions", {"participantId": ada["id"], "type": "mute"})
    await api.post("/sanctions", {"externalUserId": "ada", "type": "warn"})

    response = await api.call("DELETE", f"/participants/{ada['id']}")
    assert (response.status, response.body) == (204, b"")
    assert (await api.call("GET", f"/participants/{ada['id']}")).status == 404
    assert "hello" not in [one["content"] for one in await api.get(f"/sessions/{session['id']}/messages")]
    assert await api.get(f"/gatherings/{lobby['id']}/members") == []
    assert [one["type"] for one in await api.get("/sanctions/user/ada")] == ["warn"]
    assert api.events("participant.deleted")[0]["payload"]["data"] == ada
    assert (await api.participant("ada"))["id"] != ada["id"]


@pytest.mark.parametrize("body", [{"externalUserId": ""}, {}, {"externalUserId": 7}])
async def test_an_external_user_id_is_needed(api: Api, body: dict[str, object]) -> None:
    assert (await api.call("POST", "/participants", body)).status == 400


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_nobody(api: Api, method: str) -> None:
    body: dict[str, str] | None = {} if method == "PATCH" else None
    assert (await api.call(method, "/participants/unknown", body)).status == 404
