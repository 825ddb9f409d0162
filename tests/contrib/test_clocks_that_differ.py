"""Expiry is judged by the server's clock. Our clock may be wrong, and may be set while a token is in use."""

from __future__ import annotations

from email.utils import format_datetime
from typing import Any

import pytest

import cortex_sync.contrib.orga as sync_orga
from cortex_async.contrib.fake import FakeRequest, FakeRoute, FakeServer, Reply
from cortex_async.contrib.orga import OrgaClient
from cortex_async.contrib.orga.fake import FakeOrga
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from tests.contrib.clock import ManualClock

NOW = 1_769_860_800.0
LIFE = 900.0
HOUR = 3600.0
SKEWS = [-86_400, -HOUR, -90, -4, 0, 4, 90, HOUR, 86_400, 20 * 365 * 86_400]


class Clocks:
    """The server's clock and ours. ``move`` lets time pass on both."""

    def __init__(self, skew: float) -> None:
        self.server = ManualClock(NOW)
        self.ours = ManualClock(NOW + skew)

    def move(self, seconds: float) -> None:
        self.server.move(seconds)
        self.ours.move(seconds)


@pytest.mark.parametrize("skew", SKEWS)
async def test_a_token_is_used_until_it_expires_whatever_our_clock_says(skew: float) -> None:
    clocks = Clocks(skew)
    async with (
        FakeOrga(clock=clocks.server, lifetime=LIFE) as fake,
        OrgaClient(base_url=fake.base_url, api_key=fake.api_key, clock=clocks.ours) as client,
    ):
        for _ in range(8):
            await client.realtime.get_ice_config()
            clocks.move(100)
        fake.requests.assert_called("createClientSecret", times=1)
        clocks.move(100)
        await client.realtime.get_ice_config()
        fake.requests.assert_called("createClientSecret", times=2)
        assert {request.status for request in fake.requests} == {200}


@pytest.mark.parametrize("skew", SKEWS)
def test_the_same_for_blocking_code(skew: float) -> None:
    clocks = Clocks(skew)
    with (
        FakeOrga(clock=clocks.server, lifetime=LIFE).in_thread() as fake,
        sync_orga.OrgaClient(base_url=fake.base_url, api_key=fake.api_key, clock=clocks.ours) as client,
    ):
        for _ in range(3):
            client.realtime.get_ice_config()
            clocks.move(LIFE / 4)
        fake.requests.assert_called("createClientSecret", times=1)
        clocks.move(LIFE / 4)
        client.realtime.get_ice_config()
        fake.requests.assert_called("createClientSecret", times=2)


@pytest.mark.parametrize("skew", [-250, 250])
async def test_a_participants_token_too(skew: float) -> None:
    clocks = Clocks(skew)
    async with (
        FakeRTCStack(clock=clocks.server, token_lifetime=300.0) as fake,
        RTCStackClient(
            base_url=fake.base_url, api_key=fake.api_key, api_secret=fake.api_secret, clock=clocks.ours
        ) as client,
    ):
        manager = client.token_manager(room_id="lobby", user_id="ada", name="Ada", role="host")
        for _ in range(5):
            await manager.token()
            clocks.move(45)
        fake.requests.assert_not_called("refreshToken")
        clocks.move(20)
        await manager.token()
        fake.requests.assert_called("refreshToken", times=1)


def undated(date: str | None, end: float) -> FakeServer:
    """A service whose tokens expire at ``end`` and whose responses have this ``date``."""

    def issue(request: FakeRequest) -> Reply:
        headers = {} if date is None else {"Date": date}
        return Reply(200, {"ephemeral_token": "a.b.c", "expires_at": end}, headers)

    def serve(request: FakeRequest) -> Reply:
        return Reply(200, {"iceServers": []})

    return FakeServer(
        [
            FakeRoute("createClientSecret", "POST", "/v1/realtime/client-secrets", issue),
            FakeRoute("getIceConfig", "GET", "/v1/realtime/ice-config", serve),
        ]
    )


@pytest.mark.parametrize(
    "date", ["", "soon", "Mon, 99 Jan 2026 00:00:00 GMT", "Sat, 31 Jan 9999 12:00:00 GMT"]
)
@pytest.mark.parametrize("left", [LIFE, -HOUR])
async def test_without_a_valid_date_not_every_call_creates_a_token(date: str, left: float) -> None:
    clock = ManualClock(NOW)
    async with (
        undated(date, NOW + left) as fake,
        OrgaClient(base_url=fake.base_url, api_key="sk_orga_ai_x", clock=clock) as client,
    ):
        for _ in range(5):
            await client.realtime.get_ice_config()
        fake.requests.assert_called("createClientSecret", times=1)
        # A token that seems to be expired is not used forever either.
        clock.move(LIFE)
        await client.realtime.get_ice_config()
        fake.requests.assert_called("createClientSecret", times=2)


@pytest.mark.parametrize("step", [-HOUR, HOUR])
async def test_setting_the_clock_costs_at_most_one_token(step: float) -> None:
    clocks = Clocks(0)
    async with (
        FakeOrga(clock=clocks.server, lifetime=LIFE) as fake,
        OrgaClient(base_url=fake.base_url, api_key=fake.api_key, clock=clocks.ours) as client,
    ):
        await client.realtime.get_ice_config()
        clocks.ours._start += step
        for _ in range(5):
            await client.realtime.get_ice_config()
        assert len(fake.requests.all("createClientSecret")) <= 2
        clocks.move(LIFE)
        await client.realtime.get_ice_config()
        assert {request.status for request in fake.requests} == {200}


async def test_the_fakes_date_their_responses_by_their_own_clock(
    anyone: dict[str, tuple[FakeServer, Any]], clock: ManualClock
) -> None:
    from datetime import UTC, datetime

    seen: list[str] = []
    _, client = anyone["orga"]
    await client.realtime.create_client_secret(
        on_response=lambda response: seen.append(response.headers["date"])
    )
    assert seen == [format_datetime(datetime.fromtimestamp(clock.unix(), UTC), usegmt=True)]
