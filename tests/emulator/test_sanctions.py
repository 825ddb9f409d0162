"""Sanctions."""

from __future__ import annotations

from typing import Any

import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api


async def mute(api: Api, **values: Any) -> Any:
    return await api.post("/sanctions", {"externalUserId": "ada", "type": "mute", **values})


async def test_a_permanent_sanction(api: Api) -> None:
    sanction = await mute(api, reason="noise", scope={"channels": ["team"]})
    assert (sanction["isActive"], sanction["status"]) == (True, "active")
    assert sanction["startAt"] == "2026-01-31T12:00:00.000Z"
    assert "endAt" not in sanction
    assert "participant" not in sanction
    assert await api.get(f"/sanctions/{sanction['id']}") == sanction


async def test_somebody_has_to_be_named(api: Api) -> None:
    response = await api.call("POST", "/sanctions", {"type": "mute"})
    assert (response.status, response["message"]) == (400, "participantId or externalUserId is required")
    unknown = await api.call("POST", "/sanctions", {"type": "mute", "participantId": "unknown"})
    assert unknown.status == 404
    unknown = await api.call("POST", "/sanctions", {"type": "mute", "externalUserId": "a", "sessionId": "b"})
    assert unknown.status == 404


async def test_a_sanction_on_a_participant_is_found_under_its_user(api: Api) -> None:
    ada = await api.participant("ada")
    sanction = await api.post("/sanctions", {"participantId": ada["id"], "type": "temp_ban"})
    assert sanction["externalUserId"] == "ada"
    assert sanction["participant"]["displayName"] == "ada"
    assert await api.get("/sanctions/user/ada") == [sanction]
    assert await api.get(f"/sanctions/participant/{ada['id']}") == [sanction]
    assert await api.get("/sanctions/participant/unknown") == []


async def test_status_follows_time(api: Api, emulator: Emulator) -> None:
    sanction = await mute(api, startAt="2026-01-31T13:00:00+00:00", endAt="2026-01-31T15:00:00+01:00")
    assert sanction["endAt"] == "2026-01-31T14:00:00.000Z"
    path = f"/sanctions/{sanction['id']}"
    seen: list[tuple[bool, str]] = []
    for _ in range(3):
        now = await api.get(path)
        seen.append((now["isActive"], now["status"]))
        await emulator.clock.advance(3600)
    assert seen == [(False, "active"), (True, "active"), (False, "expired")]


async def test_active_by_user_and_all_by_user(api: Api, emulator: Emulator) -> None:
    short = await mute(api, endAt="2026-01-31T12:30:00Z")
    long = await mute(api, type="temp_ban")
    assert len(await api.get("/sanctions/user/ada/active")) == 2
    assert await api.get("/sanctions/user/ada/active?type=mute") == [short]
    await emulator.clock.advance(1800)
    assert [one["id"] for one in await api.get("/sanctions/user/ada/active")] == [long["id"]]
    assert [one["id"] for one in await api.get("/sanctions/user/ada")] == [long["id"], short["id"]]
    assert (await api.get("/sanctions?activeOnly=true"))["total"] == 1
    assert (await api.get("/sanctions?activeOnly=false&type=mute"))["total"] == 1


async def test_revoking_keeps_the_record(api: Api) -> None:
    sanction = await mute(api, reason="noise", metadata={"by": "filter"})
    path = f"/sanctions/{sanction['id']}"
    revoked = await api.post(f"{path}/revoke", {"reason": "mistake"})
    assert (revoked["status"], revoked["isActive"], revoked["reason"]) == ("revoked", False, "noise")
    assert revoked["revokedByUserId"] == sanction["createdByUserId"]
    assert revoked["metadata"] == {"by": "filter", "revokeReason": "mistake"}
    assert await api.post(f"{path}/revoke", {}) == revoked
    assert (await api.call("PATCH", path, {"reason": "other"})).status == 409
    assert api.event_types() == ["sanction.created", "sanction.revoked"]


