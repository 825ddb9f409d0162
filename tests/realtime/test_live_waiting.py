"""Waiting for the activation of Functions, which has no event."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from cortex_async import CortexClient
from cortex_async.emulator import Emulator
from cortex_async.resources.functions import ActivationFailed, Functions
from tests.realtime.live_caller import PlayedCaller
from tests.realtime.scripted import settle


async def say(
    caller: PlayedCaller, step: str | None, error: str | None = None, *, activated: bool = False
) -> None:
    (call,) = caller.pending
    settings = {"isActivated": activated, "maxFunctions": 5, "maxMemoryPerFunction": 256}
    call.reply({**settings, "activationStep": step, "activationError": error}, None)
    await settle()


async def test_it_polls_until_it_is_done() -> None:
    caller = PlayedCaller()
    waiting = asyncio.ensure_future(Functions(caller, ("p",)).wait_until_active(poll=3))
    await settle()
    for step in (None, "pending", "image", "of tomorrow"):
        await say(caller, step)
        await caller.clock.advance(2.9)
        assert caller.pending == []
        await caller.clock.advance(0.1)
    await say(caller, "complete")
    assert (await waiting).activation_step == "complete"


@pytest.mark.parametrize(
    ("reason", "text"), [("no credentials", "no credentials"), (None, "gives no reason")]
)
async def test_a_failure_says_why(reason: str | None, text: str) -> None:
    caller = PlayedCaller()
    waiting = asyncio.ensure_future(Functions(caller, ("p",)).wait_until_active())
    await settle()
    await say(caller, "error", reason)
    with pytest.raises(ActivationFailed, match=text) as caught:
        await waiting
    assert caught.value.reason == reason


async def test_it_has_a_time_limit() -> None:
    with pytest.raises(TimeoutError):
        await Functions(PlayedCaller(), ("p",)).wait_until_active(timeout=0.001)


@pytest.mark.parametrize("poll", [0, -1, float("nan")])
async def test_an_interval_out_of_range(poll: float) -> None:
    with pytest.raises(ValueError, match="poll"):
        await Functions(PlayedCaller(), ("p",)).wait_until_active(poll=poll)


async def test_against_the_emulator() -> None:
    async with (
        Emulator(activation_step=0.0) as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        functions = client.project(emulator.project_id).functions
        place = (await functions.list_locations())[0]
        where: Any = {
            "location_city": place.city,
            "location_continent": place.continent,
            "location_country": place.country,
        }
        await functions.activate(**where)
        assert (await functions.wait_until_active(timeout=10, poll=0.01)).activation_step == "complete"
        poor = client.project(emulator.add_project("poor", secret=False)).functions
        await poor.activate(**where)
        with pytest.raises(ActivationFailed, match="Fleet credentials"):
            await poor.wait_until_active(timeout=10, poll=0.01)
