"""Invitations to gatherings."""

from __future__ import annotations

from typing import Any

from tests.emulator.api import Api


async def accept(api: Api, invitation: Any, participant: Any) -> Any:
    body = {"participantId": participant["id"]}
    return await api.post(f"/gatherings/invitations/{invitation['id']}/accept", body)


async def invite(api: Api, gathering: Any, host: Any, **values: Any) -> Any:
    return await api.post(f"/gatherings/{gathering['id']}/invite", {"invitedById": host["id"], **values})


async def test_invited_accepted_joined(api: Api) -> None:
    host, guest, other = [await api.participant(user) for user in ("host", "guest", "other")]
    lobby = await api.gathering(accessPolicy="invite-only")
    (invitation,) = await invite(api, lobby, host, participantIds=[guest["id"]])
    assert (invitation["status"], invitation["joinCode"]) == ("pending", lobby["joinCode"])
    assert await api.get(f"/gatherings/invitations/pending?participantId={guest['id']}") == [invitation]
    assert [one["status"] for one in await api.get(f"/gatherings/{lobby['id']}/members")] == ["invited"]

    refused = await accept(api, invitation, other)
    assert refused == {"success": False, "error": "Invitation belongs to another participant"}
    joined = await accept(api, invitation, guest)
    assert joined["member"]["status"] == "joined"
    assert (await accept(api, invitation, guest))["success"] is True
    assert await api.get(f"/gatherings/invitations/pending?participantId={guest['id']}") == []
    (kept,) = await api.get(f"/gatherings/{lobby['id']}/invitations")
    assert (kept["status"], "respondedAt" in kept) == ("accepted", True)

    stranger = {"joinCode": lobby["joinCode"], "participantId": other["id"]}
    response = await api.post("/gatherings/join", stranger)
    assert response == {"success": False, "error": "Gathering is by invitation only"}
    names = [one for one in api.event_types() if ".invitation." in one]
    assert names == ["gathering.invitation.sent", "gathering.invitation.accepted"]


async def test_the_invited_may_come_by_code(api: Api) -> None:
    host, guest = await api.participant("host"), await api.participant("guest")
    lobby = await api.gathering(accessPolicy="invite-only")
    await invite(api, lobby, host, participantIds=[guest["id"]])
    body = {"joinCode": lobby["joinCode"], "participantId": guest["id"]}
    assert (await api.post("/gatherings/join", body))["success"] is True


async def test_declined(api: Api) -> None:
    host, guest = await api.participant("host"), await api.participant("guest")
    lobby = await api.gathering()
    (invitation,) = await invite(api, lobby, host, participantIds=[guest["id"]])
    path = f"/gatherings/invitations/{invitation['id']}"
    response = await api.call("POST", f"{path}/decline")
    assert (response.status, response.body) == (204, b"")
    assert await api.get(f"/gatherings/{lobby['id']}/members") == []
    assert (await api.call("POST", f"{path}/decline")).status == 409
    refused = await accept(api, invitation, guest)
    assert refused == {"success": False, "error": "Invitation is declined"}
    event = api.events("gathering.invitation.declined")[0]
    assert event["payload"]["data"] == {"invitationId": invitation["id"], "gatheringId": lobby["id"]}


async def test_addresses_and_forms(api: Api) -> None:
    host = await api.participant("host")
    lobby = await api.gathering()
    code = lobby["joinCode"]
    urls: list[str] = []
    for number, values in enumerate(
        ({}, {"customProtocol": "mygame://"}, {"baseUrl": "https://game.example/"})
    ):
        (sent,) = await invite(api, lobby, host, emails=[f"{number}@example.com"], **values)
        urls.append(sent["joinUrl"])
    assert urls == [f"odin://join/{code}", f"mygame://join/{code}", f"https://game.example/join/{code}"]
    assert len(await invite(api, lobby, host, emails=["0@example.com"])) == 1
    assert len(await api.get(f"/gatherings/{lobby['id']}/invitations")) == 3


async def test_nobody_to_invite(api: Api) -> None:
    host = await api.participant("host")
    lobby = await api.gathering()
    path = f"/gatherings/{lobby['id']}/invite"
    assert (await api.call("POST", path, {"invitedById": host["id"]})).status == 400
    for body in ({"participantIds": ["unknown"]}, {"emails": ["a@b.c"], "invitedById": "unknown"}):
        assert (await api.call("POST", path, {"invitedById": host["id"], **body})).status == 404
    response = await api.call("POST", "/gatherings/invitations/unknown/decline")
    assert response.status == 404
    assert await api.get(f"/gatherings/{lobby['id']}/invitations") == []


async def test_guests_named_at_creation(api: Api) -> None:
    guests = [
        {"name": "Jane", "email": "jane@example.com", "userId": "jane"},
        {"name": "Joe", "email": "joe@b.c"},
    ]
    meeting = await api.gathering(
        type="appointment", participants=guests, invitationUrl="https://rooms.example/1"
    )
    sent = [event["payload"]["data"] for event in api.events("gathering.invitation.sent")]
    assert sent[0]["joinUrl"] == "https://rooms.example/1"
    assert sent[1] == {"email": "joe@b.c", "name": "Joe"}
    members = await api.get(f"/gatherings/{meeting['id']}/members")
    assert [(one["displayName"], one["status"]) for one in members] == [("Jane", "invited")]
    assert len(await api.get(f"/gatherings/{meeting['id']}/invitations")) == 2


async def test_an_end_expires_what_is_pending(api: Api) -> None:
    host, guest = await api.participant("host"), await api.participant("guest")
    lobby = await api.gathering()
    (invitation,) = await invite(api, lobby, host, participantIds=[guest["id"]])
    await api.post(f"/gatherings/{lobby['id']}/end")
    refused = await accept(api, invitation, guest)
    assert refused == {"success": False, "error": "Invitation is expired"}
    assert (
        await api.call("POST", f"/gatherings/{lobby['id']}/invite", {"invitedById": host["id"]})
    ).status == 409
