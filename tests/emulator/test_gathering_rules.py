"""Rules of gatherings: owner, valid dates, start and expiry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api

# The clock is frozen at 12:00.
AT = "2026-01-31T{}:00.000Z".format


async def status(api: Api, gathering: Any) -> str:
    return str((await api.get(f"/gatherings/{gathering['id']}"))["status"])


async def test_without_an_owner_the_creator_owns_it_and_there_are_no_members(api: Api) -> None:
    user = (await api.post("/sanctions", {"externalUserId": "x", "type": "mute"}))["createdByUserId"]
    lobby = await api.gathering()
    path = f"/gatherings/{lobby['id']}"
    assert lobby["memberCount"] == 0
    assert (await api.get(f"{path}?includeMembers=true"))["members"] == []
    ada = await api.participant("ada")
    owned = await api.gathering(ownerId=ada["id"])
    assert (lobby["ownerId"], owned["ownerId"]) == (user, ada["id"])


@pytest.mark.parametrize("owner", ["unknown", "ada"])
async def test_an_unknown_owner_is_rejected_and_nothing_is_created(api: Api, owner: str) -> None:
    """An external user id is not accepted either."""
    await api.participant("ada")
    body = {"name": "Lobby", "type": "lobby", "ownerId": owner}
    assert (await api.call("POST", "/gatherings", body)).status == 404
    assert (await api.get("/gatherings"))["total"] == 0
    assert not [kind for kind in api.event_types() if kind.startswith("gathering.")]


@pytest.mark.parametrize(
    ("dates", "accepted"),
    [
        ({"endsAt": AT("15:01")}, True),
        ({"endsAt": AT("15:00")}, False),
        ({"endsAt": AT("14:59")}, False),
        ({"startsAt": AT("16:59")}, True),
        ({"startsAt": AT("17:00")}, False),
        ({"startsAt": AT("17:01")}, False),
        ({"startsAt": AT("18:00"), "endsAt": AT("19:00")}, True),
        ({"startsAt": AT("13:00"), "endsAt": AT("14:00")}, True),
        ({"startsAt": AT("19:00"), "endsAt": AT("18:00")}, False),
        ({"startsAt": "2026-01-31T18:30:00+01:00", "endsAt": "2026-01-31T18:00:00Z"}, True),
        ({"startsAt": "2026-01-31T18:30:00+01:00", "endsAt": "2026-01-31T17:00:00Z"}, False),
    ],
)
@pytest.mark.parametrize("kind", ["appointment", "lobby", "open"])
async def test_a_changed_date_is_checked_against_the_other(
    api: Api, kind: str, dates: dict[str, str], accepted: bool
) -> None:
    made = await api.gathering(type=kind, startsAt=AT("15:00"), endsAt=AT("17:00"))
    path = f"/gatherings/{made['id']}"
    response = await api.call("PATCH", path, {"name": "New", **dates})
    assert response.status == (200 if accepted else 400)
    found = await api.get(path)
    if accepted:
        assert (found["name"], found["startsAt"] < found["endsAt"]) == ("New", True)
    else:
        assert response["message"] == ["endsAt must be later than startsAt"]
        assert found == made


async def test_a_single_date_is_accepted(api: Api) -> None:
    for name, value in (("startsAt", AT("15:00")), ("endsAt", AT("15:00"))):
        made = await api.gathering(type="open")
        assert (await api.ok("PATCH", f"/gatherings/{made['id']}", {name: value}))[name] == value


@pytest.mark.parametrize("kind", ["appointment", "open"])
@pytest.mark.parametrize("moved", ["14:00", "18:00"])
async def test_a_new_end_is_a_new_expiry(api: Api, emulator: Emulator, kind: str, moved: str) -> None:
    made = await api.gathering(type=kind, endsAt=AT("16:00"))
    assert made["expiresAt"] == AT("16:00")
    changed = await api.ok("PATCH", f"/gatherings/{made['id']}", {"endsAt": AT(moved)})
    assert changed["expiresAt"] == AT(moved)
    assert api.events("gathering.updated")[-1]["payload"]["changes"]["expiresAt"] == AT("16:00")
    hours = int(moved[:2]) - 12
    await emulator.clock.advance(timedelta(hours=hours, seconds=-1))
    assert await status(api, made) == "pending"
    await emulator.clock.advance(1)
    assert await status(api, made) == "expired"


async def test_an_end_that_comes_later_is_an_expiry_too(api: Api, emulator: Emulator) -> None:
    made = await api.gathering(type="open")
    assert "expiresAt" not in made
    await emulator.clock.advance(timedelta(days=400))
    assert await status(api, made) == "pending"
    end = "2027-12-31T00:00:00.000Z"
    assert (await api.ok("PATCH", f"/gatherings/{made['id']}", {"endsAt": end}))["expiresAt"] == end


async def test_a_lobby_lives_for_a_day_whatever_its_dates(api: Api, emulator: Emulator) -> None:
    made = await api.gathering(endsAt=AT("14:00"))
    path = f"/gatherings/{made['id']}"
    await emulator.clock.advance(timedelta(hours=6))
    await api.ok("PATCH", path, {"endsAt": "2026-03-01T00:00:00Z", "name": "New"})
    assert (await api.get(path))["expiresAt"] == "2026-02-01T12:00:00.000Z"
    await emulator.clock.advance(timedelta(hours=18, seconds=-1))
    assert await status(api, made) == "pending"
    await emulator.clock.advance(1)
    assert await status(api, made) == "expired"


async def test_a_started_gathering_does_not_expire_even_after_a_change(api: Api, emulator: Emulator) -> None:
    made = await api.gathering(type="open", endsAt=AT("14:00"))
    path = f"/gatherings/{made['id']}"
    await api.post(f"{path}/start", {"roomId": "arena"})
    changed = await api.ok("PATCH", path, {"endsAt": AT("15:00")})
    assert "expiresAt" not in changed
    await emulator.clock.advance(timedelta(days=2))
    assert await status(api, made) == "started"


@pytest.mark.parametrize("kind", ["lobby", "open"])
@pytest.mark.parametrize("by", ["creation", "change"])
async def test_only_an_appointment_starts_by_itself(api: Api, emulator: Emulator, kind: str, by: str) -> None:
    start = {"startsAt": AT("13:00")}
    made = await api.gathering(type=kind, autoStartSession=True, **(start if by == "creation" else {}))
    if by == "change":
        await api.ok("PATCH", f"/gatherings/{made['id']}", start)
    await emulator.clock.advance(timedelta(hours=2))
    assert await status(api, made) == "pending"
    assert await api.get("/sessions") == []
    assert "gathering.started" not in api.event_types()


async def test_an_appointment_starts_at_its_second_and_once(api: Api, emulator: Emulator) -> None:
    made = await api.gathering(type="appointment", startsAt=AT("13:00"))
    await emulator.clock.advance(timedelta(hours=1, seconds=-1))
    assert await status(api, made) == "pending"
    await emulator.clock.advance(1)
    assert await status(api, made) == "started"
    assert "sessionId" not in await api.get(f"/gatherings/{made['id']}")
    await emulator.clock.advance(timedelta(days=1))
    assert api.event_types().count("gathering.started") == 1