async def test_an_update_changes_the_end(api: Api, emulator: Emulator) -> None:
    sanction = await mute(api, endAt="2026-01-31T13:00:00Z")
    path = f"/sanctions/{sanction['id']}"
    permanent = await api.ok("PATCH", path, {"endAt": None})
    assert "endAt" not in permanent
    changes = api.events("sanction.updated")[0]["payload"]["changes"]
    assert changes["endAt"] == "2026-01-31T13:00:00.000Z"
    await emulator.clock.advance(7200)
    assert (await api.get(path))["isActive"] is True


@pytest.mark.parametrize("end", ["tomorrow", "2026-01-31T11:00:00Z", "9999-12-31T23:59:59-23:59", ""])
async def test_an_end_is_a_later_date(api: Api, end: str) -> None:
    body = {"externalUserId": "ada", "type": "mute", "endAt": end}
    assert (await api.call("POST", "/sanctions", body)).status == 400
    sanction = await mute(api)
    assert (await api.call("PATCH", f"/sanctions/{sanction['id']}", {"endAt": end})).status == 400


async def test_a_sanction_by_user_id_shows_the_participant(api: Api, emulator: Emulator) -> None:
    """Everywhere, whether the participant was there before or comes later, and only that one."""
    before = await mute(api)
    assert "participant" not in before
    await api.participant("bob")
    ada = await api.participant("ada")
    after = await mute(api)
    assert after["participant"] == {name: ada[name] for name in after["participant"]}
    assert {"id", "displayName", "externalUserId"} <= set(after["participant"])
    assert "participantId" not in after
    shown = [
        await api.get(f"/sanctions/{before['id']}"),
        *(await api.get("/sanctions"))["sanctions"],
        *await api.get("/sanctions/user/ada"),
        *await api.get("/sanctions/user/ada/active"),
        await api.ok("PATCH", f"/sanctions/{before['id']}", {"reason": "noise"}),
        await api.post(f"/sanctions/{after['id']}/revoke", {}),
        *(event["payload"]["data"] for event in api.events("sanction.created")[1:]),
        *(event["payload"]["data"] for event in api.events("sanction.updated", "sanction.revoked")),
    ]
    assert len(shown) == 12
    assert {one["participant"]["id"] for one in shown} == {ada["id"]}
    await api.ok("DELETE", f"/participants/{ada['id']}")
    assert "participant" not in await api.get(f"/sanctions/{before['id']}")


async def test_a_sanction_by_user_id_is_none_of_a_participants_own(api: Api) -> None:
    ada = await api.participant("ada")
    by_user = await mute(api)
    by_participant = await api.post("/sanctions", {"participantId": ada["id"], "type": "mute"})
    assert await api.get(f"/sanctions/participant/{ada['id']}") == [by_participant]
    assert {one["id"] for one in await api.get("/sanctions/user/ada")} == {
        by_user["id"],
        by_participant["id"],
    }


@pytest.mark.parametrize(
    ("end", "accepted"), [("2026-01-31T13:00:01Z", True), ("2026-01-31T13:00:00Z", False), ("2026-01-31T12:30:00Z", False)]
)  # fmt: skip
async def test_a_changed_end_is_held_against_the_start(api: Api, end: str, accepted: bool) -> None:
    sanction = await mute(api, startAt="2026-01-31T13:00:00Z", endAt="2026-01-31T14:00:00Z")
    path = f"/sanctions/{sanction['id']}"
    response = await api.call("PATCH", path, {"endAt": end})
    assert response.status == (200 if accepted else 400)
    assert (await api.get(path))["endAt"] == (response["endAt"] if accepted else sanction["endAt"])


async def test_an_end_that_is_moved_renews_what_has_expired(api: Api, emulator: Emulator) -> None:
    sanction = await mute(api, endAt="2026-01-31T12:30:00Z")
    path = f"/sanctions/{sanction['id']}"
    await emulator.clock.advance(3600)
    assert await api.get("/sanctions/user/ada/active") == []
    renewed = await api.ok("PATCH", path, {"endAt": "2026-01-31T14:00:00Z"})
    assert (renewed["status"], renewed["isActive"]) == ("active", True)
    assert len(await api.get("/sanctions/user/ada/active")) == 1
    await emulator.clock.advance(3600)
    assert (await api.get(path))["status"] == "expired"
