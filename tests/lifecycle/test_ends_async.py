"""Everything async that waits ends within a second, without a warning and without anything left, however the end comes."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cortex_async import ClientClosed, CortexClient
from cortex_async.contrib.nimrobo import NimroboClient
from cortex_async.contrib.orga import OrgaClient
from cortex_async.contrib.rtcstack import RTCStackClient
from tests.lifecycle.driving import drive
from tests.lifecycle.everything import Use, uses
from tests.lifecycle.hanging import Hanging

CLIENTS: dict[str, Callable[[str], Any]] = {
    "cortex": lambda url: CortexClient(base_url=url, api_key="k", timeout=None, pool_size=1000),
    "orga": lambda url: OrgaClient(base_url=url, api_key="k", timeout=None, pool_size=1000),
    "nimrobo": lambda url: NimroboClient(base_url=url, api_key="k", timeout=None, pool_size=1000),
    "rtcstack": lambda url: RTCStackClient(base_url=url, api_key="k", timeout=None, pool_size=1000),
}


async def begun(client: Any, hanging: Hanging, folder: Path) -> dict[asyncio.Task[None], str]:
    """All uses of a client, each waiting for the hanging."""
    tasks = {asyncio.create_task(drive(use)): use.name for use in uses(client, folder)}
    await asyncio.to_thread(hanging.wait_for_requests, 1)
    await asyncio.to_thread(hanging.wait_until_quiet)
    early = {name: task.exception() for task, name in tasks.items() if task.done()}
    assert not early, "they wait for nothing"
    return tasks


async def ended(tasks: dict[asyncio.Task[None], str], since: float) -> dict[str, BaseException | None]:
    """How each came to its end. Fails where one did not within a second."""
    await asyncio.wait(tasks, timeout=10)
    took = time.monotonic() - since
    assert not [name for task, name in tasks.items() if not task.done()]
    assert took < 1 + len(tasks) / 200, took
    return {
        name: asyncio.CancelledError() if task.cancelled() else task.exception()
        for task, name in tasks.items()
    }


def nothing_left(folder: Path) -> None:
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert list(folder.iterdir()) == []
    gc.collect()


@pytest.mark.parametrize("api", CLIENTS)
async def test_closing_the_client(api: str, hanging: Hanging, tmp_path: Path) -> None:
    client = CLIENTS[api](hanging.base_url)
    tasks = await begun(client, hanging, tmp_path)
    since = time.monotonic()
    await client.aclose()
    outcomes = await ended(tasks, since)
    wrong = {
        name: error
        for name, error in outcomes.items()
        if not isinstance(error, ClientClosed) and not (name.endswith(" states") and error is None)
    }
    assert not wrong
    await asyncio.to_thread(hanging.wait_until_left)
    nothing_left(tmp_path)


@pytest.mark.parametrize("api", CLIENTS)
async def test_cancelling(api: str, hanging: Hanging, tmp_path: Path) -> None:
    client = CLIENTS[api](hanging.base_url)
    tasks = await begun(client, hanging, tmp_path)
    since = time.monotonic()
    for task in tasks:
        task.cancel()
    outcomes = await ended(tasks, since)
    assert {
        name for name, error in outcomes.items() if not isinstance(error, asyncio.CancelledError)
    } == set()
    # What was cancelled has given its connection back, though nobody closed the client.
    await asyncio.to_thread(hanging.wait_until_left)
    await client.aclose()
    nothing_left(tmp_path)


@pytest.mark.parametrize("api", CLIENTS)
async def test_a_time_limit_of_the_caller(api: str, hanging: Hanging, tmp_path: Path) -> None:
    client = CLIENTS[api](hanging.base_url)
    found = list(uses(client, tmp_path))

    async def limited(use: Use) -> None:
        async with asyncio.timeout(0.5):
            await drive(use)

    outcomes = await asyncio.gather(*map(limited, found), return_exceptions=True)
    wrong = {
        use.name: outcome
        for use, outcome in zip(found, outcomes, strict=True)
        if type(outcome) is not TimeoutError
    }
    assert not wrong
    await client.aclose()
    await asyncio.to_thread(hanging.wait_until_left)
    nothing_left(tmp_path)
