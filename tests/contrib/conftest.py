"""Fixtures: fakes and clients of the three APIs."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from cortex_async.contrib.fake import FakeServer
from cortex_async.contrib.nimrobo import NimroboClient
from cortex_async.contrib.nimrobo.fake import FakeNimrobo
from cortex_async.contrib.orga import OrgaClient
from cortex_async.contrib.orga.fake import FakeOrga
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from tests.contrib.calls import AnyClient
from tests.contrib.clock import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def rtcstack(clock: ManualClock) -> AsyncIterator[FakeRTCStack]:
    async with FakeRTCStack(clock=clock, rate_limit=1000) as fake:
        yield fake


@pytest.fixture
async def stack(rtcstack: FakeRTCStack, clock: ManualClock) -> AsyncIterator[RTCStackClient]:
    async with RTCStackClient(
        base_url=rtcstack.base_url, api_key=rtcstack.api_key, api_secret=rtcstack.api_secret, clock=clock
    ) as client:
        yield client


@pytest.fixture
async def orga(clock: ManualClock) -> AsyncIterator[FakeOrga]:
    async with FakeOrga(clock=clock) as fake:
        yield fake


@pytest.fixture
async def nimrobo(clock: ManualClock) -> AsyncIterator[FakeNimrobo]:
    async with FakeNimrobo(clock=clock) as fake:
        yield fake


@pytest.fixture
async def robo(nimrobo: FakeNimrobo, clock: ManualClock) -> AsyncIterator[NimroboClient]:
    async with NimroboClient(base_url=nimrobo.base_url, api_key=nimrobo.api_key, clock=clock) as client:
        yield client


@pytest.fixture
async def anyone(
    request: pytest.FixtureRequest,
    rtcstack: FakeRTCStack,
    stack: RTCStackClient,
    orga: FakeOrga,
    nimrobo: FakeNimrobo,
    robo: NimroboClient,
    clock: ManualClock,
) -> AsyncIterator[dict[str, tuple[FakeServer, AnyClient]]]:
    """A fake and a client by the name of the API."""
    async with OrgaClient(base_url=orga.base_url, api_key=orga.api_key, clock=clock) as client:
        yield {"rtcstack": (rtcstack, stack), "orga": (orga, client), "nimrobo": (nimrobo, robo)}
